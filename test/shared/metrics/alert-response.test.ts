import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../shared/alerts/alert.ts';
import { packAlert } from '../../../shared/metrics/pack-response.ts';
import { episodeRow, type IndexRow } from './index-row.ts';
import { snapshotOf } from './snapshot-of.ts';

const HOUR = 3600;
const raised: Alert = {
  source: 'riverside',
  identity: 'r1',
  item: '44260-8',
  instrument: 'phq-9',
  state: 'positive',
  publication: 'publish',
  status: 'open',
  ord: 'o',
  registry: 1,
  versions: 1,
  authored: '2026-01-05',
  raisedAt: '2026-01-05T10:00:00.000Z',
  occasion: 'raised',
  openedAt: '2026-01-05T10:00:00.000Z',
  publishedAt: '2026-01-05T10:00:01.000Z',
  round: 1,
  dueAt: '2026-01-06T10:00:00.000Z',
  retryAt: '2026-01-05T10:02:00.000Z',
  history: [],
  revision: 1,
};
const acknowledged = { at: '2026-01-05T12:00:00.000Z', by: 'nurse', seconds: 2 * HOUR };
const closed = { at: '2026-01-05T11:00:00.000Z', reason: 'amended-negative' } as const;
const takenOnAfter = (hours: number): Alert => ({
  ...raised,
  acknowledged: { ...acknowledged, seconds: hours * HOUR },
});

/** What the program's snapshot says of these alerts, one a person. */
function told(alerts: readonly Alert[], asOf = '2026-02-01') {
  const rows = alerts.flatMap((alert, i): IndexRow[] => [
    episodeRow(`p${i}`, { start: '2025-12-01' }),
    [`p${i}#3#ALERT#44260-8#r`, packAlert(alert)],
  ]);
  const { definition, ...figure } = snapshotOf(rows, { pass: { asOf } }).process.alerts;
  return figure;
}

describe('time to acknowledge', () => {
  test('half were acknowledged within five hours', () => {
    expect(told([1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10].map(takenOnAfter))).toEqual({
      raised: 11,
      acknowledged: 11,
      hours: { lower: 3.5, median: 5, upper: 7.5 },
      reason: null,
    });
  });

  test('what the EHR took back before anybody looked, and what was too old to be told, is no alert to answer', () => {
    const withdrawn: Alert = { ...raised, status: 'closed', closed };
    const { publishedAt, ...untold } = raised;
    const historical: Alert = { ...untold, publication: 'historical' };
    expect(told([...Array.from({ length: 20 }, () => withdrawn), historical])).toEqual({
      raised: 0,
      acknowledged: 0,
      hours: null,
      reason: 'no-episodes',
    });
  });

  test('each time that people are told is counted by itself', () => {
    const twice: Alert = { ...takenOnAfter(4), round: 2, history: [{ ...raised, acknowledged }] };
    expect(told(Array.from({ length: 11 }, () => twice))).toMatchObject({
      raised: 22,
      acknowledged: 22,
      hours: { lower: 2, median: 3, upper: 4 },
    });
  });

  test('who took it on after the as-of date had not done so by then', () => {
    const late = { ...takenOnAfter(48), openedAt: '2025-12-31T10:00:00.000Z' };
    const alerts = Array.from({ length: 11 }, () => late);
    expect(told(alerts, '2026-01-01')).toMatchObject({ raised: 11, acknowledged: 0, hours: null });
    expect(told(alerts, '2026-01-02')).toMatchObject({ raised: 11, acknowledged: 11 });
  });

  test('ten people are too few to show, and so are ten alerts that nobody has acknowledged', () => {
    expect(told([1, 2, 3].map(takenOnAfter))).toMatchObject({ raised: null, reason: 'too-few' });
    expect(
      told([
        ...Array.from({ length: 20 }, () => takenOnAfter(2)),
        ...Array.from({ length: 10 }, (): Alert => raised),
      ]),
    ).toMatchObject({ raised: 30, acknowledged: null, hours: null, reason: 'too-few' });
  });
});
