import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, PutItemCommand, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, expect, test } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud/cloud.ts';
import { editTemplate, synthesize, temporaryFolder } from './tiny-stack.ts';

let assembly: string;

beforeAll(async () => {
  assembly = await synthesize((stack, add) => {
    const table = new TableV2(stack, 'Rows', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        { indexName: 'byGroup', partitionKey: { name: 'group', type: AttributeType.STRING } },
      ],
    });
    const queue = new Queue(stack, 'Queue');
    const parked = new Queue(stack, 'Parked');
    new Bucket(stack, 'Bucket');
    const store = add('Store', 'store', { environment: { TABLE: table.tableName } });
    table.grantWriteData(store);
    store.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
    parked.grantSendMessages(store);
  });
}, 120_000);

const clients = (cloud: LocalCloud) => {
  const config = { endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.operatorCredentials };
  return { sqs: new SQSClient(config), dynamodb: new DynamoDBClient(config), s3: new S3Client(config) };
};

async function keys(cloud: LocalCloud, index = false): Promise<ReadonlySet<string>> {
  const client = clients(cloud).dynamodb;
  const TableName = cloud.resourceName('Rows');
  const pages = index
    ? paginateQuery(
        { client },
        {
          TableName,
          IndexName: 'byGroup',
          KeyConditionExpression: '#g = :g',
          ExpressionAttributeNames: { '#g': 'group' },
          ExpressionAttributeValues: { ':g': { S: 'g' } },
        },
      )
    : paginateScan({ client }, { TableName });
  const found = new Set<string>();
  for await (const { Items = [] } of pages) for (const { pk } of Items) found.add(pk?.S ?? '');
  return found;
}

test('a restart on the same folder keeps rows, messages and objects, also those in flight', async () => {
  const dataDir = temporaryFolder();
  const first = await startCloud({ assembly, dataDir, schedulerClock: false });
  const { dynamodb, sqs, s3 } = clients(first);
  const names = { TableName: first.resourceName('Rows'), Bucket: first.resourceName('Bucket') };
  await dynamodb.send(new PutItemCommand({ ...names, Item: { pk: { S: 'kept' }, group: { S: 'g' } } }));
  await s3.send(new PutObjectCommand({ ...names, Key: 'kept', Body: 'object' }));
  for (const MessageBody of ['one', 'two']) {
    await sqs.send(new SendMessageCommand({ QueueUrl: first.resourceName('Parked'), MessageBody }));
  }
  const inFlight = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: first.resourceName('Parked'), VisibilityTimeout: 600 }),
  );
  expect(inFlight.Messages).toHaveLength(1);
  await first.stop();

  const second = await startCloud({ assembly, dataDir, schedulerClock: false });
  const again = clients(second);
  expect(second.resourceName('Rows')).toBe(names.TableName);
  expect([...(await keys(second))]).toEqual(['kept']);
  const object = await again.s3.send(new GetObjectCommand({ Bucket: names.Bucket, Key: 'kept' }));
  expect(await object.Body?.transformToString()).toBe('object');
  const { Messages = [] } = await again.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: second.resourceName('Parked'), MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body }) => Body).sort()).toEqual(['one', 'two']);
  await second.stop();
});

test('kill -9 under load loses no acknowledged row or message', async () => {
  const dataDir = temporaryFolder();
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./durability-child.ts', import.meta.url)), assembly, dataDir],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await expect.poll(() => printed.split('\n').length, { timeout: 60_000 }).toBeGreaterThan(400);
  child.kill('SIGKILL');
  await gone;
  await sleep(100);

  const acknowledged = printed.split('\n').slice(0, -1);
  const cloud = await startCloud({ assembly, dataDir, schedulerClock: false });
  await cloud.idle();
  const stored = await keys(cloud);
  expect(acknowledged.filter((key) => !stored.has(key))).toEqual([]);
  const indexed = await keys(cloud, true);
  expect(acknowledged.filter((key) => key.startsWith('row') && !indexed.has(key))).toEqual([]);
  await cloud.stop();
});

test('two processes on one folder: the second is told', async () => {
  const dataDir = temporaryFolder();
  const first = await startCloud({ assembly, dataDir, schedulerClock: false });
  await expect(startCloud({ assembly, dataDir, schedulerClock: false })).rejects.toMatchObject({
    code: 'data-in-use',
    message: expect.stringContaining(dataDir),
  });
  await first.stop();
});

test('stored tables that differ from the template are not touched: the error says what to do', async () => {
  const dataDir = temporaryFolder();
  await (await startCloud({ assembly, dataDir, schedulerClock: false })).stop();
  editTemplate(assembly, (template) => template.replaceAll('"byGroup"', '"byOther"'));
  await expect(startCloud({ assembly, dataDir, schedulerClock: false })).rejects.toMatchObject({
    code: 'data-conflict',
    message: expect.stringContaining('npm run reset'),
  });
});
