import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'fhir-kit-client';
import { expect, onTestFinished, test } from 'vitest';
import { startSandboxEhr } from '../../../local/sandbox-ehr/sandbox-ehr.ts';
import { anEhr, answerOf } from './ehr-client.ts';
import { SCORE_IDENTIFIER, screeningObservation } from './screening-observation.ts';

const resourceType = 'Observation';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-ehr-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function startProcess(folder: string): Promise<{ child: ChildProcess; client: Client }> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./ehr-process.ts', import.meta.url)), folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, client: new Client({ baseUrl: line.toString().trim() }) };
}

test('what was acknowledged survives kill -9', async () => {
  const folder = aFolder();
  const { child, client } = await startProcess(folder);
  const acknowledged: string[] = [];
  const write = async (writer: number) => {
    for (let n = 0; ; n++) {
      const key = `w${writer}-${n}`;
      const searchParams = { identifier: `${SCORE_IDENTIFIER}|${key}` };
      await client.update({ resourceType, searchParams, body: screeningObservation(key) });
      acknowledged.push(key);
      if (acknowledged.length === 200) child.kill('SIGKILL'); // in the middle of seven other writes
    }
  };
  const writers = await Promise.allSettled(Array.from({ length: 8 }, (_, writer) => write(writer)));

  expect(writers.map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
  const { ehr } = await anEhr({ folder });
  const kept = [...ehr.observations()].map(({ identifier }) => identifier?.[0]?.value);
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);
  expect(acknowledged.filter((key) => !kept.includes(key))).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
});

test('versions, deletions and searches are the same after a restart', async () => {
  const folder = aFolder();
  const before = await startSandboxEhr({ folder, validation: 'off' });
  const client = new Client({ baseUrl: before.url });
  const { body: kept } = await answerOf(client.create({ resourceType, body: screeningObservation('kept') }));
  await client.update({ resourceType, id: kept.id, body: { ...kept, status: 'amended' } });
  const { body: deleted } = await answerOf(
    client.create({ resourceType, body: screeningObservation('deleted') }),
  );
  await client.delete({ resourceType, id: deleted.id });
  await before.close();

  const after = await anEhr({ folder });

  const { headers, body } = await answerOf(after.client.read({ resourceType, id: kept.id }));
  expect([body.status, headers.get('etag')]).toEqual(['amended', 'W/"2"']);
  expect((await answerOf(after.client.vread({ resourceType, id: kept.id, version: '1' }))).body.status).toBe(
    'final',
  );
  expect((await answerOf(after.client.read({ resourceType, id: deleted.id }))).status).toBe(410);
  const found = await answerOf(after.client.search({ resourceType, searchParams: { status: 'amended' } }));
  expect(found.body.total).toBe(1);
});

test('a torn last line is dropped, and does not spoil the next', async () => {
  const folder = aFolder();
  const journal = join(folder, 'journal.ndjson');
  const start = () => startSandboxEhr({ folder, validation: 'off' });
  const write = async (key: string) => {
    const ehr = await start();
    await new Client({ baseUrl: ehr.url }).create({ resourceType, body: screeningObservation(key) });
    await ehr.close();
  };
  await write('first');
  appendFileSync(journal, '[{"method":"POST","resource":{"resourceType":"Observ');
  await write('second');

  const ehr = await start();
  expect([...ehr.observations()].map(({ identifier }) => identifier?.[0]?.value)).toEqual([
    'first',
    'second',
  ]);
  await ehr.close();
});

test('a broken line in the middle stops the start, and says where', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'journal.ndjson'), '[]\nbroken\n[]\n');
  await expect(startSandboxEhr({ folder, validation: 'off' })).rejects.toThrow('Line 2 of');
});

test('a transaction is one line: it comes back whole or not at all', async () => {
  const folder = aFolder();
  const { client } = await anEhr({ folder });
  await client.transaction({
    body: {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: ['a', 'b'].map((key) => ({
        resource: screeningObservation(key),
        request: { method: 'POST', url: 'Observation' },
      })),
    },
  });
  const lines = readFileSync(join(folder, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).length)).toEqual([2]);
});

test('seeds that are there already are not written again', async () => {
  const folder = aFolder();
  const seeds = [
    screeningObservation('a', { id: 'a' }),
    { resourceType: 'Patient', id: 'ada', gender: 'female' } as const,
  ];
  const first = await startSandboxEhr({ folder, validation: 'off' });
  await first.seed(seeds);
  await first.close();

  const second = await startSandboxEhr({ folder, validation: 'off' });
  await second.seed(seeds);
  await second.close();

  expect(readFileSync(join(folder, 'journal.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(2);
});
