/**
 * Where files are dropped and their reports kept: in an AWS account, or in a running `npm start`.
 *
 * @module
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { type ImportStore, importStore } from '../../functions/adapters/import-store.ts';
import { readAddresses } from '../stored/place.ts';

export interface ImportPlaceValues {
  readonly data?: string | undefined;
  readonly bucket?: string | undefined;
  readonly operations?: string | undefined;
}

export type ImportPlace =
  | { readonly kind: 'place'; readonly s3: S3Client; readonly bucket: string; readonly store: ImportStore }
  | { readonly kind: 'invalid'; readonly message: string };

export function openImportPlace({ data, bucket, operations }: ImportPlaceValues): ImportPlace {
  if (data !== undefined) {
    const local = readAddresses(data);
    if (local === undefined)
      return invalid(`No pipeline has run in ${data}. Start it: npm start -- --data ${data}`);
    const { endpoint, region, credentials, importsBucket, operationsTable } = local;
    const connection = { endpoint, region, credentials };
    const s3 = new S3Client({ ...connection, forcePathStyle: true });
    return place(s3, importsBucket, new DynamoDBClient(connection), operationsTable);
  }
  const named = {
    bucket: bucket ?? process.env.IMPORTS_BUCKET,
    operations: operations ?? process.env.OPERATIONS_TABLE,
  };
  if (named.bucket === undefined || named.operations === undefined)
    return invalid(
      'Name the place: --bucket NAME --operations NAME (the stack puts them out as ImportsBucket and OperationsTable), or --data DIR of a running npm start.',
    );
  return place(new S3Client(), named.bucket, new DynamoDBClient(), named.operations);
}

function place(s3: S3Client, bucket: string, dynamo: DynamoDBClient, table: string): ImportPlace {
  return { kind: 'place', s3, bucket, store: importStore(dynamo, table, s3) };
}

function invalid(message: string): ImportPlace {
  return { kind: 'invalid', message };
}
