/**
 * How figures are said on the page: whole numbers in a hundred, a likely range, and the reason where there
 * is no figure. Reading age about twelve.
 *
 * @module
 */
import type { WithheldReason } from '../shared/metrics/snapshot.ts';
import type { Interval } from '../shared/stats/estimate.ts';

const counts = new Intl.NumberFormat('en-US');

export function count(n: number): string {
  return counts.format(n);
}

/** A rate in a hundred. Rounding never turns somebody into nobody, nor some into all. */
export function inHundred(rate: number): string {
  if (rate > 0 && rate < 0.005) return '<1';
  if (rate < 1 && rate >= 0.995) return '>99';
  return String(Math.round(rate * 100));
}

export function likelyRange({ lower, upper }: Interval): string {
  return `${Math.round(lower * 100)} to ${Math.round(upper * 100)}`;
}

/** An interval that is no share, with so many decimals. */
export function fromTo({ lower, upper }: Interval, decimals: number): string {
  return `${lower.toFixed(decimals)} to ${upper.toFixed(decimals)}`;
}

/** A figure that is no share, with its interval behind it where it has one. */
export function withInterval(value: number, interval: Interval | null, decimals: number): string {
  const figure = value.toFixed(decimals);
  return interval === null ? figure : `${figure} (${fromTo(interval, decimals)})`;
}

/** Of a row beside others. Said in tables only: in a chart it is what a row without a word is. */
export const NO_CLEAR_DIFFERENCE = 'No clear difference';

const withheldWords: Readonly<Record<WithheldReason, string>> = {
  'too-few': 'Not shown, to protect privacy',
  'too-few-for-statistic': 'Too few people for this statistic',
  'no-episodes': 'Nobody to count yet',
  'not-defined': 'Cannot be worked out from these scores',
  'no-comparison': 'Nothing to compare with yet',
  'not-recorded': 'Not recorded by the record system',
};

/** Every figure that is missing says why. A missing reason is the cautious one. */
export function withheld(reason: WithheldReason | null): string {
  return withheldWords[reason ?? 'too-few'];
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-02-01` as `1 Feb 2026`. A local date: no time zone may move it. */
export function day(isoDate: string): string {
  const [year, month, date] = isoDate.split('-').map(Number);
  const name = months[(month ?? 0) - 1];
  return name === undefined || date === undefined ? isoDate : `${date} ${name} ${year}`;
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** Our id of an instrument as people write it: `phq-9` as `PHQ-9`. */
export function instrumentName(id: string): string {
  return id.toUpperCase();
}
