/** Splits messages so that each part fits one Lambda invocation. Pure. */
import type { Message } from '@aws-sdk/client-sqs';

/** A batch is closed when it holds 6 MB; the envelope of each record is counted too. */
export const MAX_BATCH_BYTES = 6 * 1024 * 1024 - 64 * 1024;
const ENVELOPE_BYTES = 1500;

/** No part for no messages. */
export function inPayloads(messages: readonly Message[]): readonly (readonly Message[])[] {
  const payloads: Message[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = bytesOf([message]);
    if (bytes + size > MAX_BATCH_BYTES) {
      payloads.push([]);
      bytes = 0;
    }
    payloads.at(-1)?.push(message);
    bytes += size;
  }
  return payloads;
}

/** Size as part of an event, JSON escapes included. */
export function bytesOf(messages: readonly Message[]): number {
  return messages.reduce(
    (sum, { Body = '' }) => sum + Buffer.byteLength(JSON.stringify(Body)) + ENVELOPE_BYTES,
    0,
  );
}
