import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Judgement } from '../../../shared/alerts/judgement.ts';
import { instruments } from '../../../shared/instruments/catalog.ts';
import { recordResponse } from '../../../shared/responses/record.ts';
import { compileCatalog } from '../../../shared/scoring/compile.ts';
import { responseTo } from '../../builders/questionnaire-response.ts';
import { riverside } from '../../builders/settings.ts';

const context = {
  source: riverside,
  catalog: compileCatalog(instruments),
  forms: [],
  sha256: (text: string) => hash('sha256', text),
};
const receivedAt = '2026-03-01T10:00:00.000Z';

const judged = (resource: object, rescoredAt?: string): readonly Judgement[] =>
  recordResponse({ kind: 'upsert', identity: 'response-1', resource: { ...resource } }, receivedAt, context, {
    rescoredAt,
  }).safety;

const denied = responseTo('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 0]);
const affirmed = responseTo('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 1]);

describe('what a version says', () => {
  test('a readable answer is said either way', () => {
    expect(judged(denied)).toEqual([{ item: '44260-8', state: 'negative' }]);
    expect(judged(affirmed)).toMatchObject([{ item: '44260-8', state: 'positive', instrument: 'phq-9' }]);
  });

  test.for(['in-progress', 'stopped'] as const)(
    '%s, it can raise an alert and cannot close one',
    (status) => {
      expect(judged({ ...denied, status })).toEqual([]);
      expect(judged({ ...affirmed, status })).toHaveLength(1);
    },
  );

  test('rejected, it can raise an alert and cannot close one', () => {
    expect(judged({ ...denied, status: 'finished' })).toEqual([]);
    expect(judged({ ...affirmed, status: 'finished' })).toHaveLength(1);
  });

  test('scored again by newer rules, it can raise an alert and cannot close one', () => {
    const rescoredAt = '2026-03-05T10:00:00.000Z';
    expect(judged(denied, rescoredAt)).toEqual([]);
    expect(judged(affirmed, rescoredAt)).toMatchObject([{ publication: 'publish' }]);
    expect(judged(affirmed, '2026-06-01T10:00:00.000Z')).toMatchObject([{ publication: 'historical' }]);
  });

  test('an item without a LOINC code carries its instrument, because numbers repeat', () => {
    const core = instruments.find(({ id }) => id === 'core-10');
    const points = core?.items.map((_, index) => (index === 5 ? 1 : 0)) ?? [];
    expect(judged(responseTo('core-10', points))).toMatchObject([{ item: 'core-10.6', state: 'positive' }]);
  });
});
