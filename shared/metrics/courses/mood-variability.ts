/**
 * Mood variability: how much the daily mood of people goes up and down, as median and quartiles over people of
 * each one's SD, RMSSD and inertia.
 *
 * Of the episodes that started in the period with at least fourteen days of daily mood (our floor; fewer days
 * give an RMSSD that is mostly noise). It describes; neither more nor less is better by itself.
 *
 * @module
 */
import { fluctuation } from '../../stats/fluctuation.ts';
import type { VariabilityFigure } from '../program-figures.ts';
import type { Count } from '../snapshot.ts';
import { spreadOf } from '../spread.ts';
import type { Course } from './course.ts';

const FEWEST_DAYS = 14;

const definition = {
  term: 'Within-person SD, RMSSD and inertia',
  text: 'How far the days of a person are apart (SD), how far one day is from the next (RMSSD), and how much of a day is carried over into the next (inertia). Of people with fourteen days or more.',
  citation: 'Jahng, Wood & Trull 2008, Psychol Methods 13:354; Kuppens et al. 2010, Psychol Sci 21:984',
} as const;

export function isDaily({ rules, during }: Course): boolean {
  return rules.area === 'mood' && during.length >= FEWEST_DAYS;
}

export function variabilityFigure(
  courses: readonly Course[],
  n: Count,
  minimumCell: number,
): VariabilityFigure {
  const nothing = { definition, n, sd: null, rmssd: null, inertia: null };
  if (n === null) return { ...nothing, reason: 'too-few' };
  const each = courses
    .map(({ during }) =>
      fluctuation(
        during.map(({ day }) => day),
        during.map(({ score }) => score),
      ),
    )
    .filter((one) => one.kind === 'estimated');
  if (each.length === 0) return { ...nothing, reason: 'no-episodes' };
  return {
    definition,
    n,
    sd: spreadOf(
      each.map(({ sd }) => sd),
      minimumCell,
    ),
    rmssd: spreadOf(
      each.flatMap(({ rmssd }) => rmssd ?? []),
      minimumCell,
    ),
    inertia: spreadOf(
      each.flatMap(({ inertia }) => inertia ?? []),
      minimumCell,
    ),
    reason: null,
  };
}
