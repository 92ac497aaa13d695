/**
 * A queue message -> the envelope it stands for.
 *
 * Only our own functions may send to the internal queue, so its messages are envelopes. A source that pushes
 * to SQS has a queue of its own, and the queue decides who the source is, never the message.
 *
 * @module
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSRecord } from 'aws-lambda';
import { deliveriesOf, type Envelope } from '../../shared/responses/delivery.ts';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import { checkOut } from '../adapters/claims.ts';
import type { ResponsesMessage } from '../adapters/queues.ts';
import { sha256 } from '../runtime/hash.ts';
import { requireSource } from '../runtime/settings.ts';
import { logger, metrics } from '../runtime/telemetry.ts';

/** @throws {Error} when the message is not JSON or not FHIR: a retry cannot help, so it ends in the dead letters. */
export async function readMessage(
  { body, eventSourceARN, attributes, messageAttributes }: SQSRecord,
  inboundSources: ReadonlyMap<string, string>,
  s3: S3Client,
): Promise<Envelope> {
  const message: unknown = JSON.parse(body);
  const inbound = inboundSources.get(eventSourceARN);
  if (inbound === undefined) return checkOut(s3, message as ResponsesMessage);

  const source = requireSource(inbound);
  const naming = { mode: source.identity, baseUrl: source.ehr.baseUrl, sha256 };
  const program = messageAttributes.program?.stringValue;
  const resource = unwrapped(message);
  const deliveries = resource === undefined ? null : deliveriesOf(resource, naming, { program });
  if (deliveries === null)
    throw new TypeError('an inbound message is neither a QuestionnaireResponse nor a Bundle');
  const { responses, context, unnamed } = deliveries;
  if (unnamed.length > 0) tellUnnamed(inbound, unnamed.length);
  return { source: inbound, receivedAt: receiptOf(attributes, messageAttributes), responses, context };
}

/**
 * When it first came. A message that was given back from the dead letters is sent anew, and says in an attribute
 * when that was (`redrive`): an old version must not become the newest by having failed.
 */
function receiptOf(
  { SentTimestamp }: SQSRecord['attributes'],
  { receivedAt }: SQSRecord['messageAttributes'],
): string {
  const sent = new Date(Number(SentTimestamp)).toISOString();
  const first = new Date(receivedAt?.stringValue ?? Number.NaN);
  return !Number.isNaN(first.getTime()) && first.toISOString() < sent ? first.toISOString() : sent;
}

/** The sender has no answer that could say so, so the operator hears of it. */
function tellUnnamed(source: string, count: number): void {
  metrics.addMetric('ResponsesGoneUnnamed', MetricUnit.Count, count);
  logger.warn('a deleted response cannot be matched: the delete does not name it as this source does', {
    source,
    count,
  });
}

/**
 * The resource inside the envelope of the service that put it on the queue: an SNS notification carries it as
 * text, an EventBridge event as its `detail` or `detail.resource`; without either it stands alone.
 */
function unwrapped(message: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(message)) return undefined;
  if (message.Type === 'Notification' && typeof message.Message === 'string')
    return unwrapped(JSON.parse(message.Message));
  if (typeof message['detail-type'] === 'string' && isObject(message.detail))
    return isObject(message.detail.resource) ? message.detail.resource : message.detail;
  return message;
}
