/**
 * What a compile has changed of figures that stood before: the same measure, the same days, another number.
 *
 * Only periods that both snapshots have are compared, so a new month is news and no restatement. A figure that
 * is withheld is null on either side, so the log shows nothing that a snapshot would not.
 *
 * @module
 */
import type { Period, ProportionFigure, Snapshot } from './snapshot.ts';

/** A number that moved. */
export interface MovedFigure {
  readonly measure: string;
  /** `rate` and the like: the field of the figure. */
  readonly figure: 'rate' | 'numerator' | 'eligible' | 'observed' | 'mean-change';
  /** First and last day of the period, both inclusive. */
  readonly start: string;
  readonly end: string;
  /** The period was still marked as provisional when the figure was published. */
  readonly provisional: boolean;
  readonly from: number | null;
  readonly to: number | null;
}

/** In the order of the measures, and then of their periods. */
export function movedFigures(before: Snapshot, after: Snapshot): readonly MovedFigure[] {
  const standing = new Map(figuresOf(before).map((one) => [nameOf(one), one]));
  return figuresOf(after).flatMap((one) => {
    const was = standing.get(nameOf(one));
    if (was === undefined || was.value === one.value) return [];
    const { measure, figure, period } = one;
    const { start, end } = period;
    return [
      { measure, figure, start, end, provisional: was.period.provisional, from: was.value, to: one.value },
    ];
  });
}

interface Figure {
  readonly measure: string;
  readonly figure: MovedFigure['figure'];
  readonly period: Period;
  readonly value: number | null;
}

function nameOf({ measure, figure, period }: Figure): string {
  return `${measure} ${figure} ${period.start} ${period.end}`;
}

/** Everything with a rate or a mean, groups of people and questionnaires included. */
function figuresOf({
  measures,
  means,
  period,
  previousPeriod,
  months,
  instruments = [],
  strata = [],
}: Snapshot): readonly Figure[] {
  return [
    ...measures.flatMap(({ id, current, previous, months: byMonth }) => [
      ...proportion(id, period, current),
      ...proportion(id, previousPeriod, previous),
      ...byMonth.flatMap((figure, index) => {
        const month = months[index];
        return month === undefined ? [] : proportion(id, month, figure);
      }),
    ]),
    ...means.flatMap(({ id, current, previous }): Figure[] => [
      { measure: id, figure: 'mean-change', period, value: current.change },
      { measure: id, figure: 'mean-change', period: previousPeriod, value: previous.change },
    ]),
    ...instruments.flatMap(({ instrument, measures: own, change }): readonly Figure[] => [
      ...own.flatMap(({ id, current }) => proportion(`${instrument}.${id}`, period, current)),
      { measure: `${instrument}.mean-change`, figure: 'mean-change', period, value: change.change },
    ]),
    ...strata.flatMap(({ by, measure, rows }) =>
      rows.flatMap(({ value, figure }) =>
        proportion(`${measure} ${by}=${value ?? 'not recorded'}`, period, figure),
      ),
    ),
  ];
}

function proportion(
  measure: string,
  period: Period,
  { rate, populations, denominators }: ProportionFigure,
): readonly Figure[] {
  return [
    { measure, figure: 'rate', period, value: rate },
    { measure, figure: 'numerator', period, value: populations.numerator },
    { measure, figure: 'eligible', period, value: denominators.eligible },
    { measure, figure: 'observed', period, value: denominators.observed },
  ];
}
