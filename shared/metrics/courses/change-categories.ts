/**
 * Jacobson-Truax categories of all finished courses of treatment, with "not measured" as one of them.
 *
 * Recovered: reliably better and from the clinical to the functional side of the cut-off. Improved: reliably
 * better only. Deteriorated: reliably worse. Crossing the cut-off without reliable change is unchanged.
 * Reliable change and cut-off are fixed in the registry, so nobody's category changes with a filter; a score
 * on the cut-off is on the clinical side, as the registry defines caseness. Jacobson & Truax 1991, J Consult
 * Clin Psychol 59:12.
 *
 * @module
 */
import { finished } from '../episode-flags.ts';
import type { Whole } from '../partitions.ts';
import type { Definition, Period } from '../snapshot.ts';
import type { Tally } from '../tally.ts';
import { courseFlag } from './course-flag.ts';
import { whereCourse } from './course-metric.ts';
import { cited, type InstrumentRules } from './instrument-rules.ts';

const pieces: Whole['pieces'] = [
  {
    id: 'recovered',
    label: 'Reliably better and below the cut-off',
    population: { all: courseFlag.recovered },
  },
  {
    id: 'improved',
    label: 'Reliably better',
    population: { all: courseFlag.improved, none: courseFlag.recovered },
  },
  {
    id: 'unchanged',
    label: 'No clear change',
    population: { all: courseFlag.paired, none: courseFlag.improved | courseFlag.worsened },
  },
  { id: 'deteriorated', label: 'Reliably worse', population: { all: courseFlag.worsened } },
  {
    id: 'not-measured',
    label: 'Not measured at the start and at the end',
    population: { all: 0, none: courseFlag.paired },
  },
];

/** Without overlap, and together all finished. */
export const changeCategories: Whole = { dating: 'ended', population: finished, pieces };

export function changeCategorySets(tally: Tally, instrument: string, period: Period) {
  const { dating, population } = changeCategories;
  return {
    total: tally.cellsOf(period, dating, population),
    pieces: pieces.map((piece) =>
      tally.cellsOf(period, dating, population, whereCourse(instrument, piece.population)),
    ),
  };
}

/** Null where no reliable change is registered. */
export function changeDefinition({ reliableChange, caseness }: InstrumentRules): Definition | null {
  if (reliableChange === null) return null;
  return {
    term: 'Jacobson-Truax categories',
    text: 'Everyone who finished: by whether the score changed by more than measurement error, and whether it crossed the cut-off.',
    citation: `Jacobson & Truax 1991, J Consult Clin Psychol 59:12; reliable change ${cited(reliableChange)}${
      caseness === null
        ? '; no cut-off is registered, so nobody is "recovered"'
        : `; cut-off ${cited(caseness)}`
    }`,
  };
}
