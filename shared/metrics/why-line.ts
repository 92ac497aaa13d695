/**
 * A rule, whether it held for one episode, and why: what `why.ts` prints.
 *
 * @module
 */
import { belongs, both, type Population } from './episode-flags.ts';

export interface WhyLine {
  readonly rule: string;
  /** Null where it cannot be told, or is not a question of yes and no. */
  readonly holds: boolean | null;
  readonly because: string;
}

export interface WhySection {
  readonly title: string;
  readonly lines: readonly WhyLine[];
}

export interface Populations {
  readonly label: string;
  readonly initial: Population;
  readonly kept: Population;
  readonly observed: Population;
  readonly numerator: Population;
  /** @default known to have started below the cut-off */
  readonly excludedBecause?: string;
}

/** Where it stands in a proportion: not in it, left out, counted, achieved. */
export function populationLine(
  flags: number,
  {
    label,
    initial,
    kept,
    observed,
    numerator,
    excludedBecause = 'known to have started below the cut-off',
  }: Populations,
): WhyLine {
  if (!belongs(flags, initial)) return { rule: label, holds: null, because: 'not in the denominator' };
  if (!belongs(flags, kept)) return { rule: label, holds: null, because: `excluded: ${excludedBecause}` };
  if (belongs(flags, both(kept, numerator)))
    return { rule: label, holds: true, because: 'counted as achieved' };
  return {
    rule: label,
    holds: false,
    because: belongs(flags, both(kept, observed))
      ? 'counted as not achieved'
      : 'not measured: counted as not achieved, and not among the observed',
  };
}
