/** Assigning and taking back, while the command dies between its writes. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putAssignment, readAssignments } from '../../functions/adapters/assignments.ts';
import { partitionPages } from '../../functions/adapters/patient-index.ts';
import { EpisodePass } from '../../shared/metrics/episode-pass.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';

let table: OutcomesTable;
beforeAll(async () => {
  table = await outcomesTable();
});
afterAll(() => table.close());

/** A client that dies with its call number `calls`. */
function dyingAfter(calls: number): DynamoDBClient {
  let left = calls;
  const send = async (command: Parameters<DynamoDBClient['send']>[0]) => {
    left -= 1;
    if (left < 0) throw new Error('killed');
    return table.client.send(command);
  };
  return { send } as DynamoDBClient;
}

function assignment(patient: string, minute: number, retracted: boolean) {
  const at = `2026-03-01T10:0${minute}:00.000Z`;
  const stay = { source: 'riverside', patient, program: 'therapy', start: '2026-02-01', end: null };
  return { ...stay, response: null, retracted, by: 'ann', at };
}

async function state(patient: string): Promise<{ readonly counts: boolean; readonly told: boolean }> {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'UTC', asOf: '2026-03-20' });
  for (let partition = 0; partition < 64; partition += 1)
    for await (const page of partitionPages(table.client, table.table, 'riverside', partition))
      for (const { sk, m } of page) pass.row(sk, m);
  const log = await readAssignments(table.client, table.table, 'riverside', patient);
  return {
    counts: pass.end().episodes.some((one) => one.patient === patient),
    told: log.at(-1)?.retracted === false,
  };
}

test.for([0, 1, 2, 3])(
  'killed in call %i, a stay never counts untold, and a repeat completes it',
  async (calls) => {
    const patient = `p${calls}`;
    const put = (client: DynamoDBClient, minute: number, retracted: boolean) =>
      putAssignment(client, table.table, assignment(patient, minute, retracted));
    for (const [minute, retracted] of [
      [0, false],
      [2, true],
    ] as const) {
      await put(dyingAfter(calls), minute, retracted).catch(() => {});
      const { counts, told } = await state(patient);
      expect(counts && !told).toBe(false);
      await put(table.client, minute + 1, retracted);
      expect(await state(patient)).toEqual({ counts: !retracted, told: !retracted });
    }
  },
);
