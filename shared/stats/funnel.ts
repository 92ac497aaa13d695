/**
 * Funnel plot: is a program's rate further from the target than its size explains?
 *
 * Limits are p +- z sqrt(p (1 - p) / n), clipped to 0..1, which is Wilson's interval turned around; 95 % is
 * the warning and 99.8 % the action limit (Spiegelhalter 2005, Stat Med 24:1185; UKHSA
 * PHEindicatormethods uses the same). Proportions are 0..1.
 *
 * @module
 */
import { normalQuantile } from './distributions.ts';
import { type Estimated, none } from './estimate.ts';
import type { GroupCount } from './proportion-difference.ts';

const WARNING = normalQuantile(0.975);
const ACTION = normalQuantile(0.999);
/** Share of the most extreme z scores that is pulled in before dispersion is judged (Spiegelhalter 2005). */
const WINSORISED = 0.1;
/**
 * With fewer programs none is pulled in, so whoever stands out would widen the limits that are to show it; of
 * two programs neither could ever stand out.
 */
const FEWEST_FOR_DISPERSION = 1 / WINSORISED;

export interface FunnelLimits {
  readonly warning: { readonly lower: number; readonly upper: number };
  readonly action: { readonly lower: number; readonly upper: number };
}

/** Limits for a program of `of` people. `inflation` widens them where programs differ more than by chance. */
export function funnelLimits(target: number, of: number, inflation = 1): FunnelLimits {
  const standardError = Math.sqrt((inflation * target * (1 - target)) / of);
  const within = (z: number): { lower: number; upper: number } => ({
    lower: Math.max(0, target - z * standardError),
    upper: Math.min(1, target + z * standardError),
  });
  return { warning: within(WARNING), action: within(ACTION) };
}

export type FunnelPosition = 'above-action' | 'above-warning' | 'within' | 'below-warning' | 'below-action';

export interface Funnel {
  /** All programs pooled. */
  readonly target: number;
  /** Mean squared z, winsorised: 1 by chance alone, more where programs truly differ. */
  readonly dispersion: number;
  /** By how much the variance behind the limits was multiplied; 1 is by chance alone. */
  readonly inflation: number;
  /** In the order given; null for a program without people. */
  readonly programs: readonly ({ readonly proportion: number; readonly position: FunnelPosition } | null)[];
}

/**
 * Places programs around their pooled rate. With `overdispersion: 'inflate'` the limits of ten programs or more
 * grow by the dispersion where that is above 1. `none` for nobody, or where all or none counted.
 */
export function funnel(
  programs: readonly GroupCount[],
  { overdispersion }: { readonly overdispersion: 'inflate' | 'ignore' },
): Estimated<Funnel> {
  let count = 0;
  let of = 0;
  for (const program of programs) {
    count += program.count;
    of += program.of;
  }
  if (of === 0) return none('no-observations');
  if (count === 0 || count === of) return none('no-variation');
  const target = count / of;
  const dispersion = dispersionAround(target, programs);
  const isJudged = programs.filter((program) => program.of > 0).length >= FEWEST_FOR_DISPERSION;
  const inflation = overdispersion === 'inflate' && isJudged ? Math.max(1, dispersion) : 1;
  return {
    kind: 'estimated',
    target,
    dispersion,
    inflation,
    programs: programs.map((program) => {
      if (program.of === 0) return null;
      const proportion = program.count / program.of;
      return { proportion, position: positionIn(funnelLimits(target, program.of, inflation), proportion) };
    }),
  };
}

function positionIn({ warning, action }: FunnelLimits, proportion: number): FunnelPosition {
  if (proportion > action.upper) return 'above-action';
  if (proportion < action.lower) return 'below-action';
  if (proportion > warning.upper) return 'above-warning';
  if (proportion < warning.lower) return 'below-warning';
  return 'within';
}

function dispersionAround(target: number, programs: readonly GroupCount[]): number {
  const scores = programs
    .filter(({ of }) => of > 0)
    .map(({ count, of }) => (count / of - target) / Math.sqrt((target * (1 - target)) / of))
    .sort((a, b) => a - b);
  const cut = Math.floor(WINSORISED * scores.length);
  const least = scores[cut] ?? 0;
  const greatest = scores[scores.length - 1 - cut] ?? 0;
  const squares = scores.reduce((sum, z) => sum + Math.min(greatest, Math.max(least, z)) ** 2, 0);
  return squares / scores.length;
}
