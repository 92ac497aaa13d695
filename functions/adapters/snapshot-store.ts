/**
 * Compiled metrics: partials and snapshots as objects, pointers and the progress of a run in `operations`.
 *
 * | item     | pk                           | sk                  |
 * | -------- | ---------------------------- | ------------------- |
 * | progress | `COMPILE#<source>#<run>`     | `PROGRESS`          |
 * | pointer  | `PROGRAM#<program>`          | `SNAPSHOT`          |
 * | release  | same                         | `RELEASE#<YYYY-MM>` |
 * | quality  | same                         | `QUALITY#<year>`    |
 * | pointer  | `SOURCE#<source>`            | `COMPARISON`        |
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ProgramComparison } from '../../shared/metrics/program-comparison.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { sha256 } from '../runtime/hash.ts';
import { isWritten } from './conditional-write.ts';

export interface SnapshotStore {
  putPartial(run: string, source: string, shard: number, partial: string): Promise<void>;
  readPartial(run: string, source: string, shard: number): Promise<string>;
  /** Marks a shard as done. Returns how many are; a shard that is done twice counts once. */
  finishShard(run: string, source: string, shard: number): Promise<number>;
  /** `false` when the bytes are those that already stand. */
  putSnapshot(snapshot: Snapshot): Promise<boolean>;
  readSnapshot(program: string): Promise<string | undefined>;
  putComparison(comparison: ProgramComparison): Promise<void>;
  readComparison(source: string): Promise<ProgramComparison | undefined>;
  /** The latest releases, newest first. */
  releases(program: string, most: number): Promise<readonly ReleasePointer[]>;
  /** Nothing is ever written over a release: of two that come at once the first stands. */
  putRelease(release: Release): Promise<void>;
  /** One file of a release, or its ledger. */
  readReleased(pointer: ReleasePointer, file: string): Promise<string>;
  /** The quality measures of a year as they were last published; of the latest year without one. */
  quality(program: string, year?: string): Promise<ReleasePointer | undefined>;
  /** `false` when somebody else has published in between: what they showed has to be judged with it. */
  putQuality(release: Release, replaces: ReleasePointer | undefined): Promise<boolean>;
}

export interface ReleasePointer {
  /** `YYYY-MM`; of quality measures the year. */
  readonly release: string;
  /** Where its files are. */
  readonly prefix: string;
}

export interface Release {
  readonly program: string;
  readonly source: string;
  readonly release: string;
  readonly files: readonly { readonly name: string; readonly type: string; readonly body: string }[];
}

const RELEASE = 'RELEASE#';
const QUALITY = 'QUALITY#';

/** A run that stopped half way leaves its progress behind for this long. */
const PROGRESS_SECONDS = 14 * 86_400;

export function snapshotStore(
  dynamo: DynamoDBClient,
  table: string,
  s3: S3Client,
  bucket: string,
): SnapshotStore {
  const partialKey = (run: string, source: string, shard: number): string =>
    `partials/${source}/${run}/${shard}`;
  return {
    async putPartial(run, source, shard, partial) {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: partialKey(run, source, shard),
          Body: partial,
          ContentType: 'text/plain',
        }),
      );
    },

    readPartial: (run, source, shard) => readObject(s3, bucket, partialKey(run, source, shard)),

    async finishShard(run, source, shard) {
      const { Attributes } = await dynamo.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: { S: `COMPILE#${source}#${run}` }, sk: { S: 'PROGRESS' } },
          UpdateExpression: 'ADD done :shard SET expiresAt = :expires',
          ExpressionAttributeValues: {
            ':shard': { NS: [String(shard)] },
            ':expires': { N: String(Math.floor(Date.now() / 1000) + PROGRESS_SECONDS) },
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes?.done?.NS?.length ?? 0;
    },

    async putSnapshot(snapshot) {
      const { program, source, asOf } = snapshot;
      const body = JSON.stringify(snapshot);
      const hash = sha256(body);
      const pointer = { pk: { S: `PROGRAM#${program.id}` }, sk: { S: 'SNAPSHOT' } };
      const { Item: standing } = await dynamo.send(new GetItemCommand({ TableName: table, Key: pointer }));
      if (standing?.hash?.S === hash) return false;
      const key = `snapshots/${source}/${program.id}/${asOf}.json`;
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }),
      );
      await dynamo.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...pointer, key: { S: key }, hash: { S: hash }, asOf: { S: asOf }, source: { S: source } },
        }),
      );
      return true;
    },

    async readSnapshot(program) {
      const { Item: pointer } = await dynamo.send(
        new GetItemCommand({
          TableName: table,
          Key: { pk: { S: `PROGRAM#${program}` }, sk: { S: 'SNAPSHOT' } },
        }),
      );
      return pointer?.key?.S === undefined ? undefined : readObject(s3, bucket, pointer.key.S);
    },

    async putComparison(comparison) {
      const { source, asOf } = comparison;
      const key = `comparisons/${source}/${asOf}.json`;
      const body = JSON.stringify(comparison);
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }),
      );
      await dynamo.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            pk: { S: `SOURCE#${source}` },
            sk: { S: 'COMPARISON' },
            key: { S: key },
            asOf: { S: asOf },
          },
        }),
      );
    },

    async readComparison(source) {
      const { Item: pointer } = await dynamo.send(
        new GetItemCommand({
          TableName: table,
          Key: { pk: { S: `SOURCE#${source}` }, sk: { S: 'COMPARISON' } },
        }),
      );
      return pointer?.key?.S === undefined
        ? undefined
        : (JSON.parse(await readObject(s3, bucket, pointer.key.S)) as ProgramComparison);
    },

    releases: (program, most) => latest(dynamo, table, program, RELEASE, '', most),

    async putRelease({ program, source, release, files }) {
      const prefix = `releases/${source}/${program}/${release}/${randomUUID()}`;
      await putFiles(s3, bucket, prefix, files);
      await isWritten(
        dynamo.send(
          new PutItemCommand({
            TableName: table,
            Item: pointerItem(program, source, RELEASE + release, prefix),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },

    readReleased: ({ prefix }, file) => readObject(s3, bucket, `${prefix}/${file}`),

    async quality(program, year = '') {
      const [found] = await latest(dynamo, table, program, QUALITY, year, 1);
      return found;
    },

    async putQuality({ program, source, release, files }, replaces) {
      const prefix = `quality/${source}/${program}/${release}/${randomUUID()}`;
      await putFiles(s3, bucket, prefix, files);
      return isWritten(
        dynamo.send(
          new PutItemCommand({
            TableName: table,
            Item: pointerItem(program, source, QUALITY + release, prefix),
            ...(replaces === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'prefix = :read',
                  ExpressionAttributeValues: { ':read': { S: replaces.prefix } },
                }),
          }),
        ),
      );
    },
  };
}

/** Pointers of one kind whose name begins with `named`, newest first. */
async function latest(
  dynamo: DynamoDBClient,
  table: string,
  program: string,
  kind: string,
  named: string,
  most: number,
): Promise<readonly ReleasePointer[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :program AND begins_with(sk, :kind)',
      ExpressionAttributeValues: { ':program': { S: `PROGRAM#${program}` }, ':kind': { S: kind + named } },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: most,
    }),
  );
  return Items.map(({ sk, prefix }) => ({
    release: sk?.S?.slice(kind.length) ?? '',
    prefix: prefix?.S ?? '',
  }));
}

async function putFiles(
  s3: S3Client,
  bucket: string,
  prefix: string,
  files: Release['files'],
): Promise<void> {
  for (const { name, type, body } of files)
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${prefix}/${name}`, Body: body, ContentType: type }),
    );
}

function pointerItem(program: string, source: string, sk: string, prefix: string) {
  return {
    pk: { S: `PROGRAM#${program}` },
    sk: { S: sk },
    prefix: { S: prefix },
    source: { S: source },
  };
}

async function readObject(s3: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await Body?.transformToString()) ?? '';
}
