/**
 * The restatement log: which published numbers of a program moved, in which compile, and because of what.
 *
 * | kept        | where                                                     | says                                |
 * | ----------- | --------------------------------------------------------- | ----------------------------------- |
 * | restatement | `operations`, `PROGRAM#<program>`, `RESTATED#<asOf>#<run>` | the figures; never written over     |
 * | causes      | object `restatements/<source>/<program>/<run>.ndjson`      | the rows that changed: names people |
 * | changes     | object `partials/<source>/<run>/<shard>.changed`           | of one shard, until the reduce      |
 * | recent      | object `restatements/<source>/<run>.recent`, named by `SOURCE#<source>`, `RECENT` | what the last compile knew of its last hour |
 *
 * @module
 */
import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ChangedRow } from '../../shared/metrics/changed-rows.ts';
import type { MovedFigure } from '../../shared/metrics/restatement.ts';

export interface Restatement {
  readonly program: string;
  readonly source: string;
  readonly run: string;
  /** Local dates of the two compiles. */
  readonly asOf: string;
  readonly previousAsOf: string;
  readonly moved: readonly MovedFigure[];
  readonly causes: number;
  readonly causesKey: string;
}

export interface RestatementStore {
  putChanged(run: string, source: string, shard: number, rows: readonly ChangedRow[]): Promise<void>;
  readChanged(run: string, source: string, shard: number): Promise<readonly ChangedRow[]>;
  /** Rows of the last hour that the compile has counted: they are no news to the next one. */
  putRecent(run: string, source: string, rows: readonly ChangedRow[]): Promise<void>;
  readRecent(source: string): Promise<readonly ChangedRow[]>;
  /** Causes first, so that no restatement stands without them. A repeat writes the same. */
  put(restatement: Omit<Restatement, 'causes' | 'causesKey'>, causes: readonly ChangedRow[]): Promise<void>;
  /** The latest, newest first. */
  latest(program: string, most: number): Promise<readonly Restatement[]>;
  readCauses(restatement: Restatement): Promise<readonly ChangedRow[]>;
}

const PREFIX = 'RESTATED#';

function recentKey(source: string) {
  return { pk: { S: `SOURCE#${source}` }, sk: { S: 'RECENT' } };
}

export function restatementStore(
  dynamo: DynamoDBClient,
  table: string,
  s3: S3Client,
  bucket: string,
): RestatementStore {
  const changedKey = (run: string, source: string, shard: number): string =>
    `partials/${source}/${run}/${shard}.changed`;
  const putLines = async (key: string, rows: readonly ChangedRow[]): Promise<void> => {
    const Body = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/x-ndjson' }),
    );
  };
  const readLines = async (key: string): Promise<readonly ChangedRow[]> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const text = (await Body?.transformToString()) ?? '';
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ChangedRow]));
  };
  return {
    putChanged: (run, source, shard, rows) => putLines(changedKey(run, source, shard), rows),
    readChanged: (run, source, shard) => readLines(changedKey(run, source, shard)),

    async putRecent(run, source, rows) {
      const key = `restatements/${source}/${run}.recent`;
      await putLines(key, rows);
      await dynamo.send(
        new PutItemCommand({ TableName: table, Item: { ...recentKey(source), key: { S: key } } }),
      );
    },

    async readRecent(source) {
      const { Item } = await dynamo.send(new GetItemCommand({ TableName: table, Key: recentKey(source) }));
      return Item?.key?.S === undefined ? [] : readLines(Item.key.S);
    },

    async put(restatement, causes) {
      const { program, source, run, asOf } = restatement;
      const causesKey = `restatements/${source}/${program}/${run}.ndjson`;
      await putLines(causesKey, causes);
      const whole: Restatement = { ...restatement, causes: causes.length, causesKey };
      await dynamo.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            pk: { S: `PROGRAM#${program}` },
            sk: { S: `${PREFIX}${asOf}#${run}` },
            restatement: { S: JSON.stringify(whole) },
          },
        }),
      );
    },

    async latest(program, most) {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :program AND begins_with(sk, :restated)',
          ExpressionAttributeValues: { ':program': { S: `PROGRAM#${program}` }, ':restated': { S: PREFIX } },
          ScanIndexForward: false,
          Limit: most,
        }),
      );
      return Items.map(({ restatement }) => JSON.parse(restatement?.S ?? '') as Restatement);
    },

    readCauses: ({ causesKey }) => readLines(causesKey),
  };
}
