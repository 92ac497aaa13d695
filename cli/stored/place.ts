/**
 * Where the stored responses are: the tables and queues of an AWS account, or of a running `npm start`, which
 * leaves their addresses in its data folder.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';

/** What `parseArgs` takes of it. */
export const placeOptions = {
  table: { type: 'string' },
  endpoint: { type: 'string' },
  data: { type: 'string' },
} as const;

export interface PlaceValues {
  readonly table?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly data?: string | undefined;
  readonly queue?: string | undefined;
  readonly claims?: string | undefined;
}

export interface Place {
  readonly kind: 'place';
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly table: string;
  readonly queueUrl: string | undefined;
  readonly claimsBucket: string | undefined;
  /** The `operations` table, whichever `table` is. */
  readonly operations: string | undefined;
}

/** The file that `npm start` writes; see local/run/addresses.ts. */
const Addresses = v.object({
  endpoint: v.string(),
  region: v.string(),
  credentials: v.object({ accessKeyId: v.string(), secretAccessKey: v.string() }),
  outcomesTable: v.string(),
  responsesQueueUrl: v.string(),
  claimsBucket: v.string(),
  operationsTable: v.string(),
  importsBucket: v.string(),
  snapshotsBucket: v.exactOptional(v.string()),
  signingKeys: v.exactOptional(v.string()),
});

/** How a table is called, by an operator, by the stack and in the environment. */
const tables = {
  outcomes: { output: 'OutcomesTable', env: 'OUTCOMES_TABLE' },
  operations: { output: 'OperationsTable', env: 'OPERATIONS_TABLE' },
} as const;

export function openPlace(
  values: PlaceValues,
  which: keyof typeof tables = 'outcomes',
): Place | { readonly kind: 'invalid'; readonly message: string } {
  const { data, endpoint } = values;
  if (data !== undefined) {
    if (values.table !== undefined || endpoint !== undefined)
      return invalid('Give --data DIR, or --table NAME and --endpoint URL, not both.');
    const local = readAddresses(data);
    if (local === undefined)
      return invalid(
        `${join(data, 'cloud.json')} is not there. Start the pipeline: npm start -- --data ${data}`,
      );
    const { endpoint: at, region, credentials, responsesQueueUrl, claimsBucket } = local;
    return place(
      { endpoint: at, region, credentials },
      {
        table: which === 'outcomes' ? local.outcomesTable : local.operationsTable,
        queueUrl: responsesQueueUrl,
        claimsBucket,
        operations: local.operationsTable,
      },
    );
  }
  const { output, env } = tables[which];
  const table = values.table ?? process.env[env];
  if (table === undefined || table === '')
    return invalid(
      `Name the ${which} table: --table NAME (the stack puts it out as ${output}), or --data DIR of a running npm start.`,
    );
  if (endpoint !== undefined && !URL.canParse(endpoint))
    return invalid(`--endpoint ${endpoint} is not a URL.`);
  return place(endpoint === undefined ? {} : { endpoint, region: process.env.AWS_REGION ?? 'us-east-1' }, {
    table,
    queueUrl: values.queue ?? process.env.RESPONSES_QUEUE_URL,
    claimsBucket: values.claims ?? process.env.CLAIMS_BUCKET,
    operations: process.env[tables.operations.env],
  });
}

interface Connection {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

function place(
  connection: Connection,
  names: Pick<Place, 'table' | 'queueUrl' | 'claimsBucket' | 'operations'>,
): Place {
  return {
    kind: 'place',
    dynamo: new DynamoDBClient(connection),
    sqs: new SQSClient(connection),
    s3: new S3Client({ ...connection, forcePathStyle: connection.endpoint !== undefined }),
    ...names,
  };
}

/** Undefined where no `npm start` has left its addresses. */
export function readAddresses(dir: string): v.InferOutput<typeof Addresses> | undefined {
  try {
    const read = v.safeParse(Addresses, JSON.parse(readFileSync(join(dir, 'cloud.json'), 'utf8')));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

function invalid(message: string): { readonly kind: 'invalid'; readonly message: string } {
  return { kind: 'invalid', message };
}
