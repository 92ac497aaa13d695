import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud/cloud.ts';
import { editTemplate, synthesize } from './tiny-stack.ts';

let cloud: LocalCloud;
let assembly: string;

beforeAll(async () => {
  assembly = await synthesize((stack, add) => {
    const encryptionKey = new Key(stack, 'Key');
    const table = new TableV2(stack, 'Rows', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      encryption: TableEncryptionV2.customerManagedKey(encryptionKey),
      globalSecondaryIndexes: [
        {
          indexName: 'byGroup',
          partitionKey: { name: 'group', type: AttributeType.STRING },
        },
      ],
    });
    const queue = new Queue(stack, 'Queue', { encryptionMasterKey: encryptionKey, enforceSSL: true });
    const bucket = new Bucket(stack, 'Bucket', { encryptionKey, enforceSSL: true });

    const granted = add('Granted', 'misbehave', { environment: { BUCKET: bucket.bucketName } });
    table.grantReadWriteData(granted);
    queue.grantSendMessages(granted);
    bucket.grantReadWrite(granted);

    const keyless = add('Keyless', 'misbehave');
    table.grant(keyless, 'dynamodb:PutItem');
    queue.grant(keyless, 'sqs:SendMessage');
    keyless.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [bucket.arnForObjects('*')],
      }),
    );

    const tenant = add('Tenant', 'misbehave');
    encryptionKey.grantDecrypt(tenant);
    tenant.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:PutItem', 'dynamodb:Query'],
        resources: [table.tableArn, `${table.tableArn}/index/*`],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['S#a#*'] } },
      }),
    );

    const consumer = add('Consumer', 'store', { environment: { TABLE: table.tableName } });
    table.grantWriteData(consumer);
    consumer.addEventSource(new SqsEventSource(queue));

    const reader = add('Reader', 'misbehave');
    reader.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }),
    );
    encryptionKey.grantDecrypt(reader);
    add('Nobody', 'misbehave');
  });
  cloud = await startCloud({ assembly, visibilitySeconds: 1, schedulerClock: false });
}, 120_000);

afterAll(() => cloud?.stop());

const as = (caller: string) => {
  const config = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: cloud.credentialsFor(caller),
    maxAttempts: 1,
  };
  return { dynamodb: new DynamoDBClient(config), sqs: new SQSClient(config), s3: new S3Client(config) };
};

const put = (caller: string, pk = 'a') =>
  as(caller).dynamodb.send(
    new PutItemCommand({
      TableName: cloud.resourceName('Rows'),
      Item: { pk: { S: pk }, group: { S: 'S#a#g' } },
    }),
  );
const send = (caller: string, body = 'x') =>
  as(caller).sqs.send(new SendMessageCommand({ QueueUrl: cloud.resourceName('Queue'), MessageBody: body }));
const upload = (caller: string, key = 'k') =>
  as(caller).s3.send(
    new PutObjectCommand({ Bucket: cloud.resourceName('Bucket'), Key: key, Body: 'content' }),
  );
const download = (caller: string, key = 'k') =>
  as(caller).s3.send(new GetObjectCommand({ Bucket: cloud.resourceName('Bucket'), Key: key }));

describe('a function with its grants is let through', () => {
  test('to a table, a queue and a bucket, each encrypted', async () => {
    await put('Granted');
    await send('Granted');
    await upload('Granted', 'folder/a b+ü.txt');
    const { Body } = await download('Granted', 'folder/a b+ü.txt');
    expect(await Body?.transformToString()).toBe('content');
  });

  test('to an object of several megabytes', async () => {
    const Body = new Uint8Array(5 * 1024 * 1024).fill(7);
    await as('Granted').s3.send(
      new PutObjectCommand({ Bucket: cloud.resourceName('Bucket'), Key: 'big', Body }),
    );
    const { Body: read } = await download('Granted', 'big');
    expect((await read?.transformToByteArray())?.length).toBe(Body.length);
  });

  test('with the SDK of its bundle, S3 in path style by itself', async () => {
    expect(await cloud.invoke('Granted', { do: 'put', key: 'own/key' })).toBe('put');
    expect(await cloud.invoke('Granted', { do: 'get', key: 'own/key' })).toBe('content');
  });

  test('and queue URLs point at the gateway', async () => {
    const { QueueUrl } = await as('Granted').sqs.send(
      new GetQueueUrlCommand({ QueueName: cloud.find('Queue').logicalId }),
    );
    expect(QueueUrl).toBe(cloud.resourceName('Queue'));
  });
});

describe('a function without a grant gets what AWS would answer, and it is recorded', () => {
  test.each([
    ['DynamoDB', () => put('Nobody'), 'AccessDeniedException', 'dynamodb:PutItem'],
    ['SQS', () => send('Nobody'), 'AccessDenied', 'sqs:SendMessage'],
    ['S3', () => upload('Nobody'), 'AccessDenied', 's3:PutObject'],
    ['the key of a table', () => put('Keyless'), 'AccessDeniedException', 'kms:Decrypt'],
    ['the key of a queue', () => send('Keyless'), 'KmsAccessDenied', 'kms:GenerateDataKey'],
    ['the key of a bucket', () => upload('Keyless'), 'AccessDenied', 'kms:GenerateDataKey'],
  ])('%s', async (_, attempt, name, action) => {
    await expect(attempt()).rejects.toMatchObject({
      name,
      message: expect.stringContaining(`not authorized to perform: ${action}`),
    });
    expect(cloud.denied.at(-1)).toMatchObject({ action, caller: expect.stringMatching(/Nobody|Keyless/) });
  });

  test('an absent object is 403 to who may not list the bucket, 404 to who may', async () => {
    await expect(download('Granted', 'absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(download('Reader', 'absent')).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(cloud.denied.at(-1)).toMatchObject({ action: 's3:ListBucket' });
  });

  test('a key nobody knows is refused', async () => {
    const s3 = new S3Client({
      endpoint: cloud.endpoint,
      region: cloud.region,
      credentials: { accessKeyId: 'AKIAOTHER', secretAccessKey: 'x' },
    });
    await expect(s3.send(new ListObjectsV2Command({ Bucket: cloud.resourceName('Bucket') }))).rejects.toThrow(
      'security token',
    );
  });
});

describe('leading keys limit a function to its rows', () => {
  const query = (pk: string, index?: string) =>
    as('Tenant').dynamodb.send(
      new QueryCommand({
        TableName: cloud.resourceName('Rows'),
        ...(index !== undefined && { IndexName: index }),
        KeyConditionExpression: '#k = :k',
        ExpressionAttributeNames: { '#k': index === undefined ? 'pk' : 'group' },
        ExpressionAttributeValues: { ':k': { S: pk } },
      }),
    );

  test('its own', async () => {
    await put('Tenant', 'S#a#1');
    expect((await query('S#a#1')).Count).toBe(1);
    expect((await query('S#a#g', 'byGroup')).Count).toBeGreaterThan(0);
  });

  test('not others', async () => {
    await expect(put('Tenant', 'S#b#1')).rejects.toThrow('dynamodb:PutItem');
    await expect(query('S#b#1')).rejects.toThrow('dynamodb:Query');
    await expect(query('S#b#1', 'byGroup')).rejects.toThrow('/index/byGroup');
  });
});

describe('with one grant taken out of the template', () => {
  const without = async (action: string): Promise<LocalCloud> => {
    editTemplate(assembly, (template) => template.replaceAll(`"${action}"`, `"none:${action}"`));
    try {
      return await startCloud({ assembly, visibilitySeconds: 1, schedulerClock: false });
    } finally {
      editTemplate(assembly, (template) => template.replaceAll(`"none:${action}"`, `"${action}"`));
    }
  };

  test('the write of a row is denied', async () => {
    const less = await without('dynamodb:PutItem');
    const client = new DynamoDBClient({
      endpoint: less.endpoint,
      region: less.region,
      credentials: less.credentialsFor('Granted'),
    });
    const write = new PutItemCommand({ TableName: less.resourceName('Rows'), Item: { pk: { S: 'a' } } });
    await expect(client.send(write)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(less.denied).toMatchObject([{ action: 'dynamodb:PutItem' }]);
    await less.stop();
  });

  test('the mapping may not poll, as in AWS', async () => {
    const less = await without('sqs:ReceiveMessage');
    const sqs = new SQSClient({
      endpoint: less.endpoint,
      region: less.region,
      credentials: less.operatorCredentials,
    });
    await sqs.send(new SendMessageCommand({ QueueUrl: less.resourceName('Queue'), MessageBody: 'x' }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: less.resourceName('Queue') }));
    expect(Messages).toHaveLength(1);
    expect(less.denied[0]).toMatchObject({
      action: 'sqs:ReceiveMessage',
      caller: less.find('Consumer').logicalId,
    });
    await less.stop();
  });
});
