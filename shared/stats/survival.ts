/**
 * Kaplan-Meier estimate of the time to an event, for instance to remission or to leaving early.
 *
 * Times are in any one unit (usually days) from each person's start. Kaplan & Meier (1958, JASA 53:457),
 * variance by Greenwood (1926). Scores are only seen at visits, so an event is dated at the visit that
 * showed it: say so beside the curve.
 *
 * @module
 */
import { normalQuantile } from './distributions.ts';
import { type Estimated, none } from './estimate.ts';

/** One person: observed until `time`, when the event came (`true`) or watching ended (`false`). */
export interface Observed {
  readonly time: number;
  readonly event: boolean;
}

/** How the interval is made symmetric: log-log keeps it within 0..1 and is ours by default. */
export type IntervalScale = 'plain' | 'log' | 'log-log';

export interface SurvivalPoint {
  readonly time: number;
  /** How many were still watched and without event just before `time`. */
  readonly atRisk: number;
  readonly events: number;
  /** Share without event after `time`, 0..1. */
  readonly survival: number;
  /** Null where nobody is left: Greenwood's variance is then undefined. */
  readonly spread: { readonly standardError: number; readonly lower: number; readonly upper: number } | null;
}

export interface SurvivalCurve {
  readonly n: number;
  readonly events: number;
  /** One point per time with an event, in order; empty where no event came. */
  readonly points: readonly SurvivalPoint[];
}

/** `none` for nobody. */
export function kaplanMeier(
  people: readonly Observed[],
  { level = 0.95, scale = 'log-log' }: { readonly level?: number; readonly scale?: IntervalScale } = {},
): Estimated<SurvivalCurve> {
  if (people.length === 0) return none('no-observations');
  const z = normalQuantile((1 + level) / 2);
  const ordered = people.toSorted((a, b) => a.time - b.time);
  const points: SurvivalPoint[] = [];
  let survival = 1;
  let greenwood = 0;
  let allEvents = 0;

  for (let i = 0; i < ordered.length; ) {
    const time = ordered[i]?.time ?? 0;
    const atRisk = ordered.length - i;
    let events = 0;
    for (; i < ordered.length && ordered[i]?.time === time; i++) if (ordered[i]?.event === true) events += 1;
    if (events === 0) continue;
    allEvents += events;
    survival *= (atRisk - events) / atRisk;
    greenwood += events / (atRisk * (atRisk - events));
    const spread = survival === 0 ? null : spreadOf(survival, Math.sqrt(greenwood), z, scale);
    points.push({ time, atRisk, events, survival, spread });
  }
  return { kind: 'estimated', n: people.length, events: allEvents, points };
}

/** `relative` is the standard error of log S(t). Limits as in Kalbfleisch & Prentice (1980). */
function spreadOf(s: number, relative: number, z: number, scale: IntervalScale): SurvivalPoint['spread'] {
  const standardError = s * relative;
  switch (scale) {
    case 'plain':
      return {
        standardError,
        lower: Math.max(0, s - z * standardError),
        upper: Math.min(1, s + z * standardError),
      };
    case 'log':
      return {
        standardError,
        lower: s * Math.exp(-z * relative),
        upper: Math.min(1, s * Math.exp(z * relative)),
      };
    case 'log-log': {
      const factor = Math.exp((z * relative) / Math.log(s));
      return { standardError, lower: s ** (1 / factor), upper: s ** factor };
    }
  }
}

/** Null in each place means "not reached while people were watched", which is a normal result. */
export interface SurvivalTime {
  readonly time: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * When the curve falls to `share` (0.5 is the median), with the interval that the curve's own limits give
 * (Brookmeyer & Crowley 1982). The first time at or below it; where the curve runs exactly along it, the
 * middle of that stretch, as in R's survival.
 */
export function survivalTime({ points }: SurvivalCurve, share = 0.5): SurvivalTime {
  return {
    time: firstAtOrBelow(points, share, ({ survival }) => survival),
    lower: firstAtOrBelow(points, share, ({ spread }) => spread?.lower),
    upper: firstAtOrBelow(points, share, ({ spread }) => spread?.upper),
  };
}

function firstAtOrBelow(
  points: readonly SurvivalPoint[],
  share: number,
  heightOf: (point: SurvivalPoint) => number | undefined,
): number | null {
  const rounding = 1e-9;
  let flat: number | null = null;
  for (const point of points) {
    const height = heightOf(point);
    if (height === undefined || height > share + rounding) continue;
    if (flat !== null && height < share - rounding) return (flat + point.time) / 2;
    if (flat === null && height < share - rounding) return point.time;
    flat ??= point.time;
  }
  return flat;
}
