/** The `outcomes` table in dynalite, in this process, with the indexes the stack gives it. */
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export interface OutcomesTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly close: () => Promise<void>;
}

export async function outcomesTable(): Promise<OutcomesTable> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const keys = [
    { name: undefined, hash: 'pk', range: 'sk' },
    { name: 'byPatient', hash: 'ipk', range: 'isk' },
    { name: 'open', hash: 'opk', range: 'osk' },
  ];
  const schema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: 'outcomes',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys
        .flatMap(({ hash, range }) => [hash, range])
        .map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: schema('pk', 'sk'),
      GlobalSecondaryIndexes: keys.slice(1).map(({ name, hash, range }) => ({
        IndexName: name,
        KeySchema: schema(hash, range),
        Projection: {
          ProjectionType: 'INCLUDE' as const,
          NonKeyAttributes: [name === 'open' ? 'kind' : 'm'],
        },
      })),
    }),
  );
  await waitUntilTableExists(
    { client, minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 30 },
    { TableName: 'outcomes' },
  );
  return {
    client,
    table: 'outcomes',
    close: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
