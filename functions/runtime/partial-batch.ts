/**
 * An SQS batch whose messages fail one by one.
 *
 * Messages on their first or second try are handled together, because the store and the queues take batches.
 * When that fails, and for every message on its third try or later, each is handled alone, so one poison
 * message never drags innocents into the dead letters. The handler stops with a fifth of its time left and
 * gives the rest back.
 *
 * @module
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from './telemetry.ts';

/** From this many receives on a message is handled alone and last. */
const SUSPECT_RECEIVES = 3;

const oneByOne = new BatchProcessor(EventType.SQS);

export async function partialBatch(
  { Records }: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  handle: (records: readonly SQSRecord[]) => Promise<void>,
): Promise<SQSBatchResponse> {
  const reserve = context.getRemainingTimeInMillis() / 5;
  const suspect = Records.filter(
    ({ attributes }) => Number(attributes.ApproximateReceiveCount) >= SUSPECT_RECEIVES,
  );
  const fresh = Records.filter((record) => !suspect.includes(record));

  // One message together is one message alone: it is not tried twice.
  const together = fresh.length > 1 && (await succeeds(handle, fresh));
  const alone = together ? suspect : [...fresh, ...suspect];
  if (alone.length === 0) return { batchItemFailures: [] };

  const handleAlone = async (record: SQSRecord): Promise<void> => {
    const inTime = context.getRemainingTimeInMillis() > reserve;
    if (!inTime || !(await succeeds(handle, [record]))) throw new Error('given back to the queue');
  };
  return processPartialResponse({ Records: alone }, handleAlone, oneByOne, {
    processInParallel: false,
    throwOnFullBatchFailure: false,
  });
}

async function succeeds(
  handle: (records: readonly SQSRecord[]) => Promise<void>,
  records: readonly SQSRecord[],
): Promise<boolean> {
  try {
    await handle(records);
    return true;
  } catch (error) {
    // Names and codes only: a message of a client may quote what was sent.
    logger.error('messages are given back to the queue', {
      messageIds: records.map(({ messageId }) => messageId),
      error: error instanceof Error ? error.name : 'unknown',
    });
    return false;
  }
}
