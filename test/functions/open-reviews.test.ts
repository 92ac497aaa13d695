/** Responses that wait for a person are counted, and a person is called where one has waited too long. */
import { expect, test, vi } from 'vitest';
import type { CurrentResponse } from '../../shared/responses/current.ts';
import { AlertBench } from '../builders/alert-bench.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const bench = new AlertBench();

const contradictory: CurrentResponse = {
  source: 'riverside',
  identity: 'two-answers',
  status: 'review',
  reason: 'answer-contradictory',
  ord: '2026-03-01T10:00:00.000000000Z#1#abc',
  registry: 1,
  hash: 'abc',
  receivedAt: '2026-03-01T10:00:00.000Z',
  patient: 'Patient/ann',
  authored: '2026-03-01T09:30:00Z',
  authoredGiven: true,
  encounter: undefined,
  performer: undefined,
  ehrResponseId: 'two-answers',
  program: undefined,
  questionnaire: undefined,
  assessments: [],
};

test('a review is open at once, and waits too long after two days, until it is corrected', async () => {
  const { putCurrent } = bench.outcomes();
  await putCurrent(contradictory, undefined);
  const open = (now: string) => bench.sweep(now);
  expect(await open('2026-03-01T10:01:00.000Z')).toMatchObject({ reviewsOpen: 1, reviewsWaiting: 0 });
  expect(await open('2026-03-03T10:00:00.000Z')).toMatchObject({ reviewsOpen: 1, reviewsWaiting: 0 });
  expect(await open('2026-03-03T10:00:00.001Z')).toMatchObject({ reviewsOpen: 1, reviewsWaiting: 1 });
  const corrected = { ...contradictory, status: 'scored', reason: undefined } as const;
  await putCurrent({ ...corrected, ord: '2026-03-04T10:00:00.000000000Z#2#def', hash: 'def' }, undefined);
  expect(await open('2026-03-05T10:00:00.000Z')).toMatchObject({ reviewsOpen: 0, reviewsWaiting: 0 });
});
