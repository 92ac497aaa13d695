/**
 * What is known of each imported object: how far it has been read, what came of it, and every line that
 * failed. Reports are items of `operations`; the failed lines are an object beside the imports.
 *
 * | item    | pk                        | sk        | says                                             |
 * | ------- | ------------------------- | --------- | ------------------------------------------------ |
 * | report  | `IMPORT#<source>#<key>`   | `REPORT`  | progress and result of one object                |
 * | content | `IMPORT#<source>`         | sha256    | when bytes like these first came, and by what key |
 *
 * @module
 */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { LineFault } from '../../shared/responses/import-line.ts';
import { encode } from './outcome-keys.ts';

export interface FailedLine {
  readonly line: number;
  readonly code: LineFault;
}

export interface ImportReport {
  readonly source: string;
  readonly bucket: string;
  readonly key: string;
  /** Of the object this report is about: one written over it begins anew. */
  readonly etag: string;
  readonly sha256: string;
  readonly state: 'running' | 'done' | 'already-imported';
  /** Receipt time of every line: the same for the same bytes, whenever and under whatever key they come. */
  readonly receivedAt: string;
  readonly updatedAt: string;
  readonly bytes: number;
  /** Bytes and lines that are in the queue, or failed for good. */
  readonly offset: number;
  readonly lines: number;
  readonly responses: number;
  /** Episodes, appointments and the like. */
  readonly facts: number;
  readonly failed: number;
  /** The first few of them. */
  readonly failures: readonly FailedLine[];
  /** Object that lists them all, one JSON line each; null when none failed. */
  readonly failuresKey: string | null;
  /** Key under which the same bytes came before. */
  readonly sameAs: string | null;
}

export interface FirstSeen {
  readonly key: string;
  readonly receivedAt: string;
}

export interface ImportStore {
  readReport(source: string, key: string): Promise<ImportReport | undefined>;
  putReport(report: ImportReport): Promise<void>;
  /** Remembers the bytes, or says when they first came. */
  firstSeen(source: string, sha256: string, now: FirstSeen): Promise<FirstSeen>;
  readFailures(bucket: string, key: string): Promise<readonly FailedLine[]>;
  putFailures(bucket: string, key: string, failures: readonly FailedLine[]): Promise<void>;
}

export function importStore(dynamo: DynamoDBClient, table: string, s3: S3Client): ImportStore {
  const read = async (pk: string, sk: string): Promise<Record<string, AttributeValue> | undefined> => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    return (await dynamo.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  };
  return {
    async readReport(source, key) {
      const item = await read(reportKey(source, key), 'REPORT');
      return item === undefined ? undefined : (JSON.parse(item.report?.S ?? '') as ImportReport);
    },

    async putReport(report) {
      const { source, key, state, updatedAt } = report;
      await dynamo.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            pk: { S: reportKey(source, key) },
            sk: { S: 'REPORT' },
            state: { S: state },
            updatedAt: { S: updatedAt },
            report: { S: JSON.stringify(report) },
          },
        }),
      );
    },

    async firstSeen(source, sha256, { key, receivedAt }) {
      const pk = `IMPORT#${encode(source)}`;
      try {
        await dynamo.send(
          new PutItemCommand({
            TableName: table,
            Item: { pk: { S: pk }, sk: { S: sha256 }, key: { S: key }, receivedAt: { S: receivedAt } },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return { key, receivedAt };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const item = await read(pk, sha256);
        return { key: item?.key?.S ?? key, receivedAt: item?.receivedAt?.S ?? receivedAt };
      }
    },

    async readFailures(bucket, key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const text = (await Body?.transformToString()) ?? '';
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as FailedLine]));
    },

    async putFailures(bucket, key, failures) {
      const Body = failures.map((one) => `${JSON.stringify(one)}\n`).join('');
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/x-ndjson' }),
      );
    },
  };
}

function reportKey(source: string, key: string): string {
  return `IMPORT#${encode(source)}#${encode(key)}`;
}
