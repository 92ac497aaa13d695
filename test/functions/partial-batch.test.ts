import type { SQSRecord } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import { partialBatch } from '../../functions/runtime/partial-batch.ts';
import { sqsEvent, sqsRecord } from '../builders/sqs.ts';

vi.spyOn(console, 'error').mockImplementation(() => {});

const plenty = { getRemainingTimeInMillis: () => 30_000 };
const ids = (records: readonly SQSRecord[]) => records.map(({ messageId }) => messageId);
const poisonous = (records: readonly SQSRecord[]) => records.some(({ body }) => body === 'poison');

function recorder() {
  const calls: string[][] = [];
  const handle = async (records: readonly SQSRecord[]): Promise<void> => {
    calls.push(ids(records));
    if (poisonous(records)) throw new Error('unreadable');
  };
  return { calls, handle };
}

describe('an SQS batch', () => {
  test('is handled together when nothing is wrong', async () => {
    const { calls, handle } = recorder();
    const event = sqsEvent(sqsRecord('a', { id: 'a' }), sqsRecord('b', { id: 'b' }));
    expect(await partialBatch(event, plenty, handle)).toEqual({ batchItemFailures: [] });
    expect(calls).toEqual([['a', 'b']]);
  });

  test('gives back only the message that cannot be read', async () => {
    const { calls, handle } = recorder();
    const event = sqsEvent(
      sqsRecord('a', { id: 'a' }),
      sqsRecord('poison', { id: 'p' }),
      sqsRecord('b', { id: 'b' }),
    );
    expect(await partialBatch(event, plenty, handle)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'p' }],
    });
    expect(calls).toEqual([['a', 'p', 'b'], ['a'], ['p'], ['b']]);
  });

  test('handles a message on its third try alone and last, so that it drags nobody along', async () => {
    const { calls, handle } = recorder();
    const event = sqsEvent(sqsRecord('poison', { id: 'p', receives: 3 }), sqsRecord('a', { id: 'a' }));
    expect(await partialBatch(event, plenty, handle)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'p' }],
    });
    expect(calls).toEqual([['a'], ['p']]);
  });

  test('stops with a fifth of its time left and gives the rest back', async () => {
    const remaining = [10_000, 5_000, 1_900, 1_900];
    const clock = { getRemainingTimeInMillis: () => remaining.shift() ?? 0 };
    const { calls, handle } = recorder();
    const event = sqsEvent(...['a', 'b', 'c'].map((id) => sqsRecord(id, { id, receives: 4 })));
    expect(await partialBatch(event, clock, handle)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }],
    });
    expect(calls).toEqual([['a']]);
  });
});
