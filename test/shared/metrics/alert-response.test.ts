import { expect, test } from 'vitest';
import type { Round } from '../../../shared/alerts/alert.ts';
import { alertResponse } from '../../../shared/metrics/alert-response.ts';

const opened = { occasion: 'raised', openedAt: '2026-01-05T10:00:00.000Z' } as const;
const after = (hours: number): Round => ({
  ...opened,
  acknowledged: { at: '2026-01-05T12:00:00.000Z', by: 'nurse', seconds: hours * 3600 },
});
const withdrawn: Round = {
  ...opened,
  closed: { at: '2026-01-05T11:00:00.000Z', reason: 'answer-changed' as never },
};

test('half were acknowledged within five hours', () => {
  const rounds = [1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10].map(after);
  expect(alertResponse(rounds, 11)).toEqual({
    raised: 11,
    acknowledged: 11,
    hours: { lower: 3.5, median: 5, upper: 7.5 },
    reason: null,
  });
});

test('what the EHR took back before anybody looked is no alert to answer', () => {
  expect(alertResponse([withdrawn, withdrawn], 11)).toEqual({
    raised: 0,
    acknowledged: 0,
    hours: null,
    reason: 'no-episodes',
  });
});

test('ten are too few to show, and so are ten that nobody has acknowledged', () => {
  expect(alertResponse([1, 2, 3].map(after), 11)).toMatchObject({ raised: null, reason: 'too-few' });
  const waiting = Array.from({ length: 10 }, (): Round => opened);
  expect(alertResponse([...Array.from({ length: 20 }, () => after(2)), ...waiting], 11)).toMatchObject({
    raised: 30,
    acknowledged: null,
    hours: null,
    reason: 'too-few',
  });
});
