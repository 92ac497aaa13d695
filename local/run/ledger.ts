/**
 * What stands in the store at the end of a run, read as an operator reads it: by scanning.
 *
 * @module
 */
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalCloud } from '../cloud/cloud.ts';

type Item = Record<string, AttributeValue>;

export interface Ledger {
  readonly responses: readonly LedgerResponse[];
  readonly versions: number;
  readonly alerts: readonly LedgerAlert[];
  readonly snapshots: readonly unknown[];
  /** Write units that putting each standing item once costs, indexes included. */
  readonly writeUnits: number;
}

export interface LedgerResponse {
  readonly identity: string;
  readonly status: string;
  readonly reason: string | null;
  readonly scores: readonly unknown[];
  readonly writeBack: string | null;
}

export interface LedgerAlert {
  readonly identity: string;
  readonly item: string;
  readonly state: string;
  readonly status: string;
  readonly publication: string;
  readonly publishedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly closedReason: string | null;
}

export async function readLedger(cloud: LocalCloud): Promise<Ledger> {
  const client = { endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.operatorCredentials };
  const dynamo = new DynamoDBClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  try {
    const outcomes = await scan(dynamo, cloud.resourceName('Store/Outcomes'));
    const operations = await scan(dynamo, cloud.resourceName('Store/Operations'));
    const writeBacks = new Map(
      outcomes.filter(({ sk }) => sk?.S === 'WB').map((item) => [item.pk?.S, item.state?.S]),
    );
    return {
      responses: outcomes
        .filter(({ sk }) => sk?.S === 'CURRENT')
        .map((item) => responseOf(item, writeBacks.get(item.pk?.S) ?? null))
        .sort((a, b) => (a.identity < b.identity ? -1 : 1)),
      versions: outcomes.filter(({ sk }) => sk?.S?.startsWith('V#')).length,
      alerts: outcomes.filter(({ sk }) => sk?.S?.startsWith('ALERT#')).map(alertOf),
      snapshots: await readSnapshots(s3, cloud.resourceName('Metrics/Snapshots'), operations),
      writeUnits: [...outcomes, ...operations].reduce((sum, item) => sum + unitsOf(item), 0),
    };
  } finally {
    dynamo.destroy();
    s3.destroy();
  }
}

async function scan(dynamo: DynamoDBClient, table: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await dynamo.send(
      new ScanCommand({ TableName: table, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

function identityOf({ pk }: Item): string {
  return decodeURIComponent(pk?.S?.split('#').at(-1) ?? '');
}

function responseOf(item: Item, writeBack: string | null): LedgerResponse {
  const { assessments = [] } = JSON.parse(item.data?.S ?? '{}') as {
    assessments?: readonly { scores: readonly object[]; instrument: string }[];
  };
  return {
    identity: identityOf(item),
    status: item.status?.S ?? '',
    reason: item.reason?.S ?? null,
    scores: assessments.flatMap(({ instrument, scores }) =>
      scores.map((score) => ({ instrument, ...score })),
    ),
    writeBack,
  };
}

function alertOf(item: Item): LedgerAlert {
  return {
    identity: identityOf(item),
    item: item.item?.S ?? '',
    state: item.state?.S ?? '',
    status: item.status?.S ?? 'open',
    publication: item.publication?.S ?? '',
    publishedAt: item.publishedAt?.S ?? null,
    acknowledgedAt: item.acknowledgedAt?.S ?? null,
    closedReason: item.closedReason?.S ?? null,
  };
}

async function readSnapshots(
  s3: S3Client,
  bucket: string,
  operations: readonly Item[],
): Promise<readonly unknown[]> {
  const keys = operations.flatMap(({ sk, key }) =>
    sk?.S === 'SNAPSHOT' && key?.S !== undefined ? [key.S] : [],
  );
  return Promise.all(
    keys.sort().map(async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return JSON.parse((await Body?.transformToString()) ?? 'null') as unknown;
    }),
  );
}

/** DynamoDB charges one write unit a started KiB, in the table and again in every index the item is in. */
function unitsOf(item: Item): number {
  const size = Object.entries(item).reduce((sum, [name, value]) => sum + name.length + sizeOf(value), 0);
  const indexes = Number('ipk' in item) + Number('opk' in item);
  return Math.ceil(size / 1024) + indexes;
}

function sizeOf({ S, N, B, NS }: AttributeValue): number {
  return S !== undefined
    ? Buffer.byteLength(S)
    : B !== undefined
      ? B.byteLength
      : (N ?? NS?.join('') ?? '').length;
}
