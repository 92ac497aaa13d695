/**
 * Mean change of the program's two instruments, this year and the year before.
 *
 * @module
 */
import type { Disclosure } from './disclosure.ts';
import type { EpisodeRecord } from './episode-record.ts';
import { finishedScores, meanFigure } from './mean-change.ts';
import type { PeriodSets } from './period-sets.ts';
import type { Periods } from './periods.ts';
import { builtInRules } from './rule-book.ts';
import type { MeasuredBy } from './score-pair.ts';
import type { MeanFigure, MeanMeasure, Period } from './snapshot.ts';

const definition = {
  term: 'Mean change, paired t interval',
  text: 'The average change from the first to the last score of those who finished care and have both. It says nothing of those who were not measured.',
  citation: 'Student 1908 (paired t); Becker 1988 and Morris 2008 (standardised mean change, SMCR)',
} as const;

export function meanMeasures(
  disclosure: Disclosure,
  records: readonly EpisodeRecord[],
  measures: MeasuredBy,
  periods: Periods,
  now: PeriodSets,
  before: PeriodSets,
): readonly MeanMeasure[] {
  return (['depression', 'anxiety'] as const).flatMap((which) => {
    const instrument = measures[which];
    const rules = (measures.book ?? builtInRules).rulesOf(instrument);
    if (rules === null) return [];
    const { title, better } = rules;
    const figure = (period: Period, sets: PeriodSets): MeanFigure =>
      meanFigure(
        finishedScores(records, instrument, period),
        better,
        disclosure.show(sets.finished),
        disclosure.show(which === 'depression' ? sets.depressionPaired : sets.anxietyPaired),
      );
    return {
      kind: 'mean',
      id: `mean-change-${which}`,
      label: `Average change of the ${which} score (${title})`,
      instrument,
      definition,
      current: figure(periods.current, now),
      previous: figure(periods.previous, before),
    };
  });
}
