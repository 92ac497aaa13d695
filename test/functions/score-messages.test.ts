import type { S3Client } from '@aws-sdk/client-s3';
import type { SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test, vi } from 'vitest';
import type { PutCurrent } from '../../functions/adapters/outcome-store.ts';
import { scoreMessages } from '../../functions/scoring/score-messages.ts';
import { MemoryStores } from '../builders/memory-stores.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { sqsRecord } from '../builders/sqs.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

/** What is asked of write-back after one delivery whose put of CURRENT came to `put`. */
async function askedAfter(
  put: PutCurrent,
  points: readonly (number | null)[] = [1, 1, 1, 1, 1, 1, 1],
): Promise<unknown[]> {
  const sent: SendMessageBatchCommandInput[] = [];
  const sqs = {
    send: async ({ input }: { input: SendMessageBatchCommandInput }) => {
      sent.push(input);
      return {};
    },
  };
  const { outcomes, alerts } = new MemoryStores().seenThrough(async () => {});
  const score = scoreMessages({
    outcomes: { ...outcomes, putCurrent: async () => put },
    alerts,
    context: { put: async () => {} },
    sqs: sqs as unknown as SQSClient, // the one call that is made is `send`
    s3: {} as S3Client,
    inboundSources: new Map(),
    writeBackQueues: new Map([['riverside', 'https://sqs.example/riverside.fifo']]),
  });
  const resource = responseTo('gad-7', points);
  await score([
    sqsRecord({
      source: 'riverside',
      receivedAt: '2026-03-01T10:00:00.000Z',
      responses: [{ kind: 'upsert', identity: 'response-1', resource }],
      context: [],
    }),
  ]);
  return sent.flatMap(({ Entries = [] }) =>
    Entries.map(({ MessageBody = '' }) => JSON.parse(MessageBody) as unknown),
  );
}

const request = { source: 'riverside', identity: 'response-1' };

describe('write-back is asked', () => {
  test('to write the scores of a new response', async () => {
    expect(await askedAfter({ kind: 'stored', replaced: undefined })).toEqual([request]);
  });

  test('to look at every earlier version when a response replaces one', async () => {
    expect(await askedAfter({ kind: 'stored', replaced: 'an older ord' })).toEqual([
      { ...request, amended: true },
    ]);
  });

  test('again for a delivery that stood already: the crash may have come before it was asked', async () => {
    expect(await askedAfter({ kind: 'repeated' })).toEqual([{ ...request, amended: true }]);
  });

  test('nothing for an older version, and nothing for a new response without a score', async () => {
    expect(await askedAfter({ kind: 'stale' })).toEqual([]);
    expect(await askedAfter({ kind: 'stored', replaced: undefined }, [null, null, 1, 1, 1, 1, 1])).toEqual(
      [],
    );
  });
});
