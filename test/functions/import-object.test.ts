/** An import over a table in this process; bucket and queue are in memory, and the queue may fail. */
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { importStore } from '../../functions/adapters/import-store.ts';
import { importMessages } from '../../functions/intake/import-messages.ts';
import { importObject } from '../../functions/intake/import-object.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { riverside } from '../builders/settings.ts';
import { sqsRecord } from '../builders/sqs.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

let table: OutcomesTable;
beforeAll(async () => {
  table = await outcomesTable();
});
afterAll(() => table.close());

function bench() {
  const objects = new Map<string, Buffer>();
  const sent: Envelope[] = [];
  const continued: unknown[] = [];
  const queue = { callsLeft: Number.POSITIVE_INFINITY };
  const s3 = {
    send: async (command: { input: { Key?: string; Body?: unknown; Range?: string } }) => {
      const { Key = '', Range, Body } = command.input;
      if (command instanceof PutObjectCommand) return void objects.set(Key, Buffer.from(String(Body)));
      const bytes = objects.get(Key) ?? Buffer.alloc(0);
      const part = bytes.subarray(Number(/\d+/.exec(Range ?? '')?.[0] ?? 0));
      const ETag = `"${bytes.length}-${Key}"`;
      if (!(command instanceof GetObjectCommand)) return { ETag };
      return {
        ETag,
        Body: Object.assign(Readable.from([part]), { transformToString: async () => String(part) }),
      };
    },
  } as unknown as S3Client;
  const sqs = {
    send: async ({ input }: { input: SendMessageBatchCommandInput & { MessageBody?: string } }) => {
      if (queue.callsLeft <= 0) throw new Error('the queue is away');
      queue.callsLeft -= 1;
      if (input.MessageBody !== undefined) continued.push(JSON.parse(input.MessageBody));
      for (const { MessageBody = '' } of input.Entries ?? []) sent.push(JSON.parse(MessageBody) as Envelope);
      return {};
    },
  } as unknown as SQSClient;
  const store = importStore(table.client, table.table, s3);
  const ports = { s3, sqs, store, queueUrl: 'queue', claimsBucket: 'claims' };
  return { objects, sent, continued, queue, ports };
}

const now = (): string => '2026-03-01T10:00:00.000Z';
const later = (): string => '2026-04-01T10:00:00.000Z';
const always = (): boolean => true;

/** `count` lines, the one after every thousandth and the tenth broken. */
function file(prefix: string, count: number): Buffer {
  const lines = Array.from({ length: count }, (_, index) =>
    index % 1000 === 10 ? '{broken' : JSON.stringify(responseTo('gad-7', [1], { id: `${prefix}-${index}` })),
  );
  return Buffer.from(lines.join('\r\n'));
}

const identities = (sent: readonly Envelope[]): readonly string[] =>
  sent.flatMap(({ responses }) => responses.map(({ identity }) => identity));

describe('an import', () => {
  test('that is given back half way goes on from the last thousand lines, and loses none', async () => {
    const { objects, sent, queue, ports } = bench();
    const task = { source: riverside, bucket: 'b', key: 'imports/riverside/halfway' };
    objects.set(task.key, file('h', 2500));
    queue.callsLeft = 150;
    await expect(importObject(ports, task, always, now)).rejects.toThrow('the queue is away');
    expect(await ports.store.readReport('riverside', task.key)).toMatchObject({
      state: 'running',
      lines: 1000,
      failed: 1,
    });

    queue.callsLeft = Number.POSITIVE_INFINITY;
    const report = await importObject(ports, task, always, later);
    expect(report).toMatchObject({ state: 'done', lines: 2500, responses: 2497, failed: 3 });
    expect(new Set(identities(sent)).size).toBe(2497);
    expect(sent.length).toBeLessThan(2497 + 1000);
    // A line that came twice came with the same receipt, so that it is the same version; a later line with a later one.
    const receipts = new Map(sent.map(({ receivedAt, responses }) => [responses[0]?.identity, receivedAt]));
    for (const { receivedAt, responses } of sent)
      expect(receivedAt).toBe(receipts.get(responses[0]?.identity));
    expect([receipts.get('h-0'), receipts.get('h-2499')]).toEqual([
      '2026-03-01T10:00:00.000000001Z',
      '2026-03-01T10:00:00.000002500Z',
    ]);
    expect(await ports.store.readFailures('b', report.failuresKey ?? '')).toEqual(
      [11, 1011, 2011].map((line) => ({ line, code: 'not-json' })),
    );
  });

  test('whose time is up asks to go on, and does', async () => {
    const { objects, sent, continued, ports } = bench();
    const all = importMessages({ ...ports, importQueueUrl: 'imports' }, now);
    const key = 'imports/riverside/a year/of history';
    objects.set(key, file('t', 1500));
    const put = {
      Records: [{ s3: { bucket: { name: 'b' }, object: { key: 'imports/riverside/a+year/of+history' } } }],
    };
    await all([sqsRecord(put)], () => false);
    expect(continued).toEqual([{ goOn: { bucket: 'b', key } }]);
    await all([sqsRecord(continued[0])], always);
    expect(new Set(identities(sent)).size).toBe(1498);
    expect(sent).toHaveLength(1498);
    expect(await ports.store.readReport('riverside', key)).toMatchObject({ state: 'done', lines: 1500 });
  });

  test('of bytes that came before adds nothing; of other bytes under the same key begins anew', async () => {
    const { objects, sent, ports } = bench();
    const first = { source: riverside, bucket: 'b', key: 'imports/riverside/first' };
    objects.set(first.key, file('s', 30));
    await importObject(ports, first, always, now);
    const second = { ...first, key: 'imports/riverside/second' };
    objects.set(second.key, file('s', 30));
    expect(await importObject(ports, second, always, later)).toMatchObject({
      state: 'already-imported',
      sameAs: first.key,
    });
    await importObject(ports, first, always, later);
    expect(sent).toHaveLength(29);

    objects.set(first.key, file('s', 31));
    expect(await importObject(ports, first, always, later)).toMatchObject({ state: 'done', lines: 31 });
    expect(sent).toHaveLength(29 + 30);
  });

  test('of an empty object is done at once', async () => {
    const { objects, ports } = bench();
    const task = { source: riverside, bucket: 'b', key: 'imports/riverside/empty' };
    objects.set(task.key, file('e', 0));
    expect(await importObject(ports, task, always, now)).toMatchObject({
      state: 'done',
      lines: 0,
      failed: 0,
    });
  });

  test('of an object under no source, or under one that is not ours, is given back', async () => {
    const { ports } = bench();
    const all = importMessages({ ...ports, importQueueUrl: 'imports' }, now);
    const dropped = (key: string) =>
      sqsRecord({ Records: [{ s3: { bucket: { name: 'b' }, object: { key } } }] });
    await expect(all([dropped('imports/file.ndjson')], always)).rejects.toThrow(
      'not under imports/<source>/',
    );
    await expect(all([dropped('imports/elsewhere/file.ndjson')], always)).rejects.toThrow('elsewhere');
    await expect(all([sqsRecord({ Event: 's3:TestEvent' })], always)).resolves.toBeUndefined();
  });
});
