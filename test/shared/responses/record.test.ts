import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { instruments, registryVersion } from '../../../shared/instruments/catalog.ts';
import { type Recorded, recordResponse } from '../../../shared/responses/record.ts';
import { compileCatalog } from '../../../shared/scoring/compile.ts';
import { responseTo } from '../../builders/questionnaire-response.ts';
import { riverside } from '../../builders/settings.ts';

const sha256 = (text: string): string => hash('sha256', text);
const context = { source: riverside, catalog: compileCatalog(instruments), forms: [], sha256 };
const receivedAt = '2026-03-01T10:00:00.000Z';

const record = (resource: object): Recorded =>
  recordResponse({ kind: 'upsert', identity: 'response-1', resource: { ...resource } }, receivedAt, context);

const complete = [0, 0, 0, 0, 0, 0, 0, 0, 0];

describe('where a response ends', () => {
  test.for([
    { why: 'complete answers', resource: responseTo('phq-9', complete), status: 'scored', reason: undefined },
    {
      why: 'a missing answer',
      resource: responseTo('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, null]),
      status: 'incomplete',
      reason: 'item-missing',
    },
    {
      why: 'nobody it belongs to',
      resource: { ...responseTo('phq-9', complete), subject: undefined },
      status: 'review',
      reason: 'subject-unresolved',
    },
    {
      why: 'a subject of another server',
      resource: responseTo('phq-9', complete, { subject: { reference: 'https://other.example/Patient/1' } }),
      status: 'review',
      reason: 'subject-unresolved',
    },
    {
      why: 'a questionnaire nobody knows',
      resource: { ...responseTo('phq-9', []), questionnaire: 'https://example.org/lunch' },
      status: 'ignored',
      reason: 'instrument-unknown',
    },
    {
      why: 'a form still being filled in',
      resource: responseTo('phq-9', complete, { status: 'in-progress' }),
      status: 'ignored',
      reason: 'not-completed',
    },
    {
      why: 'a response entered in error',
      resource: responseTo('phq-9', complete, { status: 'entered-in-error' }),
      status: 'retracted',
      reason: 'retracted',
    },
    {
      why: 'a status FHIR does not have',
      resource: { ...responseTo('phq-9', complete), status: 'done' },
      status: 'rejected',
      reason: 'structure-invalid',
    },
  ])('$why is $status', ({ resource, status, reason }) => {
    const { current } = record(resource);
    expect({ status: current.status, reason: current.reason }).toEqual({ status, reason });
  });

  test('a delete retracts, and says nothing more', () => {
    const { current, alerts } = recordResponse(
      { kind: 'delete', identity: 'response-1' },
      receivedAt,
      context,
    );
    expect(current.status).toBe('retracted');
    expect(current.assessments).toEqual([]);
    expect(alerts).toEqual([]);
  });
});

describe('a safety item is seen', () => {
  const positive = [null, null, null, null, null, null, null, null, 1];

  test('with every other answer missing', () => {
    const { current, alerts } = record(responseTo('phq-9', positive));
    expect(current.status).toBe('incomplete');
    expect(alerts).toMatchObject([{ item: '44260-8', state: 'positive', publication: 'publish' }]);
  });

  test.for(['in-progress', 'stopped'] as const)('in a response that is %s', (status) => {
    expect(record(responseTo('phq-9', positive, { status })).alerts).toHaveLength(1);
  });

  test('in a response that is rejected for something else', () => {
    const broken = { ...responseTo('phq-9', positive), status: 'finished' };
    expect(record(broken)).toMatchObject({
      current: { status: 'rejected' },
      alerts: [{ state: 'positive' }],
    });
  });

  test('when its answer cannot be read, as an alert that asks for a look', () => {
    const unreadable = {
      ...responseTo('phq-9', complete.slice(0, 8)),
      item: [
        ...(responseTo('phq-9', complete.slice(0, 8)).item ?? []),
        { linkId: '/44260-8', answer: [{ valueString: 'sometimes at night' }] },
      ],
    };
    expect(record(unreadable)).toMatchObject({
      current: { status: 'review' },
      alerts: [{ state: 'unknown' }],
    });
  });

  test('but not asked is unknown and raises nothing', () => {
    expect(record(responseTo('phq-9', [3, 3, 3, 3, 3, 3, 3, 3, null])).alerts).toEqual([]);
  });

  test('as historical when it was answered longer ago than the source looks back', () => {
    const old = responseTo('phq-9', positive, { authored: '2026-02-14T09:00:00Z' });
    const recent = responseTo('phq-9', positive, { authored: '2026-02-16T09:00:00Z' });
    expect(record(old).alerts[0]?.publication).toBe('historical'); // 15 days before receipt
    expect(record(recent).alerts[0]?.publication).toBe('publish'); // 13 days
  });

  test('and raises nothing once the response is entered in error', () => {
    expect(record(responseTo('phq-9', positive, { status: 'entered-in-error' })).alerts).toEqual([]);
  });
});

test('no time of answering: the receipt time stands in and is marked', () => {
  const { authored: _, ...undated } = responseTo('phq-9', complete);
  expect(record(undated).current).toMatchObject({ authored: receivedAt, authoredGiven: false });
  expect(record({ ...undated, authored: '2026-02' }).current.authoredGiven).toBe(false);
});

test.for([
  { why: 'an answer that is not a list', item: { linkId: '/44260-8', answer: { valueInteger: 2 } } },
  {
    why: 'a list with something else in it',
    item: { linkId: '/44260-8', answer: [null, { valueInteger: 2 }] },
  },
  {
    why: 'an item without a link id',
    item: { definition: 'http://loinc.org/44260-8', answer: [{ valueInteger: 2 }] },
  },
])('$why is rejected, and the positive safety item in it is still seen', ({ item }) => {
  const { current, alerts } = record({ ...responseTo('phq-9', []), item: [item] });
  expect(current.status).toBe('rejected');
  expect(alerts).toMatchObject([{ item: '44260-8', state: 'positive' }]);
});

test('items that are not a list are rejected, and the positive safety item in them is still seen', () => {
  const broken = { ...responseTo('phq-9', []), item: { linkId: '/44260-8', answer: [{ valueInteger: 1 }] } };
  expect(record(broken)).toMatchObject({ current: { status: 'rejected' }, alerts: [{ state: 'positive' }] });
});

describe('a stored response scored again', () => {
  const answered = responseTo('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 1], { authored: '2026-03-01T09:00:00Z' });
  const delivery = { kind: 'upsert' as const, identity: 'response-1', resource: { ...answered } };
  const again = recordResponse(
    delivery,
    receivedAt,
    { ...context, registry: 7 },
    {
      rescoredAt: '2026-09-01T10:00:00.000Z',
    },
  );
  const before = recordResponse(delivery, receivedAt, context);

  test('keeps its receipt time and its place among the versions, under newer rules', () => {
    expect(again.current).toMatchObject({
      ord: before.current.ord,
      receivedAt,
      rescoredAt: '2026-09-01T10:00:00.000Z',
      registry: 7,
    });
    expect(before.current).not.toHaveProperty('rescoredAt');
    expect(before.current.registry).toBe(registryVersion);
  });

  test('pages nobody for an answer that is old by now', () => {
    expect(before.alerts[0]?.publication).toBe('publish');
    expect(again.alerts[0]?.publication).toBe('historical');
  });
});
