/**
 * What a program manager reads: every night `compile-metrics` sends itself one message per source and shard,
 * compiles them and keeps snapshots; `metrics-api` serves those and nothing else.
 *
 * @module
 */
import { Duration, TimeZone } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { know, sendTo, useObjects, useTable } from './binding.ts';
import { privateBucket } from './bucket.ts';
import type { Fetching } from './fetching.ts';
import { NodeFunction } from './node-function.ts';
import { runOn } from './schedule.ts';
import { index, type Store } from './store.ts';
import { WorkQueue } from './work-queue.ts';

export interface MetricsProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  readonly fetching: Fetching;
  /** Claim of a person's token that lists the groups they are in. */
  readonly groupsClaim: string;
}

const compileTimeout = Duration.minutes(10);

export class Metrics extends Construct {
  /** Answers what programs achieved. */
  readonly serve: NodeFunction;
  /** Snapshots and restatements. */
  readonly snapshots: Bucket;

  constructor(
    scope: Construct,
    id: string,
    { settings, store, alarms, fetching, groupsClaim }: MetricsProps,
  ) {
    super(scope, id);

    const snapshots = privateBucket(this, 'Snapshots', store, { versioned: true });
    this.snapshots = snapshots;
    const shards = new WorkQueue(this, 'Shards', {
      store,
      alarms,
      consumerTimeout: compileTimeout,
      deadLetters: {
        impact: 'The outcomes of a program are not compiled: its page shows the figures of an earlier night.',
        action: 'Read the error of the compile function, correct its cause, then redrive the dead letters.',
        runbook: 'compile-dead-letters',
      },
    });

    const compile = new NodeFunction(this, 'Compile', {
      entry: 'functions/compile-metrics.ts',
      settings,
      key: store.key,
      timeout: compileTimeout,
      memorySize: 1769, // one whole processor
    })
      .bind(env.outcomesTable, useTable(store.outcomes, { query: index.byPatient }))
      .bind(
        env.operationsTable,
        useTable(store.operations, {
          items: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
        }),
      )
      .bind(env.snapshotsBucket, useObjects(snapshots, 's3:GetObject', 's3:PutObject'))
      .bind(env.compileQueueUrl, sendTo(shards.queue))
      .bind(env.fetchQueueUrl, sendTo(fetching.requests));
    shards.feed(compile, { batchSize: 1, maxConcurrency: 10 });
    alarms.onErrors(compile, {
      impact: 'A compile failed: unless a repeat succeeds, programs show the figures of an earlier night.',
      action: 'Read the error in the log of the compile function, then start it once by hand.',
      runbook: 'compile-failing',
    });

    const [hour, minute] = settings.metrics.compileAt.split(':').map(Number);
    const nightly = ScheduleExpression.cron({
      hour: String(hour),
      minute: String(minute),
      timeZone: TimeZone.ETC_UTC,
    });
    runOn(this, 'Nightly', nightly, compile);

    this.serve = new NodeFunction(this, 'Serve', {
      entry: 'functions/metrics-api.ts',
      settings,
      key: store.key,
      timeout: Duration.seconds(20), // the HTTP API gives up at 30
    })
      .bind(
        env.operationsTable,
        useTable(store.operations, { items: ['dynamodb:GetItem', 'dynamodb:Query'] }),
      )
      .bind(env.snapshotsBucket, useObjects(snapshots, 's3:GetObject'))
      .bind(env.groupsClaim, know(groupsClaim));
    alarms.onErrors(this.serve, {
      impact: 'Program managers cannot read outcomes. Scores, alerts and charts are not affected.',
      action: 'Read the error in the log of the function; a bad deployment is rolled back first.',
      runbook: 'metrics-api-failing',
    });
  }
}
