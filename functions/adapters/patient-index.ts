/**
 * The index `byPatient`, read as metrics read it: two attributes a row, page by page, in order.
 *
 * @module
 */
import { Readable } from 'node:stream';
import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PATIENT_SHARDS, shardKey } from './outcome-keys.ts';

export interface IndexRow {
  readonly sk: string;
  readonly m: string;
}

/** Pages of one of the 64 partitions of a source. */
export async function* partitionPages(
  client: DynamoDBClient,
  table: string,
  source: string,
  partition: number,
): AsyncGenerator<readonly IndexRow[]> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const command = new QueryCommand({
      TableName: table,
      IndexName: 'byPatient',
      KeyConditionExpression: 'ipk = :ipk',
      ExpressionAttributeValues: { ':ipk': { S: shardKey(source, partition) } },
      ProjectionExpression: 'isk, m',
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    const page = await readRaw(client, command);
    yield page.Items.map(({ isk, m }) => ({ sk: isk?.S ?? '', m: m?.S ?? '' }));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** A page as DynamoDB sends it; only attributes of type `S` are asked for here. */
interface RawPage {
  readonly Items: readonly Readonly<Record<string, { readonly S?: string }>>[];
  readonly LastEvaluatedKey?: Record<string, AttributeValue>;
}

/**
 * The client's own deserializer takes twice as long for a page as all that metrics do with it (bench
 * `metrics-pages`). So the body is parsed here and an empty one handed on: signing, retries, throttling and
 * errors stay the client's.
 */
async function readRaw(client: DynamoDBClient, command: QueryCommand): Promise<RawPage> {
  let page: RawPage | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { statusCode: number; body: unknown };
      if (response.statusCode === 200) {
        page = JSON.parse(await textOf(response.body as Readable)) as RawPage;
        response.body = Readable.from([EMPTY]);
      }
      return result;
    },
    // Nearer to the network than the client's own.
    { name: 'readRawPage', step: 'deserialize', priority: 'low' },
  );
  await client.send(command);
  if (page === undefined) throw new Error('a page of the patient index had no body');
  return page;
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const EMPTY = Buffer.from('{}');

/** The partitions of one shard, when the source is compiled in `shards` parts. */
export function partitionsOf(shard: number, shards: number): readonly number[] {
  return Array.from({ length: PATIENT_SHARDS }, (_, partition) => partition).filter(
    (partition) => partition % shards === shard,
  );
}
