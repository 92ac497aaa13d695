/**
 * Messages of the import queue: S3 says that an object was put, or an import asks to go on with one.
 *
 * The key decides the source: `imports/<source>/...`. Who may put objects under a source's prefix is said by
 * the grants on the bucket, so the credential decides in the end, as everywhere.
 *
 * @module
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import { sha256 } from '../runtime/hash.ts';
import { requireSource } from '../runtime/settings.ts';
import { logger, metrics } from '../runtime/telemetry.ts';
import { type ImportPorts, importObject } from './import-object.ts';

export interface ImportMessagePorts extends ImportPorts {
  /** Where an import asks to go on when its time is up. */
  readonly importQueueUrl: string;
}

interface PutObject {
  readonly bucket: string;
  readonly key: string;
}

/** @param inTime whether there is time for another thousand lines. */
export function importMessages(
  ports: ImportMessagePorts,
  now: () => string = () => new Date().toISOString(),
): (records: readonly SQSRecord[], inTime: () => boolean) => Promise<void> {
  return async (records, inTime) => {
    for (const { body } of records)
      for (const object of objectsIn(JSON.parse(body) as unknown))
        await importOne(ports, object, inTime, now);
  };
}

async function importOne(
  ports: ImportMessagePorts,
  object: PutObject,
  inTime: () => boolean,
  now: () => string,
): Promise<void> {
  const source = requireSource(sourceIn(object.key));
  const report = await importObject(ports, { ...object, source }, inTime, now);
  const { state, lines, responses, facts, failed } = report;
  // A key is a file name that somebody chose, perhaps after a person.
  const file = sha256(object.key).slice(0, 16);
  logger.info('object imported', { source: source.id, file, state, lines, responses, facts, failed });
  if (state !== 'running') {
    metrics.addMetric('ImportLinesFailed', MetricUnit.Count, failed);
    return;
  }
  await ports.sqs.send(
    new SendMessageCommand({ QueueUrl: ports.importQueueUrl, MessageBody: JSON.stringify({ goOn: object }) }),
  );
}

/** S3 also sends a test event when the bucket is made: it names no object. */
function objectsIn(message: unknown): readonly PutObject[] {
  const { goOn, Records } = message as { goOn?: PutObject; Records?: readonly unknown[] };
  if (goOn !== undefined) return [goOn];
  return (Records ?? []).flatMap((record) => {
    const s3 = isObject(record) ? (record.s3 as S3Part | undefined) : undefined;
    return s3 === undefined ? [] : [{ bucket: s3.bucket.name, key: keyOf(s3.object.key) }];
  });
}

interface S3Part {
  readonly bucket: { readonly name: string };
  readonly object: { readonly key: string };
}

/** S3 encodes a key in its events as a form does. */
function keyOf(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}

/** @throws {Error} when the key is not under a source's prefix: it ends in the dead letters. */
function sourceIn(key: string): string {
  const source = /^imports\/([^/]+)\/./.exec(key)?.[1];
  if (source === undefined) throw new Error('an imported object is not under imports/<source>/');
  return source;
}
