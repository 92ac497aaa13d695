import { expect, test } from 'vitest';
import { reportText } from '../../dashboard/report-text.ts';
import { fullYear, thinYear } from '../builders/snapshot.ts';

test('the text says the same set of figures every time, with the bad ones, and where they come from', () => {
  expect(reportText(fullYear).split('\n').slice(0, 8)).toEqual([
    'North Clinic, outpatient therapy, Feb 2025 to Jan 2026 (as of 1 Feb 2026).',
    '',
    fullYear.sentence,
    '',
    '- Got reliably better: 67 in 100 (276 of 412 people, likely range 62 to 71). No clear difference from the year before (64). No clear difference from NHS Talking Therapies, England 2024-25 (67.5).',
    '- Reliably recovered: 48 in 100 (183 of 381 people, likely range 43 to 53). No clear difference from the year before (47). No clear difference from NHS Talking Therapies, England 2024-25 (47.5).',
    '- Got worse: 6 in 100 (25 of 412 people, likely range 4 to 9). No clear difference from the year before (6). No clear difference from NHS Talking Therapies, England 2024-25 (5.8).',
    '- Measured at the start and at the end: 91 in 100 (375 of 412 people, likely range 88 to 93). Lower than the year before (95), by about 4 points.',
  ]);
  expect(reportText(fullYear)).toContain(
    'Measured with PHQ-9 and GAD-7. Whoever was not measured at the end counts as not having got better. Ranges are 95 % intervals. Figures about 1 to 10 people are not shown. The last months are provisional. Scoring rules version 7, thresholds version 3, data fingerprint 4be1c07d52a9f310.',
  );
});

test('a figure that may not be shown is words and no number', () => {
  expect(reportText(thinYear)).toContain('- Got worse: not shown, to protect privacy.');
});
