/**
 * Files of responses: an object put under `imports/<source>/` is read line by line, and each line goes the way
 * of a pushed response, by a queue of its own, so that a year of history never makes today's pushes wait.
 *
 * @module
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { sendTo, useObjects, useObjectsUnder, useTable } from './binding.ts';
import { privateBucket } from './bucket.ts';
import { NodeFunction } from './node-function.ts';
import type { Store } from './store.ts';
import { WorkQueue } from './work-queue.ts';

export interface ImportProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  /** Bodies too large for a message. */
  readonly claims: Bucket;
  /** Time one execution of the scorer may take. */
  readonly scoreTimeout: Duration;
}

const DROPPED = 'imports/';
const REPORTS = 'reports/';

export class Import extends Construct {
  /** `imports/<source>/...` is read; `reports/<source>/...` lists the lines that failed. */
  readonly objects: Bucket;
  /** Responses read from files, for the scorer. */
  readonly lines: WorkQueue;

  constructor(scope: Construct, id: string, { settings, store, alarms, claims, scoreTimeout }: ImportProps) {
    super(scope, id);
    const timeout = Duration.minutes(10);

    this.objects = privateBucket(this, 'Objects', store, { expiresAfter: Duration.days(30) });
    this.lines = new WorkQueue(this, 'Lines', {
      store,
      alarms,
      consumerTimeout: scoreTimeout,
      deadLetters: {
        impact: 'A questionnaire read from a file could not be scored: it has no score and no safety check.',
        action: 'Read the error of the score function, correct its cause, then redrive the dead letters.',
        runbook: 'responses-dead-letters',
      },
    });
    const dropped = new WorkQueue(this, 'Dropped', {
      store,
      alarms,
      consumerTimeout: timeout,
      deadLetters: {
        impact: 'A file of questionnaires was dropped and not read to its end: the rest of it is unscored.',
        action: 'Read the error of the import function, correct its cause, then redrive the dead letters.',
        runbook: 'import-dead-letters',
      },
    });
    announce(this.objects, dropped.queue, store);

    const read = new NodeFunction(this, 'Read', {
      entry: 'functions/import.ts',
      settings,
      key: store.key,
      timeout,
      memorySize: 1024,
    })
      .bind(env.importsBucket, useObjectsUnder(this.objects, DROPPED, 's3:GetObject'))
      .bind(env.importsBucket, useObjectsUnder(this.objects, REPORTS, 's3:GetObject', 's3:PutObject'))
      .bind(
        env.operationsTable,
        useTable(store.operations, { items: ['dynamodb:GetItem', 'dynamodb:PutItem'] }),
      )
      .bind(env.importedQueueUrl, sendTo(this.lines.queue))
      .bind(env.importQueueUrl, sendTo(dropped.queue))
      .bind(env.claimsBucket, useObjects(claims, 's3:PutObject'));
    dropped.feed(read, { batchSize: 1, maxConcurrency: 2 });
    alarms.onCounted('ImportLinesFailed', Stats.SUM, this, 'LinesFailed', {
      impact: 'Lines of a file were not taken: what they hold has no score and no safety check.',
      action: 'Read the report of the file, correct the lines it lists and drop them again.',
      runbook: 'import-lines-failed',
    });
    alarms.onErrors(read, {
      impact: 'Files of questionnaires are not read, or not to their end.',
      action: 'Read the error in the log of the import function; a bad deployment is rolled back first.',
      runbook: 'import-dead-letters',
    });
  }
}

/**
 * S3 tells the queue of every object put. In the template itself: CDK's own way would add a function that may
 * change the notifications of every bucket.
 */
function announce(bucket: Bucket, queue: Queue, { key }: Store): void {
  const s3 = new ServicePrincipal('s3.amazonaws.com');
  const ours = { StringEquals: { 'aws:SourceAccount': Stack.of(queue).account } };
  const maySend = queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [s3],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: ours,
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [s3],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: ours,
    }),
  );
  const template = bucket.node.defaultChild as CfnBucket;
  template.notificationConfiguration = {
    queueConfigurations: [
      {
        event: 's3:ObjectCreated:*',
        queue: queue.queueArn,
        filter: { s3Key: { rules: [{ name: 'prefix', value: DROPPED }] } },
      },
    ],
  };
  // S3 tries the queue when the notification is made, so its policy must stand before.
  if (maySend.policyDependable !== undefined) bucket.node.addDependency(maySend.policyDependable);
}
