/**
 * Where what was compiled and published is kept: the bucket of snapshots and the table that points into it.
 *
 * @module
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { refuse } from '../command.ts';
import { readAddresses } from './place.ts';

/** What `parseArgs` takes of it, beside `data`. */
export const snapshotOptions = { bucket: { type: 'string' }, operations: { type: 'string' } } as const;

export interface SnapshotValues {
  readonly data?: string | undefined;
  readonly bucket?: string | undefined;
  readonly operations?: string | undefined;
}

/** What the stores of snapshots and restatements take. Refuses when it is not named. */
export function openSnapshots({
  data,
  bucket = process.env.SNAPSHOTS_BUCKET,
  operations = process.env.OPERATIONS_TABLE,
}: SnapshotValues): readonly [DynamoDBClient, string, S3Client, string] {
  if (data !== undefined) {
    const local = readAddresses(data);
    if (local?.snapshotsBucket === undefined)
      return refuse(`No pipeline has run in ${data}. Start it: npm start -- --data ${data}`);
    const { endpoint, region, credentials, operationsTable, snapshotsBucket } = local;
    const connection = { endpoint, region, credentials };
    const s3 = new S3Client({ ...connection, forcePathStyle: true });
    return [new DynamoDBClient(connection), operationsTable, s3, snapshotsBucket];
  }
  if (bucket === undefined || operations === undefined)
    return refuse(
      'Name the place: --bucket NAME --operations NAME (the stack puts them out as SnapshotsBucket and OperationsTable), or --data DIR of a running npm start.',
    );
  return [new DynamoDBClient(), operations, new S3Client(), bucket];
}
