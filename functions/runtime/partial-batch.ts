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
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from './telemetry.ts';

/** From this many receives on a message is handled alone and last. */
const SUSPECT_RECEIVES = 3;

export async function partialBatch(
  { Records }: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  handle: (records: readonly SQSRecord[]) => Promise<void>,
): Promise<SQSBatchResponse> {
  const reserve = context.getRemainingTimeInMillis() / 5;
  const failed: string[] = [];
  const suspect = Records.filter(
    ({ attributes }) => Number(attributes.ApproximateReceiveCount) >= SUSPECT_RECEIVES,
  );
  const fresh = Records.filter((record) => !suspect.includes(record));

  // One message together is one message alone: it is not tried twice.
  const together = fresh.length > 1 && (await succeeds(handle, fresh));
  for (const record of together ? suspect : [...fresh, ...suspect]) {
    const inTime = context.getRemainingTimeInMillis() > reserve;
    if (!inTime || !(await succeeds(handle, [record]))) failed.push(record.messageId);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
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
