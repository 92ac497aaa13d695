/**
 * The template's tables in the DynamoDB emulator. A table that is there already is kept, with its rows,
 * when its keys and indexes are what the template says.
 *
 * @module
 */
import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  type LocalSecondaryIndex,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { CloudError } from './cloud-error.ts';
import type { KeyNames, Tables } from './dynamodb-call.ts';
import { ACCOUNT } from './resource-names.ts';
import type { Stack } from './stack.ts';

interface TableProperties {
  readonly AttributeDefinitions: AttributeDefinition[];
  readonly KeySchema: KeySchemaElement[];
  readonly GlobalSecondaryIndexes?: readonly Pick<
    GlobalSecondaryIndex,
    'IndexName' | 'KeySchema' | 'Projection'
  >[];
  readonly LocalSecondaryIndexes?: LocalSecondaryIndex[];
}

/** Logical ids of all tables. */
function tableIds(stack: Stack): readonly string[] {
  return stack.ids('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
}

/** How long the emulator may take over a table, in seconds; it takes milliseconds. */
const MOST_SECONDS = 60;

/**
 * All tables, once they take rows: a table that was only just asked for answers that it does not exist.
 * Throws `data-conflict` when stored data has other keys or indexes, or was left behind half made.
 */
export async function createTables(stack: Stack, client: DynamoDBClient): Promise<void> {
  for (const id of tableIds(stack)) {
    const wanted = stack.properties<TableProperties>(id);
    const TableName = stack.ref(id);
    try {
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: wanted.AttributeDefinitions,
          KeySchema: wanted.KeySchema,
          ...(wanted.GlobalSecondaryIndexes !== undefined && {
            GlobalSecondaryIndexes: wanted.GlobalSecondaryIndexes.map(
              ({ IndexName, KeySchema, Projection }) => ({
                IndexName,
                KeySchema,
                Projection,
              }),
            ),
          }),
          ...(wanted.LocalSecondaryIndexes !== undefined && {
            LocalSecondaryIndexes: wanted.LocalSecondaryIndexes,
          }),
        }),
      );
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
      await assertSameShape(TableName, wanted, client);
    }
    await assertActive(TableName, client);
  }
}

type StoredIndex = Pick<GlobalSecondaryIndexDescription, 'IndexName' | 'KeySchema' | 'Projection'>;

/** What IAM checks need to know of the tables. */
export function describeTables(stack: Stack): Tables {
  const keys = new Map<string, KeyNames>();
  for (const id of tableIds(stack)) {
    const {
      KeySchema,
      GlobalSecondaryIndexes = [],
      LocalSecondaryIndexes = [],
    } = stack.properties<TableProperties>(id);
    keys.set(stack.ref(id), {
      table: hashKey(KeySchema),
      indexes: Object.fromEntries(
        [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map((index) => [
          index.IndexName,
          hashKey(index.KeySchema),
        ]),
      ),
    });
  }
  const nameOf = (table: string): string => table.split('/').at(-1) ?? table;
  return {
    arn: (table) => `arn:aws:dynamodb:${stack.region}:${ACCOUNT}:table/${nameOf(table)}`,
    keys: (table) => keys.get(nameOf(table)),
  };
}

async function assertSameShape(
  table: string,
  wanted: TableProperties,
  client: DynamoDBClient,
): Promise<void> {
  const { Table: stored } = await client.send(new DescribeTableCommand({ TableName: table }));
  const there = shape(stored?.KeySchema, stored?.GlobalSecondaryIndexes);
  const here = shape(wanted.KeySchema, wanted.GlobalSecondaryIndexes);
  if (there === here) return;
  throw new CloudError(
    'data-conflict',
    `The stored table ${table} has keys and indexes ${there}, the template says ${here}. Delete the data folder (npm run reset), or name another one.`,
  );
}

async function assertActive(table: string, client: DynamoDBClient): Promise<void> {
  try {
    await waitUntilTableExists(
      { client, minDelay: 0.01, maxDelay: 0.1, maxWaitTime: MOST_SECONDS },
      { TableName: table },
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
    throw new CloudError(
      'data-conflict',
      `The stored table ${table} was never finished: its maker was ended in the middle. Delete the data folder (npm run reset), or name another one.`,
    );
  }
}

/** Keys and indexes in one comparable line. */
function shape(keys: readonly KeySchemaElement[] = [], indexes: readonly StoredIndex[] = []): string {
  const names = (schema: readonly KeySchemaElement[] = []): string =>
    schema.map(({ AttributeName }) => AttributeName).join('+');
  const described = indexes.map(
    ({ IndexName, KeySchema, Projection }) =>
      `${IndexName}(${names(KeySchema)} ${Projection?.ProjectionType} ${[...(Projection?.NonKeyAttributes ?? [])].sort().join('+')})`,
  );
  return [names(keys), ...described.sort()].join(' ');
}

function hashKey(schema: readonly KeySchemaElement[] = []): string {
  return schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
}
