import { describe, expect, test } from 'vitest';
import { acknowledge } from '../../../shared/alerts/acknowledge.ts';
import { overdueNotice, raisedNotice } from '../../../shared/alerts/notice.ts';
import { lateness } from '../../../shared/alerts/overdue.ts';
import { alertAfter, version } from '../../builders/safety.ts';

const open = { ...alertAfter(version(1, 'positive')), publishedAt: '2026-03-01T10:00:05.000Z' };
const closed = alertAfter(version(1, 'positive'), version(2, 'negative'));

describe('somebody acknowledges', () => {
  test('who, when, how long it took, and the note', () => {
    const done = acknowledge(open, { by: 'dr-1', at: '2026-03-01T10:42:00.000Z', note: 'called' });
    expect(done).toMatchObject({
      kind: 'acknowledged',
      alert: { status: 'acknowledged', acknowledged: { by: 'dr-1', seconds: 2520, note: 'called' } },
    });
  });

  test('the first stands', () => {
    const first = acknowledge(open, { by: 'dr-1', at: '2026-03-01T10:42:00.000Z' });
    if (first.kind !== 'acknowledged') throw new Error(first.kind);
    const second = acknowledge(first.alert, { by: 'dr-2', at: '2026-03-01T11:00:00.000Z' });
    expect(second).toEqual({ kind: 'already', alert: first.alert });
  });

  test('a closed one is refused with why it was closed', () => {
    expect(acknowledge(closed, { by: 'dr-1', at: '2026-03-03T10:00:00.000Z' })).toEqual({
      kind: 'refused',
      reason: 'amended-negative',
    });
  });
});

describe('nobody acknowledges', () => {
  test.for([
    { at: '2026-03-02T09:59:59.999Z', kind: 'in-time' },
    { at: '2026-03-02T10:00:00.000Z', kind: 'call' },
  ])('at $at it is $kind', ({ at, kind }) => {
    expect(lateness(open, 24, at).kind).toBe(kind);
  });

  test('it is called once a period, and counts in between', () => {
    const first = lateness(open, 24, '2026-03-02T10:00:30.000Z');
    if (first.kind !== 'call') throw new Error(first.kind);
    expect(first.missed).toBe('2026-03-02T10:00:00.000Z');
    expect(lateness(first.alert, 24, '2026-03-02T10:01:30.000Z')).toEqual({
      kind: 'called',
      since: '2026-03-02T10:00:00.000Z',
    });
    const second = lateness(first.alert, 24, '2026-03-03T10:00:00.000Z');
    expect(second).toMatchObject({
      kind: 'call',
      missed: '2026-03-03T10:00:00.000Z',
      alert: { overdueSince: '2026-03-02T10:00:00.000Z', dueAt: '2026-03-04T10:00:00.000Z' },
    });
  });

  test('periods in which nothing ran are called as one', () => {
    expect(lateness(open, 24, '2026-03-09T12:00:00.000Z')).toMatchObject({
      missed: '2026-03-02T10:00:00.000Z',
      alert: { dueAt: '2026-03-10T10:00:00.000Z' },
    });
  });

  test('one that is closed, acknowledged or historical is never late', () => {
    const late = '2026-04-01T00:00:00.000Z';
    expect(lateness(closed, 24, late).kind).toBe('in-time');
    expect(lateness({ ...open, status: 'acknowledged' }, 24, late).kind).toBe('in-time');
    expect(lateness({ ...open, publication: 'historical' }, 24, late).kind).toBe('in-time');
  });
});

describe('what the world is told', () => {
  test('ids and codes, and nothing that a person said or is called', () => {
    expect(raisedNotice(open)).toEqual({
      id: 'riverside/response-1/44260-8/1',
      kind: 'alert-raised',
      text: 'needs clinical review',
      source: 'riverside',
      response: 'response-1',
      instrument: 'phq-9',
      item: '44260-8',
      state: 'positive',
      occasion: 'raised',
      raisedAt: '2026-03-01T10:00:00.000Z',
      dueAt: '2026-03-02T10:00:00.000Z',
    });
  });

  test('the same occasion has the same id, another one another', () => {
    const overdue = overdueNotice(open, open.dueAt);
    expect(overdue).toEqual(overdueNotice({ ...open, overdueSince: open.dueAt }, open.dueAt));
    expect(new Set([raisedNotice(open).id, raisedNotice({ ...open, round: 2 }).id, overdue.id]).size).toBe(3);
  });
});
