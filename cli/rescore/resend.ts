/**
 * Stored responses onto the responses queue again, each as it was received when it was.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { checkIn, MESSAGE_BYTES } from '../../functions/adapters/claims.ts';
import { sendEnvelope } from '../../functions/adapters/queues.ts';
import type { StoredResponse } from '../../functions/adapters/stored-responses.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { isObject } from '../../shared/responses/questionnaire-response.ts';

export interface Resend {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly queueUrl: string;
  readonly claimsBucket: string | undefined;
  /** Responses a second. */
  readonly rate: number;
  readonly rescoredAt: string;
}

/** Sent side by side. */
const AT_ONCE = 10;

/** How many were sent. */
export async function resend(
  responses: readonly StoredResponse[],
  { sqs, s3, queueUrl, claimsBucket, rate, rescoredAt }: Resend,
): Promise<number> {
  const envelopes = responses.flatMap((response) => envelopeOf(response, rescoredAt));
  for (let start = 0; start < envelopes.length; start += AT_ONCE) {
    const part = envelopes.slice(start, start + AT_ONCE);
    const paced = sleep((part.length / rate) * 1000);
    await Promise.all(
      part.map(async (envelope) => {
        if (claimsBucket === undefined && Buffer.byteLength(JSON.stringify(envelope)) > MESSAGE_BYTES)
          throw new RangeError('a response is too large for a message; name a bucket with --claims');
        const message = claimsBucket === undefined ? envelope : await checkIn(s3, claimsBucket, envelope);
        await sendEnvelope(sqs, queueUrl, message);
      }),
    );
    await paced;
  }
  return envelopes.length;
}

/** With the receipt time of the original, so that its place among the versions is the same. */
function envelopeOf({ current, raw }: StoredResponse, rescoredAt: string): readonly Envelope[] {
  if (!isObject(raw)) return [];
  const { source, identity, receivedAt, program, programBy } = current;
  const named = program === undefined ? {} : { program, ...(programBy === undefined ? {} : { programBy }) };
  return [
    {
      source,
      receivedAt,
      rescoredAt,
      responses: [{ kind: 'upsert', identity, resource: raw, ...named }],
      context: [],
    },
  ];
}
