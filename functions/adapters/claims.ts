/**
 * Claim check: a body too large for a message waits in the claims bucket.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { messageBody, type ResponsesMessage } from './queues.ts';

/** SQS takes 1 MiB; attributes and the envelope's own fields are left some room. */
export const MESSAGE_BYTES = 1_000_000;

export async function checkIn(s3: S3Client, bucket: string, envelope: Envelope): Promise<ResponsesMessage> {
  const body = messageBody(envelope);
  if (Buffer.byteLength(body) <= MESSAGE_BYTES) return envelope;
  const key = `${envelope.source}/${randomUUID()}.json`;
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }),
  );
  return { claim: { bucket, key } };
}

export async function checkOut(s3: S3Client, message: ResponsesMessage): Promise<Envelope> {
  if (!('claim' in message)) return message;
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: message.claim.bucket, Key: message.claim.key }),
  );
  return JSON.parse((await Body?.transformToString()) ?? '') as Envelope;
}
