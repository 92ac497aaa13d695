import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Duration } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud/cloud.ts';
import { synthesize } from './tiny-stack.ts';

let cloud: LocalCloud;
let sqs: SQSClient;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  const assembly = await synthesize((stack, add) => {
    const table = new TableV2(stack, 'Rows', { partitionKey: { name: 'pk', type: AttributeType.STRING } });
    const dead = new Queue(stack, 'Dead');
    const deadLetterQueue = { queue: dead, maxReceiveCount: 2 };
    const queue = new Queue(stack, 'Queue', { deadLetterQueue });
    const fifoDead = new Queue(stack, 'FifoDead', { fifo: true });
    const fifo = new Queue(stack, 'Fifo', {
      fifo: true,
      deadLetterQueue: { queue: fifoDead, maxReceiveCount: 2 },
    });
    const gathered = new Queue(stack, 'Gathered', { deadLetterQueue });
    const off = new Queue(stack, 'Off');
    const topic = new Topic(stack, 'Topic');
    topic.addSubscription(new SqsSubscription(off, { rawMessageDelivery: true }));
    const store = add('Store', 'store', { environment: { TABLE: table.tableName } });
    table.grantWriteData(store);
    const reportBatchItemFailures = true;
    store.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures }));
    store.addEventSource(new SqsEventSource(fifo, { batchSize: 10, reportBatchItemFailures }));
    store.addEventSource(new SqsEventSource(off, { enabled: false }));
    store.addEventSource(
      new SqsEventSource(gathered, {
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        maxConcurrency: 2,
        reportBatchItemFailures,
      }),
    );
  });
  cloud = await startCloud({ assembly, visibilitySeconds: 1, schedulerClock: false });
  const client = { endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.operatorCredentials };
  sqs = new SQSClient(client);
  dynamodb = new DynamoDBClient(client);
}, 120_000);

afterAll(() => cloud?.stop());

async function send(
  queue: string,
  bodies: readonly string[],
  groupOf?: (body: string) => string,
): Promise<void> {
  for (let start = 0; start < bodies.length; start += 10) {
    const Entries = bodies.slice(start, start + 10).map((MessageBody, index) => ({
      Id: String(index),
      MessageBody,
      ...(groupOf !== undefined && {
        MessageGroupId: groupOf(MessageBody),
        MessageDeduplicationId: MessageBody,
      }),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: cloud.resourceName(queue), Entries }));
  }
}

async function rows(prefix: string): Promise<Readonly<Record<string, AttributeValue>>[]> {
  const found: Record<string, AttributeValue>[] = [];
  for await (const page of paginateScan({ client: dynamodb }, { TableName: cloud.resourceName('Rows') })) {
    found.push(...(page.Items ?? []).filter(({ pk }) => pk?.S?.startsWith(prefix)));
  }
  return found;
}

async function deadBodies(queue: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: cloud.resourceName(queue),
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 60,
      }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => Body));
  }
}

test('of a batch only the failed messages return, and end in the dead-letter queue', async () => {
  const bodies = Array.from({ length: 20 }, (_, index) =>
    index % 10 === 3 ? `p${index} fail` : `p${index} fine`,
  );
  await send('Queue', bodies);
  await cloud.idle();
  const stored = await rows('p');
  expect(stored.map(({ pk }) => pk?.S).sort()).toEqual(bodies.filter((body) => body.endsWith('fine')).sort());
  expect(stored.every(({ receives }) => receives?.N === '1')).toBe(true);
  expect((await deadBodies('Dead')).sort()).toEqual(['p13 fail', 'p3 fail']);
  expect((await cloud.queueDepths())[cloud.find('Dead').logicalId]).toMatchObject({
    deadLetter: true,
    inFlight: 2,
  });
});

test('a batch that throws returns whole, and its messages end in the dead-letter queue', async () => {
  await send('Queue', ['c1 crash']);
  await cloud.idle();
  expect(await deadBodies('Dead')).toEqual(['c1 crash']);
});

test('messages of a FIFO group are stored in their order, groups beside each other', async () => {
  const bodies = Array.from({ length: 24 }, (_, index) => `f${String(index).padStart(2, '0')} g${index % 3}`);
  await send('Fifo', bodies, (body) => body.slice(-2));
  await cloud.idle();
  const stored = (await rows('f')).sort((a, b) => Number(a.at?.N) - Number(b.at?.N));
  for (const group of ['g0', 'g1', 'g2']) {
    const order = stored.filter((row) => row.group?.S === group).map(({ pk }) => pk?.S);
    expect(order).toEqual(bodies.filter((body) => body.endsWith(group)));
  }
});

test('a failing message holds up its own group only, until it is in the dead-letter queue', async () => {
  await send('Fifo', ['h1 fail', 'h2 fine', 'h3 fine'], (body) => (body.startsWith('h3') ? 'other' : 'same'));
  await cloud.idle();
  expect((await rows('h')).map(({ pk }) => pk?.S).sort()).toEqual(['h2 fine', 'h3 fine']);
  expect(await deadBodies('FifoDead')).toEqual(['h1 fail']);
});

test('a batching window gathers more than one receive can hold', async () => {
  await send(
    'Gathered',
    Array.from({ length: 60 }, (_, index) => `w${index}`),
  );
  await cloud.idle();
  const stored = await rows('w');
  expect(stored).toHaveLength(60);
  expect(Math.max(...stored.map(({ batch }) => Number(batch?.N)))).toBeGreaterThan(10);
});

test('a mapping that is switched off takes nothing', async () => {
  await send('Off', ['waits']);
  await cloud.idle();
  expect((await cloud.queueDepths())[cloud.find('Off').logicalId]).toMatchObject({
    visible: 1,
    deadLetter: false,
  });
});

test('a topic hands what is published to its queue', async () => {
  const before = (await cloud.queueDepths())[cloud.find('Off').logicalId]?.visible ?? 0;
  const answer = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=${cloud.operatorCredentials.accessKeyId}/20260101/us-east-1/sns/aws4_request`,
    },
    body: new URLSearchParams({ Action: 'Publish', TopicArn: cloud.resourceName('Topic'), Message: 'alert' }),
  });
  expect(answer.status).toBe(200);
  expect((await cloud.queueDepths())[cloud.find('Off').logicalId]?.visible).toBe(before + 1);
});

test('every call was allowed by the synthesized policies, and counted', () => {
  expect(cloud.denied).toEqual([]);
  expect(cloud.awsCalls).toMatchObject({
    dynamodb: { PutItem: expect.any(Number) },
    sqs: { ReceiveMessage: expect.any(Number), DeleteMessageBatch: expect.any(Number) },
  });
});
