import { describe, expect, test } from 'vitest';
import { acknowledge } from '../../../shared/alerts/acknowledge.ts';
import { type Alert, awaitsPublication } from '../../../shared/alerts/alert.ts';
import { settle } from '../../../shared/alerts/settle.ts';
import { alertAfter, key, type Said, terms, verdictOn, version } from '../../builders/safety.ts';

const published = (alert: Alert): Alert => ({ ...alert, publishedAt: terms.now });
const acknowledged = (alert: Alert): Alert => {
  const done = acknowledge(published(alert), { by: 'dr-1', at: '2026-03-01T11:00:00.000Z', note: 'called' });
  if (done.kind !== 'acknowledged') throw new Error(done.kind);
  return done.alert;
};

describe('what the next version makes of an alert', () => {
  test.for<{
    why: string;
    standing: Alert | undefined;
    versions: readonly Said[];
    kind: string;
    status: string;
    state: string;
    publishes: boolean;
    reason?: string;
  }>([
    {
      why: 'a first positive answer raises it',
      standing: undefined,
      versions: ['positive'],
      kind: 'raised',
      status: 'open',
      state: 'positive',
      publishes: true,
    },
    {
      why: 'an unreadable answer raises it too, and asks for a look',
      standing: undefined,
      versions: ['unreadable'],
      kind: 'raised',
      status: 'open',
      state: 'unknown',
      publishes: true,
    },
    {
      why: 'an answer of long ago is recorded and not published',
      standing: undefined,
      versions: ['old-positive'],
      kind: 'raised',
      status: 'open',
      state: 'positive',
      publishes: false,
    },
    {
      why: 'still positive: nobody is paged twice',
      standing: published(alertAfter(version(1, 'positive'))),
      versions: ['positive', 'positive'],
      kind: 'confirmed',
      status: 'open',
      state: 'positive',
      publishes: false,
    },
    {
      why: 'negative in a newer version closes it',
      standing: published(alertAfter(version(1, 'positive'))),
      versions: ['positive', 'negative'],
      kind: 'closed',
      status: 'closed',
      state: 'positive',
      publishes: false,
      reason: 'amended-negative',
    },
    {
      why: 'readable after all and negative closes it',
      standing: published(alertAfter(version(1, 'unreadable'))),
      versions: ['unreadable', 'negative'],
      kind: 'closed',
      status: 'closed',
      state: 'unknown',
      publishes: false,
      reason: 'amended-negative',
    },
    {
      why: 'readable after all and positive publishes again',
      standing: published(alertAfter(version(1, 'unreadable'))),
      versions: ['unreadable', 'positive'],
      kind: 'escalated',
      status: 'open',
      state: 'positive',
      publishes: true,
    },
    {
      why: 'and so it does when somebody had looked at the unreadable one',
      standing: acknowledged(alertAfter(version(1, 'unreadable'))),
      versions: ['unreadable', 'positive'],
      kind: 'escalated',
      status: 'open',
      state: 'positive',
      publishes: true,
    },
    {
      why: 'a positive one that somebody has taken on stays theirs',
      standing: acknowledged(alertAfter(version(1, 'positive'))),
      versions: ['positive', 'positive'],
      kind: 'confirmed',
      status: 'acknowledged',
      state: 'positive',
      publishes: false,
    },
    {
      why: 'negative closes an acknowledged one as well',
      standing: acknowledged(alertAfter(version(1, 'positive'))),
      versions: ['positive', 'negative'],
      kind: 'closed',
      status: 'closed',
      state: 'positive',
      publishes: false,
      reason: 'amended-negative',
    },
    {
      why: 'positive again after it was closed publishes again',
      standing: published(alertAfter(version(1, 'positive'), version(2, 'negative'))),
      versions: ['positive', 'negative', 'positive'],
      kind: 'reopened',
      status: 'open',
      state: 'positive',
      publishes: true,
    },
    {
      why: 'positive again, and of long ago as ever, is recorded only',
      standing: alertAfter(version(1, 'old-positive'), version(2, 'negative')),
      versions: ['old-positive', 'negative', 'old-positive'],
      kind: 'reopened',
      status: 'open',
      state: 'positive',
      publishes: false,
    },
    {
      why: 'a withdrawn response closes it',
      standing: published(alertAfter(version(1, 'positive'))),
      versions: ['positive', 'retracted'],
      kind: 'closed',
      status: 'closed',
      state: 'positive',
      publishes: false,
      reason: 'response-retracted',
    },
    {
      why: 'a response that comes back positive publishes again',
      standing: published(alertAfter(version(1, 'positive'), version(2, 'retracted'))),
      versions: ['positive', 'retracted', 'positive'],
      kind: 'reopened',
      status: 'open',
      state: 'positive',
      publishes: true,
    },
    {
      why: 'not asked in a newer version leaves it open',
      standing: published(alertAfter(version(1, 'positive'))),
      versions: ['positive', 'not-asked'],
      kind: 'unchanged',
      status: 'open',
      state: 'positive',
      publishes: false,
    },
    {
      why: 'a historical one whose amendment is recent is published',
      standing: alertAfter(version(1, 'old-positive')),
      versions: ['old-positive', 'positive'],
      kind: 'raised',
      status: 'open',
      state: 'positive',
      publishes: true,
    },
    {
      why: 'a live one is not silenced by an amendment with an older date',
      standing: published(alertAfter(version(1, 'positive'))),
      versions: ['positive', 'old-positive'],
      kind: 'confirmed',
      status: 'open',
      state: 'positive',
      publishes: false,
    },
  ])('$why', ({ standing, versions, kind, status, state, publishes, reason }) => {
    const lineage = versions.map((said, index) => version(index + 1, said));
    const settled = settle(key, standing, verdictOn(...lineage), terms);
    expect(settled.kind).toBe(kind);
    expect(settled.alert).toMatchObject({ status, state });
    expect(settled.alert.closed?.reason).toBe(reason);
    expect(awaitsPublication(settled.alert)).toBe(publishes);
  });

  test('an older version changes nothing, whatever it says', () => {
    for (const said of ['positive', 'unreadable', 'old-positive'] as const) {
      for (const standing of [alertAfter(version(2, 'positive'), version(3, 'negative'))]) {
        const settled = settle(key, standing, verdictOn(version(1, said)), terms);
        expect(settled).toEqual({ kind: 'unchanged', alert: standing, reason: 'stale' });
      }
    }
    const open = alertAfter(version(3, 'positive'));
    const stale = verdictOn(version(1, 'positive'), version(2, 'negative'));
    expect(settle(key, open, stale, terms)).toEqual({ kind: 'unchanged', alert: open, reason: 'stale' });
  });

  test('what was read before the latest version was known changes nothing', () => {
    const [first, second, last] = [version(1, 'unreadable'), version(2, 'positive'), version(3, 'retracted')];
    const standing = alertAfter(first, second, last);
    expect(standing).toMatchObject({ status: 'closed', state: 'positive' });
    const settled = settle(key, standing, verdictOn(first, last), terms);
    expect(settled).toEqual({ kind: 'unchanged', alert: standing, reason: 'stale' });
  });

  test('a new round keeps what became of the one before', () => {
    const taken = acknowledged(alertAfter(version(1, 'positive')));
    const closed = settle(key, taken, verdictOn(version(1, 'positive'), version(2, 'negative')), terms).alert;
    const versions = [version(1, 'positive'), version(2, 'negative'), version(3, 'positive')];
    const { alert } = settle(key, closed, verdictOn(...versions), terms);
    expect(alert).toMatchObject({ round: 2, occasion: 'reopened', openedAt: '2026-03-03T10:00:00.000Z' });
    expect(alert.dueAt).toBe('2026-03-04T10:00:00.000Z');
    expect(alert.acknowledged).toBeUndefined();
    expect(alert.history).toMatchObject([
      {
        occasion: 'raised',
        publishedAt: terms.now,
        acknowledged: { by: 'dr-1', note: 'called', seconds: 3600 },
        closed: { reason: 'amended-negative' },
      },
    ]);
  });

  test('what turns out worse gives nobody more time', () => {
    const standing = published(alertAfter(version(1, 'unreadable')));
    const { alert } = settle(
      key,
      standing,
      verdictOn(version(1, 'unreadable'), version(2, 'positive')),
      terms,
    );
    expect(alert.dueAt).toBe('2026-03-02T10:00:00.000Z');
    expect(alert.openedAt).toBe('2026-03-01T10:00:00.000Z');
  });
});
