/**
 * The figures as a paragraph for a board, a funder or a payer. It always says the same set, good and bad, with
 * numbers, ranges, what they mean and as of when: nobody picks.
 *
 * @module
 */
import type { ProportionMeasure, Snapshot } from '../shared/metrics/snapshot.ts';
import { againstBenchmark, againstYearBefore } from './comparison.ts';
import { headlineMeasures } from './headline.ts';
import { count, day, inHundred, instrumentName, likelyRange, withheld } from './wording.ts';

export function reportText(snapshot: Snapshot): string {
  const { program, period, asOf, measuredBy, minimumCell, registryVersion, watermark, sentence } = snapshot;
  const measures = headlineMeasures(snapshot);
  const provisional = period.provisional ? ' The last months are provisional.' : '';
  return [
    `${program.name}, ${period.label} (as of ${day(asOf)}).`,
    '',
    sentence,
    '',
    ...measures.map(lineOf),
    '',
    'What this means:',
    ...measures.map(({ label, definition }) => `- ${label}: ${definition.text}`),
    '',
    `Measured with ${instrumentName(measuredBy.depression)} and ${instrumentName(measuredBy.anxiety)}. Whoever was not measured at the end counts as not having got better. Ranges are 95 % intervals. Figures about 1 to ${minimumCell - 1} people are not shown.${provisional} Scoring rules version ${registryVersion.scoring}, thresholds version ${registryVersion.thresholds}, data fingerprint ${watermark.digest}.`,
    '',
  ].join('\n');
}

function lineOf(measure: ProportionMeasure): string {
  const { label, current, benchmark, direction } = measure;
  const { rate, interval, populations, denominators, reason } = current;
  if (rate === null) return `- ${label}: ${withheld(reason).toLowerCase()}.`;
  const range = interval === null ? '' : `, likely range ${likelyRange(interval)}`;
  const people =
    populations.numerator === null || denominators.eligible === null
      ? ''
      : ` (${count(populations.numerator)} of ${count(denominators.eligible)} people${range})`;
  const against = [
    againstYearBefore(measure),
    ...(benchmark === null ? [] : [againstBenchmark(benchmark, direction)]),
  ].flatMap((line) => (line === null ? [] : [` ${line.text}.`]));
  return `- ${label}: ${inHundred(rate)} in 100${people}.${against.join('')}`;
}
