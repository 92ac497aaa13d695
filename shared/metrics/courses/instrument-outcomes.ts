/**
 * The figures of one instrument in the current year, of what may be shown.
 *
 * @module
 */
import { curveFigure } from '../curve.ts';
import type { Disclosure } from '../disclosure.ts';
import type { EpisodeRecord } from '../episode-record.ts';
import { finishedScores, meanFigure } from '../mean-change.ts';
import { partition } from '../partitions.ts';
import type { InstrumentMeasure, InstrumentOutcomes } from '../program-figures.ts';
import { proportionFigure } from '../proportion-figure.ts';
import type { Count, Period } from '../snapshot.ts';
import { alphaFigure } from './alpha.ts';
import { changeCategories, changeDefinition } from './change-categories.ts';
import { courseOf } from './course.ts';
import type { InstrumentPlan, InstrumentSets, MeasureSets, Scope } from './instrument-plan.ts';
import { isDaily, variabilityFigure } from './mood-variability.ts';
import { remissionTime, remissionTimeDefinition } from './time-to-remission.ts';

export interface InstrumentInputs {
  readonly disclosure: Disclosure;
  readonly records: readonly EpisodeRecord[];
  readonly scope: Scope;
  readonly period: Period;
  readonly minimumCell: number;
}

export function instrumentOutcomes(
  { rules, expected, answers }: InstrumentPlan,
  sets: InstrumentSets,
  { disclosure, records, scope, period, minimumCell }: InstrumentInputs,
): InstrumentOutcomes {
  const { instrument, title, area, better } = rules;
  const started = records.filter(scope.startedInYear);
  const measured = ({ metric, definition, sets: one }: MeasureSets): InstrumentMeasure => ({
    id: metric.id,
    label: metric.label,
    direction: metric.direction,
    definition,
    current: proportionFigure(disclosure, one),
  });
  const scale = scope.book.scaleOf(instrument);
  const definition = changeDefinition(rules);
  const remission = remissionTimeDefinition(rules);
  return {
    instrument,
    title,
    area,
    better,
    measures: [...sets.ends, ...sets.ways, ...sets.anchored].map(measured),
    change: meanFigure(
      finishedScores(records, instrument, period),
      better,
      disclosure.show(sets.finished),
      disclosure.show(sets.paired),
    ),
    categories:
      sets.categories === null || definition === null
        ? null
        : { ...partition(disclosure, changeCategories, sets.categories), definition },
    timeToRemission:
      sets.curve === null || remission === null
        ? null
        : curveFigure(
            disclosure,
            sets.curve,
            started.flatMap((record) => remissionTime(courseOf(record, rules, scope.asOf)) ?? []),
            {
              id: 'time-to-remission',
              label: 'In remission, by days since the first score',
              definition: remission,
            },
          ),
    alpha:
      scale === null
        ? null
        : alphaFigure(rules, scale, [...answers.values()], disclosure.show(sets.allItems)),
    variability:
      area !== 'mood'
        ? null
        : variabilityFigure(
            started.map((record) => courseOf(record, rules, scope.asOf)).filter(isDaily),
            disclosure.show(sets.daily),
            minimumCell,
          ),
    notOnTrackNow: sets.ways.some(({ metric }) => metric.id === 'not-on-track')
      ? nowFigure(
          disclosure.show(sets.judgedNow),
          disclosure.show(sets.offTrackNow),
          disclosure.show(sets.offTrackEarly),
          expected.basis,
        )
      : null,
  };
}

function nowFigure(
  judged: Count,
  offTrack: Count,
  mayRespondLate: Count,
  basis: 'past-episodes' | 'static-rules',
): InstrumentOutcomes['notOnTrackNow'] {
  const reason =
    judged === null || offTrack === null ? 'too-few' : judged === 0 ? ('no-episodes' as const) : null;
  return { judged, offTrack, mayRespondLate, basis, reason };
}
