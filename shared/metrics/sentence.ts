/**
 * The headline in plain words: how many reliably recovered, against the year before and a benchmark, and how many
 * got worse. Where the first may not be shown, how many got reliably better; where that may not either, why there
 * is no number.
 *
 * @module
 */
import type { Comparison, Period, ProportionMeasure } from './snapshot.ts';

export interface ToldMeasures {
  readonly reliableRecovery: ProportionMeasure;
  readonly reliableImprovement: ProportionMeasure;
  readonly reliableDeterioration: ProportionMeasure;
}

export function sentenceOf(
  { reliableRecovery, reliableImprovement, reliableDeterioration }: ToldMeasures,
  { label }: Period,
): string {
  if (reliableImprovement.current.reason === 'no-episodes') {
    return `Nobody finished care in ${label}, so there is no outcome to show yet.`;
  }
  const better =
    counted(
      reliableRecovery,
      'people who finished and are not known to have started below the cut-off',
      'reliably recovered',
    ) ?? counted(reliableImprovement, 'people who finished', 'got reliably better');
  if (better !== null) return `${better}${worse(reliableDeterioration)}`;
  return `Too few people finished care in ${label} to show how they fared without showing somebody's outcome.`;
}

/** Good news is never told alone. Nothing where it may not be told. */
function worse(measure: ProportionMeasure): string {
  const { rate, populations, denominators } = measure.current;
  const { numerator } = populations;
  if (rate === null || numerator === null || denominators.eligible === null) return '';
  const who = numerator === 0 ? 'nobody' : `${numerator} (${inHundred(rate)} in 100)`;
  return ` Of all ${denominators.eligible} who finished, ${who} got reliably worse.${against(measure)}`;
}

function counted(measure: ProportionMeasure, people: string, achieved: string): string | null {
  const { current } = measure;
  const { numerator } = current.populations;
  const { eligible } = current.denominators;
  if (current.rate === null || numerator === null || eligible === null) return null;
  return `Of ${eligible} ${people}, ${numerator} (${inHundred(current.rate)} in 100) ${achieved}.${against(measure)}`;
}

/** Against the year before and the published figure, where there are any. */
function against({ previous, comparison, benchmark }: ProportionMeasure): string {
  const said = [
    previous.rate === null ? null : phrase(comparison, 'the year before', inHundred(previous.rate)),
    benchmark === null ? null : phrase(benchmark.comparison, benchmark.label, published(benchmark.rate)),
  ].filter((one) => one !== null);
  return said.length === 0 ? '' : ` This is ${said.join(' and ')}.`;
}

function phrase({ words }: Comparison, what: string, rate: string): string | null {
  if (words === null) return null;
  return `${words === 'no clear difference from' ? 'not clearly different from' : words} ${what} (${rate})`;
}

/** Whole numbers: a decimal would claim more than the range allows. Somebody is never nobody, nor some all. */
function inHundred(rate: number): string {
  if (rate > 0 && rate < 0.005) return 'fewer than 1';
  if (rate < 1 && rate >= 0.995) return 'more than 99';
  return String(Math.round(rate * 100));
}

/** As it was published, to one decimal. */
function published(rate: number): string {
  return String(Math.round(rate * 1000) / 10);
}
