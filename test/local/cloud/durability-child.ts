/** Runs a cloud until it is killed; prints every message it got acknowledged, at once. */

import { writeSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startCloud } from '../../../local/cloud/cloud.ts';

const [assembly = '', dataDir = ''] = process.argv.slice(2);
const cloud = await startCloud({ assembly, dataDir, schedulerClock: false });
const client = { endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.operatorCredentials };
const sqs = new SQSClient(client);
const dynamodb = new DynamoDBClient(client);

async function load(writer: number): Promise<never> {
  for (let index = 0; ; index += 1) {
    const id = `${process.pid}-${writer}-${index}`;
    const Item = { pk: { S: `row ${id}` }, group: { S: 'g' } };
    await dynamodb.send(new PutItemCommand({ TableName: cloud.resourceName('Rows'), Item }));
    writeSync(1, `row ${id}\n`);
    await sqs.send(
      new SendMessageCommand({ QueueUrl: cloud.resourceName('Queue'), MessageBody: `message ${id}` }),
    );
    writeSync(1, `message ${id}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(load));
