/**
 * Time to an event as a curve that may be shown. How many have had the event, how many are no longer watched and
 * how many still are, every thirty days for a year, are counts like any other; a point of the curve is shown where
 * all three are, and the steps between points are never 1 to 10 people.
 *
 * Kaplan & Meier 1958 with log-log limits. An event is seen at visits and dated at the visit that showed it.
 *
 * @module
 */
import { kaplanMeier, type Observed, survivalTime } from '../stats/survival.ts';
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import type { Population } from './episode-flags.ts';
import type { CurveFigure, CurvePoint } from './program-figures.ts';
import type { Definition, Period } from './snapshot.ts';
import type { Tally } from './tally.ts';

const STEP = 30;
const STEPS = 12;
const BEYOND = 2 * STEPS + 1;
/** Days that a curve shows. */
const SHOWN = STEP * STEPS;

/** As far as the curve is shown: what comes later is nobody's to know from it. */
export function withinCurve({ time, event }: Observed): Observed {
  return time > SHOWN ? { time: SHOWN, event: false } : { time, event };
}

/** Facet value of an observation: 0 for nobody, odd with and even without the event, by step. */
export function curveBucket(observed: Observed | null): number {
  if (observed === null) return 0;
  const step = Math.max(1, Math.ceil(observed.time / STEP));
  if (step > STEPS) return BEYOND;
  return 2 * step - (observed.event ? 1 : 0);
}

export interface CurveSets {
  readonly all: CellSet;
  /** Cumulative, by step from 1. */
  readonly events: readonly CellSet[];
  readonly left: readonly CellSet[];
  /** Still watched and without the event. */
  readonly atRisk: readonly CellSet[];
}

/** @param period in which the episodes started. */
export function curveSets(tally: Tally, facet: string, population: Population, period: Period): CurveSets {
  const cells = (accepts: (bucket: number) => boolean): CellSet =>
    tally.cellsOf(period, 'started', population, { facet, accepts });
  const steps = Array.from({ length: STEPS }, (_, i) => i + 1);
  return {
    all: cells((bucket) => bucket > 0),
    events: steps.map((step) => cells((bucket) => bucket % 2 === 1 && bucket < 2 * step)),
    left: steps.map((step) => cells((bucket) => bucket > 0 && bucket % 2 === 0 && bucket <= 2 * step)),
    atRisk: steps.map((step) => cells((bucket) => bucket > 2 * step)),
  };
}

/** The year first, then the half year, then the rest: where not all can be shown, these are. */
const importance = [12, 6, 3, 9, 1, 2, 4, 5, 7, 8, 10, 11];

export function curveFamily({ all, events, left, atRisk }: CurveSets): readonly CellSet[] {
  const ofStep = (step: number) => [events[step - 1], left[step - 1], atRisk[step - 1]];
  return [all, ...importance.flatMap(ofStep)].filter((set) => set !== undefined);
}

export function curveFigure(
  disclosure: Disclosure,
  sets: CurveSets,
  people: readonly Observed[],
  about: { readonly id: string; readonly label: string; readonly definition: Definition },
): CurveFigure {
  const n = disclosure.show(sets.all);
  const { id, label, definition } = about;
  const nothing = { id, label, definition, n, events: null, points: [], median: null, medianInterval: null };
  if (n === null) return { ...nothing, reason: 'too-few' };
  const curve = kaplanMeier(people);
  if (curve.kind === 'none') return { ...nothing, events: 0, reason: 'no-episodes' };
  const points = sets.events.flatMap((set, i): readonly CurvePoint[] => {
    const had = disclosure.show(set);
    const left = disclosure.show(sets.left[i] ?? set);
    const atRisk = disclosure.show(sets.atRisk[i] ?? set);
    if (had === null || left === null || atRisk === null) return [];
    const day = STEP * (i + 1);
    // Where nobody is watched any more the curve has ended.
    if (atRisk === 0) return [];
    const last = curve.points.findLast(({ time }) => time <= day);
    const spread = last?.spread ?? null;
    return [
      {
        day,
        share: thousandths(1 - (last?.survival ?? 1)),
        interval:
          spread === null
            ? null
            : { lower: thousandths(1 - spread.upper), upper: thousandths(1 - spread.lower), level: 0.95 },
        atRisk,
      },
    ];
  });
  const events = disclosure.show(sets.events.at(-1) ?? sets.all);
  const { time, lower, upper } = survivalTime(curve);
  const isSeen = time !== null && time <= (points.at(-1)?.day ?? 0);
  return {
    id,
    label,
    definition,
    n,
    events,
    points,
    median: isSeen ? time : null,
    medianInterval: isSeen ? { lower, upper } : null,
    reason: events === null || points.length === 0 ? 'too-few' : null,
  };
}

/** More digits could tell in which order people left. */
function thousandths(share: number): number {
  return Math.round(share * 1000) / 1000;
}
