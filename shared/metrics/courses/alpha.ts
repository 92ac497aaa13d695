/**
 * Cronbach's alpha of the instrument in this program beside the published values: do its items hang together
 * here as they do elsewhere?
 *
 * First scores only, one per person, all items answered, reverse-keyed items turned; at least thirty people.
 * A published value belongs to its population (0.921 of the I.ROC to the Dutch version in community care), so
 * the comparison is whether it lies in our interval, never a grade.
 *
 * @module
 */
import type { Instrument } from '../../instruments/instrument.ts';
import { cronbachAlpha } from '../../stats/alpha.ts';
import { pointsOf } from '../decode-row.ts';
import type { AlphaFigure } from '../program-figures.ts';
import type { Count } from '../snapshot.ts';
import type { InstrumentRules } from './instrument-rules.ts';

/** Fewer people give an interval that says nothing; fewer items no alpha worth the name. Metrics.md 9. */
const FEWEST_PEOPLE = 30;
const FEWEST_ITEMS = 3;

const definition = {
  term: "Cronbach's alpha, Feldt interval",
  text: 'How well the items of the questionnaire hang together in the people of this program, from their first answers.',
  citation:
    'Cronbach 1951, Psychometrika 16:297; Feldt 1965, Psychometrika 30:357; Duhachek & Iacobucci 2004, J Appl Psychol 89:792',
} as const;

/** Which items make the score, and between which points each is turned; null where there are too few. */
export interface Scale {
  readonly items: readonly { readonly place: number; readonly turn: number | null }[];
}

export function scaleOf(instrument: Instrument): Scale | null {
  const primary = instrument.scores.find((one) => one.id === instrument.primary);
  // Which items are turned is not known yet: an alpha would be of other items than the score.
  if (primary === undefined || primary.needsSetting !== undefined) return null;
  const { method } = primary;
  if (!('items' in method)) return null;
  if (method.items.length < FEWEST_ITEMS) return null;
  return {
    items: method.items.map((number) => {
      const item = instrument.items[number - 1];
      const options = instrument.answerLists[item?.answers ?? '']?.options ?? [];
      const points = options.map((option) => option.points);
      const turn = item?.reversed === true ? Math.min(...points) + Math.max(...points) : null;
      return { place: number - 1, turn };
    }),
  };
}

/** The points of the items of the score, turned; null unless all of them were answered. */
export function answersOf(scale: Scale, packedPoints: string): readonly number[] | null {
  const points = packedPoints === '' ? null : pointsOf(packedPoints);
  if (points === null) return null;
  const answers = scale.items.map(({ place, turn }) => {
    const given = points[place] ?? null;
    if (given === null) return null;
    return turn === null ? given : turn - given;
  });
  return answers.every((one) => one !== null) ? answers : null;
}

export function alphaFigure(
  rules: InstrumentRules,
  { items }: Scale,
  people: readonly (readonly number[])[],
  n: Count,
): AlphaFigure {
  const published = (within: (value: number) => boolean | null) =>
    rules.published.map(({ value, population, source }) => ({
      value,
      population,
      citation: source.cite,
      within: within(value),
    }));
  const nothing = { definition, n, alpha: null, interval: null, duhachek: null, items: [], warning: null };
  if (n === null) return { ...nothing, published: published(() => null), reason: 'too-few' };
  if (n < FEWEST_PEOPLE)
    return {
      ...nothing,
      published: published(() => null),
      reason: n === 0 ? 'no-episodes' : 'too-few-for-statistic',
    };
  const columns = (people[0] ?? []).map((_, item) => people.map((answers) => answers[item] ?? Number.NaN));
  const estimate = cronbachAlpha({ columns });
  if (estimate.kind === 'none')
    return { ...nothing, published: published(() => null), reason: 'not-defined' };
  const { alpha, feldt, duhachek95 } = estimate;
  return {
    definition,
    n,
    alpha,
    interval: feldt,
    duhachek: duhachek95,
    items: estimate.items.map(({ alphaIfDropped }, at) => ({
      item: (items[at]?.place ?? at) + 1,
      alphaIfDropped,
    })),
    published: published((value) => value >= feldt.lower && value <= feldt.upper),
    warning: alpha < 0 ? 'keys' : alpha > 0.95 ? 'redundant' : null,
    reason: null,
  };
}
