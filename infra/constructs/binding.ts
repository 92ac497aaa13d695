/**
 * What a function is told about a resource, and what it may do with it: one thing, so that neither is
 * forgotten. Used with `NodeFunction.bind`:
 *
 *     receive.bind(env.responsesQueueUrl, sendTo(responses));
 *
 * Grants name actions and ARNs one by one. The grants that CDK offers would be shorter and wider: read and
 * write on every index, `kms:ReEncrypt*`, queue attributes nobody reads.
 *
 * @module
 */
import { type Acknowledgment, type CfnElement, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

export interface Binding {
  /** Value of the environment variable. */
  readonly value: string;
  readonly statements: readonly PolicyStatement[];
  /** Why a statement that cdk-nag questions is as narrow as it can be. */
  readonly acknowledgments?: readonly Acknowledgment[];
}

type TableAction =
  `dynamodb:${'BatchGetItem' | 'BatchWriteItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem'}`;

export interface TableAccess {
  /** On the table itself. */
  readonly items?: readonly TableAction[];
  /** On an index, by its name: nothing but a query is possible there. */
  readonly query?: string;
}

export function useTable(table: TableV2, { items = [], query }: TableAccess): Binding {
  return {
    value: table.tableName,
    statements: [
      ...(items.length > 0 ? [allow(items, table.tableArn)] : []),
      ...(query === undefined ? [] : [allow(['dynamodb:Query'], `${table.tableArn}/index/${query}`)]),
      // DynamoDB opens the table's key as the caller, for reads as for writes.
      ...useKey(table.encryptionKey, 'dynamodb', tableKeyActions),
    ],
  };
}

/** The value is the queue's URL. */
export function sendTo(queue: Queue): Binding {
  return { value: queue.queueUrl, statements: sending(queue) };
}

/** The value is `<name>=<url>` of each queue, separated by spaces. */
export function sendToEach(queues: ReadonlyMap<string, Queue>): Binding {
  return {
    value: [...queues].map(([name, { queueUrl }]) => `${name}=${queueUrl}`).join(' '),
    statements: [...queues.values()].flatMap(sending),
  };
}

/** The value is the topic's ARN. */
export function publishTo(topic: Topic): Binding {
  return {
    value: topic.topicArn,
    statements: [allow(['sns:Publish'], topic.topicArn), ...useKey(topic.masterKey, 'sns', dataKeyActions)],
  };
}

/** The value is the bus's name. */
export function putEventsOn(bus: EventBus): Binding {
  return { value: bus.eventBusName, statements: [allow(['events:PutEvents'], bus.eventBusArn)] };
}

/** Objects have generated names, so the narrowest resource is "any object of this bucket". */
export function useObjects(
  bucket: Bucket,
  ...actions: readonly ('s3:GetObject' | 's3:PutObject')[]
): Binding {
  return {
    value: bucket.bucketName,
    statements: [
      allow(actions, bucket.arnForObjects('*')),
      ...useKey(bucket.encryptionKey, 's3', dataKeyActions),
    ],
    acknowledgments: [
      {
        id: `AwsSolutions-IAM5[Resource::<${logicalIdOf(bucket)}.Arn>/*]`,
        reason: 'The names of the objects are made at run time, and the bucket holds nothing else.',
      },
    ],
  };
}

/** The same for objects whose key begins with `prefix`, such as `imports/`. */
export function useObjectsUnder(
  bucket: Bucket,
  prefix: string,
  ...actions: readonly ('s3:GetObject' | 's3:PutObject')[]
): Binding {
  return {
    value: bucket.bucketName,
    statements: [
      allow(actions, bucket.arnForObjects(`${prefix}*`)),
      ...useKey(bucket.encryptionKey, 's3', dataKeyActions),
    ],
    acknowledgments: [
      {
        id: `AwsSolutions-IAM5[Resource::<${logicalIdOf(bucket)}.Arn>/${prefix}*]`,
        reason: 'The names of the objects are made at run time.',
      },
    ],
  };
}

/** Something a function must know and needs no permission for. */
export function know(value: string): Binding {
  return { value, statements: [] };
}

/** Each key by its id, and what may be done with it. */
export function useSigningKeys(
  arns: ReadonlyMap<string, string>,
  action: 'kms:Sign' | 'kms:GetPublicKey',
): Binding {
  return { value: pairs(arns), statements: [allow([action], ...arns.values())] };
}

/** `<key>=<value>` pairs as `requireEnvPairs` reads them. */
export function pairs(values: ReadonlyMap<string, string>): string {
  return [...values].map(([key, value]) => `${key}=${value}`).join(' ');
}

function sending(queue: Queue): readonly PolicyStatement[] {
  return [
    allow(['sqs:SendMessage'], queue.queueArn),
    ...useKey(queue.encryptionMasterKey, 'sqs', dataKeyActions),
  ];
}

const dataKeyActions = ['kms:Decrypt', 'kms:GenerateDataKey'];
const tableKeyActions = [
  ...dataKeyActions,
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The key opens through that service only, never for the function itself. */
function useKey(
  key: IKey | undefined,
  service: string,
  actions: readonly string[],
): readonly PolicyStatement[] {
  if (key === undefined) return [];
  const { region, urlSuffix } = Stack.of(key);
  const statement = allow(actions, key.keyArn);
  statement.addCondition('StringEquals', { 'kms:ViaService': `${service}.${region}.${urlSuffix}` });
  return [statement];
}

/** As findings and policies name it. */
export function logicalIdOf(construct: IConstruct): string {
  const stack = Stack.of(construct);
  return stack.resolve(stack.getLogicalId(construct.node.defaultChild as CfnElement));
}

function allow(actions: readonly string[], ...resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources] });
}
