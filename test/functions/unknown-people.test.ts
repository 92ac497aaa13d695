/** People of a program whose Patient never came: met by the compile, read in the EHR, known from then on. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readEpisodes } from '../../cli/metrics/read-episodes.ts';
import { contextStore } from '../../functions/adapters/context-store.ts';
import type { EhrReader, ReadAnswer } from '../../functions/adapters/ehr-reader.ts';
import { type SandboxEhr, startSandboxEhr } from '../../local/sandbox-ehr/sandbox-ehr.ts';
import { DeliveryBench } from '../builders/delivery-bench.ts';
import { runFetch } from '../builders/fetching.ts';
import { NightlyCompile } from '../builders/nightly-compile.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings({ searched: ['Patient'] }),
);

let ehr: SandboxEhr;
let table: OutcomesTable;
let compile: NightlyCompile;
beforeAll(async () => {
  ehr = await startSandboxEhr({ ehr: 'hapi', validation: 'off' });
  const patient = { resourceType: 'Patient', id: 'known-to-ehr', gender: 'female', birthDate: '1990-05-01' };
  await ehr.seed([patient as never]);
}, 60_000);
afterAll(() => ehr?.close());
beforeEach(async () => {
  table = await outcomesTable();
  compile = new NightlyCompile(table);
  return () => table.close();
});

/** As a roster does. */
async function enrol(...patients: readonly string[]): Promise<void> {
  const changedAt = '2026-01-02T10:00:00.000Z';
  await contextStore(table.client, table.table).put(
    patients.map((patient) => ({
      source: 'riverside',
      record: {
        kind: 'episode',
        episode: {
          id: `stay-of-${patient}`,
          patient,
          program: 'talking-therapy',
          start: '2026-01-02',
          end: null,
          ending: null,
          problems: [],
          changedAt,
        },
      },
    })),
  );
}

/** What was asked for, read in the EHR and taken in as everything that comes. */
async function fetchAsked(reader: EhrReader | string = ehr.url): Promise<number> {
  const sent: string[] = [];
  await runFetch(table, compile.asked, reader, sent);
  await new DeliveryBench(table).score(sent);
  return sent.length;
}

const askedFor = (): readonly string[] => compile.asked.flatMap(({ people = [] }) => people).toSorted();

describe('a person in a program of whom nothing is known', () => {
  test('is read in the EHR by id, has an age band and a sex from then on, and is not asked for again', async () => {
    await enrol('known-to-ehr');
    await compile.night('2026-02-01');
    expect(askedFor()).toEqual(['known-to-ehr']);
    expect(await fetchAsked()).toBe(1);

    compile.asked.length = 0;
    await compile.night('2026-02-02');
    expect(askedFor()).toEqual([]);
    const options = { source: 'riverside', timeZone: 'UTC', asOf: '2026-02-02' };
    const { episodes } = await readEpisodes(table.client, table.table, options);
    // Born in May 1990: 35 at the start.
    expect(episodes.map(({ strata }) => [strata.ageBand, strata.sex])).toEqual([['26-64', 'female']]);
  });

  test('who is gone or kept from us holds up nobody else', async () => {
    await enrol('a-gone', 'b-kept', 'known-to-ehr');
    await compile.night('2026-02-01');
    expect(askedFor()).toEqual(['a-gone', 'b-kept', 'known-to-ehr']);
    const found = { kind: 'found', resource: { resourceType: 'Patient', id: 'known-to-ehr' } } as const;
    const answers: Readonly<Record<string, ReadAnswer>> = {
      'a-gone': { kind: 'gone' },
      'b-kept': { kind: 'refused', code: 'ehr-answered-403' },
      'known-to-ehr': found,
    };
    const reader: EhrReader = {
      read: async (_type, id) => answers[id] ?? { kind: 'gone' },
      async *search() {},
    };
    expect(await fetchAsked(reader)).toBe(1);
  });

  test('is asked for again when the EHR was down', async () => {
    await enrol('known-to-ehr');
    await compile.night('2026-02-01');
    const down: EhrReader = {
      read: async () => Promise.reject(new Error('down')),
      async *search() {},
    };
    await expect(fetchAsked(down)).rejects.toThrow('down');
    compile.asked.length = 0;
    await compile.night('2026-02-02');
    expect(askedFor()).toEqual(['known-to-ehr']);
  });
});

test('many are asked for in messages of fifty, five hundred of a shard a night', {
  timeout: 30_000,
}, async () => {
  await enrol(...Array.from({ length: 620 }, (_, i) => `crowd-${i}`));
  await compile.night('2026-02-01');
  expect(Math.max(...compile.asked.map(({ people = [] }) => people.length))).toBeLessThanOrEqual(50);
  expect(new Set(askedFor()).size).toBe(askedFor().length);
  const { settings } = await import('../../functions/runtime/settings.ts');
  const most = 500 * settings.metrics.shards;
  expect(askedFor()).toHaveLength(Math.min(620, most));
});
