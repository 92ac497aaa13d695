/**
 * The US quality measures that an operator has published for the program, as lines people can read.
 *
 * @module
 */
import type { QualityPublication } from '../shared/metrics/exports/quality-report.ts';
import type { QualityFigure, QualityGroup } from '../shared/metrics/quality/quality-figures.ts';
import { count, day, inHundred, likelyRange, withheld } from './wording.ts';

export interface QualityLine {
  readonly id: string;
  /** With the age group behind it, where it is about one. */
  readonly label: string;
  /** `61 in 100`; null where there is none, and then `detail` says why. */
  readonly value: string | null;
  readonly detail: string;
  readonly source: string;
}

export interface QualityFace {
  /** Of which year, and as of when. */
  readonly about: string;
  readonly lines: readonly QualityLine[];
}

export function qualityFace({ year, asOf, measures }: QualityPublication): QualityFace {
  return {
    about: `Calendar year ${year}, worked out on ${day(asOf)}`,
    lines: measures.flatMap((measure) => [
      lineOf(measure, measure.all, measure.id, measure.title),
      ...measure.strata.map((group) =>
        lineOf(
          measure,
          group,
          `${measure.id}-${group.stratum}`,
          `${measure.title}, ${group.stratum ?? 'everyone'}`,
        ),
      ),
    ]),
  };
}

function lineOf(measure: QualityFigure, group: QualityGroup, id: string, label: string): QualityLine {
  const { score, interval, eligible, populations, reason } = group;
  const source = `${measure.citation}${measure.confidence === 'unverified' ? ' (partly unverified)' : ''}`;
  if (score === null) return { id, label, value: null, detail: withheld(reason), source };
  const { numerator } = populations;
  const who =
    eligible === null || numerator === null ? [] : [`${count(numerator)} of ${count(eligible)} people`];
  const range = interval === null ? [] : [`likely range ${likelyRange(interval)}`];
  const left = [
    ...leftOut(populations['denominator-exclusion'], 'excluded'),
    ...leftOut(populations['denominator-exception'], 'excepted'),
  ];
  return {
    id,
    label,
    value: `${inHundred(score)} in 100`,
    detail: [...who, ...range, ...left].join('; '),
    source,
  };
}

function leftOut(people: number | null | undefined, how: string): readonly string[] {
  return people === null || people === undefined || people === 0 ? [] : [`${count(people)} ${how}`];
}
