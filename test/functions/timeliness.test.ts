/** How soon somebody took on an alert, and how soon a score was in the chart: from the functions to the metrics. */
import { describe, expect, test, vi } from 'vitest';
import { readEpisodes } from '../../cli/metrics/read-episodes.ts';
import { contextStore } from '../../functions/adapters/context-store.ts';
import { dayOfDate } from '../../shared/metrics/calendar.ts';
import { AlertBench } from '../builders/alert-bench.ts';
import { DeliveryBench } from '../builders/delivery-bench.ts';
import { responseTo } from '../builders/questionnaire-response.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const bench = new AlertBench();

describe('a safety alert', () => {
  const alertsOf = async () => {
    const { client, table } = bench.table;
    const options = { source: 'riverside', timeZone: 'UTC', asOf: '2026-03-05' };
    const { episodes } = await readEpisodes(client, table, options);
    return episodes.flatMap(({ alerts }) => alerts);
  };
  const day = dayOfDate('2026-03-01');

  test('is read by the metrics in the episode of its person, and with the time it took once it is acknowledged', async () => {
    const { client, table } = bench.table;
    const episode = {
      id: 'e1',
      patient: 'p1',
      program: 'talking-therapy',
      start: '2026-01-02',
      end: null,
      ending: null,
      problems: [],
      changedAt: '2026-01-02T10:00:00.000Z',
    };
    await contextStore(client, table).put([{ source: 'riverside', record: { kind: 'episode', episode } }]);
    await bench.push(2);
    expect(await alertsOf()).toEqual([{ day, seconds: null }]);
    await bench.acknowledge();
    expect(await alertsOf()).toEqual([{ day, seconds: 42 * 60 }]);
  });

  test('that the EHR takes back unanswered is none to answer', async () => {
    await bench.push(2);
    expect(await alertsOf()).toHaveLength(2);
    await bench.push('delete', 5);
    expect(await alertsOf()).toHaveLength(1);
  });
});

test('a score in the chart is counted once by how long it took, however often it is asked for', async () => {
  vi.setSystemTime(new Date('2026-03-01T10:04:00.000Z'));
  const delivery = new DeliveryBench(bench.table);
  const resource = responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 1, 0], { id: 'timed' }) as object;
  await delivery.receive({
    source: 'riverside',
    receivedAt: '2026-03-01T10:00:00.000Z',
    responses: [{ kind: 'upsert', identity: 'timed', resource: { ...resource } }],
    context: [],
  });
  await delivery.score(delivery.responses);
  const [request = ''] = delivery.writeBacks;
  await delivery.writeBack([request]);
  await delivery.writeBack([request]);
  // Four minutes: longer than one, not longer than five.
  expect(await delivery.times.read('riverside', '2026-03', '2026-03')).toEqual([
    { month: '2026-03', counts: [0, 1, 0, 0, 0, 0, 0, 0] },
  ]);
});
