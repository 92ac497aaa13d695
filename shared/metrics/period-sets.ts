/**
 * Every count a snapshot could show of one period, as sets of cells.
 *
 * @module
 */

import { proportions } from './catalog.ts';
import type { CellSet } from './cell-set.ts';
import { both, finished, flag } from './episode-flags.ts';
import { datings } from './metric.ts';
import {
  funnelSets,
  outcomesOfFinished,
  reasonsOfEnded,
  treatmentOfEnded,
  type WholeSets,
  wholeSets,
} from './partitions.ts';
import { type ProportionSets, piecesOf, proportionSets, setsOf } from './proportion-figure.ts';
import type { Period } from './snapshot.ts';
import type { Tally } from './tally.ts';

/** What every period has. */
export interface PeriodSets {
  /** In the order of `proportions`. */
  readonly proportions: readonly ProportionSets[];
  readonly finished: CellSet;
  /** Finished with both scores of the depression, and of the anxiety instrument. */
  readonly depressionPaired: CellSet;
  readonly anxietyPaired: CellSet;
}

/** What only the current year is broken down into. */
export interface Breakdown {
  readonly outcomes: WholeSets;
  readonly endings: WholeSets;
  readonly reasons: WholeSets;
  readonly funnel: readonly CellSet[];
}

export function periodSets(tally: Tally, period: Period): PeriodSets {
  const ended = (all: number): CellSet => tally.cellsOf(period, 'ended', both(finished, { all }));
  return {
    proportions: proportions.map((metric) => proportionSets(tally, metric, period)),
    finished: ended(0),
    depressionPaired: ended(flag.depressionPaired),
    anxietyPaired: ended(flag.anxietyPaired),
  };
}

export function breakdown(tally: Tally, period: Period): Breakdown {
  return {
    outcomes: wholeSets(tally, outcomesOfFinished, period),
    endings: wholeSets(tally, treatmentOfEnded, period),
    reasons: wholeSets(tally, reasonsOfEnded, period),
    funnel: funnelSets(tally, period),
  };
}

/** The pieces of the bars, and each count of a measure by month. */
export function partitionsOf(
  { outcomes, endings, reasons }: Breakdown,
  months: readonly PeriodSets[],
): readonly (readonly CellSet[])[] {
  return [
    ...[outcomes, endings, reasons].map(({ pieces }) => pieces),
    ...proportions.flatMap((_, index) => piecesOf(months.flatMap((month) => month.proportions[index] ?? []))),
    months.map(({ finished: all }) => all),
  ];
}

/** The sets of one period by dating: those of one family are about the same people. */
export function familiesOf(sets: PeriodSets, parts?: Breakdown): readonly (readonly CellSet[])[] {
  return datings.map((dating) => {
    const family = proportions.flatMap((metric, index) => {
      const one = sets.proportions[index];
      return metric.dating === dating && one !== undefined ? setsOf(one) : [];
    });
    if (dating === 'ended') {
      family.push(sets.finished, sets.depressionPaired, sets.anxietyPaired);
      for (const whole of [parts?.outcomes, parts?.endings, parts?.reasons]) {
        if (whole !== undefined) family.push(whole.total, ...whole.pieces);
      }
    }
    if (dating === 'started') family.push(...(parts?.funnel ?? []));
    return family;
  });
}
