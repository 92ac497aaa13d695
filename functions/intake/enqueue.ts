/**
 * What was received, into the queue of responses; whoever answers does so after this.
 *
 * @module
 */
import type { Envelope } from '../../shared/responses/delivery.ts';
import { checkIn } from '../adapters/claims.ts';
import { sendEnvelope } from '../adapters/queues.ts';
import type { IntakePorts } from './fhir-api.ts';

export type EnqueuePorts = Pick<IntakePorts, 'sqs' | 's3' | 'queueUrl' | 'claimsBucket'>;

export async function enqueue(
  { sqs, s3, queueUrl, claimsBucket }: EnqueuePorts,
  envelope: Envelope,
): Promise<void> {
  await sendEnvelope(sqs, queueUrl, await checkIn(s3, claimsBucket, envelope));
}
