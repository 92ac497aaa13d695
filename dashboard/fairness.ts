/**
 * Is it fair? How many got reliably better in each group of people, and whether that is clearly different from
 * everybody else. "Not recorded" is a group, and so is one that may not be shown.
 *
 * @module
 */
import { groupName } from '../shared/metrics/group-names.ts';
import type { StratumRow, StratumTable } from '../shared/metrics/program-figures.ts';
import type { Snapshot } from '../shared/metrics/snapshot.ts';
import type { Interval } from '../shared/stats/estimate.ts';
import { count, inHundred, likelyRange, NO_CLEAR_DIFFERENCE, withheld } from './wording.ts';

const SHOWN = 'reliable-improvement';

const properties: Readonly<Record<StratumTable['by'], string>> = {
  ageBand: 'Age',
  sex: 'Sex',
  race: 'Race',
  ethnicity: 'Ethnicity',
  language: 'Language',
  payer: 'Who pays',
};

export interface FairnessGroup {
  readonly name: string;
  readonly inHundred: string | null;
  /** Why there is no number, else how many people and the likely range. */
  readonly people: string;
  /** 0..1; null where it may not be shown. */
  readonly rate: number | null;
  readonly interval: Interval | null;
  /** Against everybody else; empty where there is no clear difference or nothing to say. */
  readonly gap: string;
}

export interface FairnessProperty {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly FairnessGroup[];
}

/** Empty before the first compile that knows groups. */
export function fairness({ strata }: Partial<Snapshot>): readonly FairnessProperty[] {
  return (strata ?? [])
    .filter(({ measure, rows }) => measure === SHOWN && rows.length > 0)
    .map(({ by, rows }) => ({ id: by, name: properties[by], groups: rows.map((row) => groupOf(by, row)) }));
}

function groupOf(by: StratumTable['by'], { value, figure, gap }: StratumRow): FairnessGroup {
  const { rate, interval, denominators, reason } = figure;
  const name = groupName(by, value);
  if (rate === null || interval === null || denominators.eligible === null)
    return { name, inHundred: null, people: withheld(reason), rate: null, interval: null, gap: '' };
  return {
    name,
    inHundred: inHundred(rate),
    people: `of ${count(denominators.eligible)}, likely range ${likelyRange(interval)}`,
    rate,
    interval,
    gap:
      gap.words === null
        ? ''
        : gap.words === 'no clear difference from'
          ? NO_CLEAR_DIFFERENCE
          : gap.words === 'higher than'
            ? 'Higher than others'
            : 'Lower than others',
  };
}
