import { expect, test } from 'vitest';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import { rollingYear } from '../../../shared/metrics/periods.ts';
import { whyCounted } from '../../../shared/metrics/why.ts';
import type { WhyLine } from '../../../shared/metrics/why-line.ts';
import { contactRow, episodeRow, finishedCourse, type IndexRow } from './index-row.ts';

function linesOf(rows: readonly IndexRow[]): readonly WhyLine[] {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'America/New_York', asOf: '2026-02-01' });
  for (const [sk, m] of rows) pass.row(sk, m);
  const { episodes, asOf } = pass.end();
  const [record] = episodes;
  if (record === undefined) throw new Error('no episode');
  return whyCounted(record, {
    measures: { depression: 'phq-9', anxiety: 'gad-7' },
    asOf,
    period: rollingYear('2026-02-01').current,
    expectedOf: () => ({ basis: 'static-rules', limit: () => null }),
  }).flatMap(({ lines }) => lines);
}

function line(lines: readonly WhyLine[], rule: string): WhyLine | undefined {
  return lines.find((one) => one.rule.startsWith(rule));
}

test('somebody who reliably recovered: the scores, the rules that hold, and where it counts', () => {
  const lines = linesOf(finishedCourse('ann', [18, 12], [6, 5]));
  expect(line(lines, 'phq-9: first score')).toMatchObject({ holds: true, because: '18 on 2025-03-02' });
  expect(line(lines, 'depression measure')?.because).toBe(
    '18 -> 6; cut-off 10, reliable change 6, lower is better',
  );
  expect(line(lines, 'recovered')).toMatchObject({ holds: true });
  expect(line(lines, 'Reliably recovered')).toMatchObject({ holds: true, because: 'counted as achieved' });
});

test('nobody measured the end: not achieved, and said so', () => {
  const lines = linesOf(finishedCourse('ann', [18, 12], null));
  expect(line(lines, 'phq-9: last score')).toMatchObject({ holds: false, because: 'none' });
  expect(line(lines, 'recovered')?.holds).toBeNull();
  expect(line(lines, 'Got reliably better')).toMatchObject({
    holds: false,
    because: 'not measured: counted as not achieved, and not among the observed',
  });
});

test('below both cut-offs at the start: excluded from recovery, not from improvement', () => {
  const lines = linesOf(finishedCourse('ann', [9, 7], [3, 3]));
  expect(line(lines, 'Reliably recovered')?.because).toContain('excluded');
  expect(line(lines, 'Got reliably better')).toMatchObject({ holds: true });
});

test('one contact: in no outcome', () => {
  const lines = linesOf(finishedCourse('ann', [18, 12], [6, 5]).filter((_, i) => i !== 2));
  expect(line(lines, 'two treatment contacts')).toMatchObject({ holds: false });
  expect(line(lines, 'Got reliably better')?.because).toBe('not in the denominator');
  expect(line(lines, 'In remission at the end')?.because).toContain('not finished');
});

test('remitted and never seen again: out of relapse, and said why', () => {
  const lines = linesOf(finishedCourse('ann', [18, 12], [4, 3]));
  expect(line(lines, 'Ill again within six months')?.because).toBe(
    'excluded: not measured again in that time',
  );
});

test('what is outside the period, or whose window has not closed, is not said to be counted', () => {
  const before = linesOf([
    episodeRow('ann', { start: '2024-11-01', end: '2025-01-31' }),
    contactRow('ann', '2024-11-08'),
    contactRow('ann', '2024-11-15'),
  ]);
  expect(line(before, 'Reliably recovered')).toMatchObject({
    holds: null,
    because: 'not counted in Feb 2025 to Jan 2026: care ended on 2025-01-31',
  });
  const open = linesOf([episodeRow('ann', { start: '2025-11-20' })]);
  expect(line(open, 'Reliably recovered')).toMatchObject({
    holds: null,
    because: 'not counted: care has not ended',
  });
  expect(line(open, 'Measured after 12 months')).toMatchObject({
    holds: null,
    because: 'not counted in Feb 2025 to Jan 2026: its window closes on 2027-01-19',
  });
});
