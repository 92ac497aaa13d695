/**
 * What an EHR only names, or may have failed to push, is read there: ids of hooks without a payload, deletes
 * that are looked up, and every night whatever has changed since the last look.
 *
 * @module
 */
import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { sendTo, useObjects, useTable } from './binding.ts';
import type { Intake } from './intake.ts';
import { NodeFunction } from './node-function.ts';
import { runOn } from './schedule.ts';
import type { Signing } from './signing.ts';
import type { Store } from './store.ts';
import { WorkQueue } from './work-queue.ts';

export interface FetchingProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  /** Undefined where no EHR is signed in to. */
  readonly signing: Signing | undefined;
  readonly intake: Intake;
}

/** In the quiet hours of all American time zones, and before the metrics are compiled. */
const NIGHTLY = ScheduleExpression.cron({ hour: '5', minute: '10' });

export class Fetching extends Construct {
  /** `receive` and the schedule fill it. */
  readonly requests: Queue;

  constructor(scope: Construct, id: string, props: FetchingProps) {
    super(scope, id);
    const { settings, store, alarms, intake, signing } = props;
    const timeout = Duration.minutes(5);
    const consequence =
      'Questionnaires that an EHR only named are not read, and those it failed to push are not found: no score, no safety check.';
    const work = new WorkQueue(this, 'Requests', {
      store,
      alarms,
      consumerTimeout: timeout,
      deadLetters: {
        impact: consequence,
        action: 'See with npm run doctor whether the EHR lets itself be read, then redrive the dead letters.',
        runbook: 'fetch-dead-letters',
      },
    });
    this.requests = work.queue;

    const fetch = new NodeFunction(this, 'Function', {
      entry: 'functions/fetch.ts',
      settings,
      key: store.key,
      timeout,
    })
      .bind(env.responsesQueueUrl, sendTo(intake.responses.queue))
      .bind(env.fetchQueueUrl, sendTo(this.requests))
      .bind(env.claimsBucket, useObjects(intake.claims, 's3:PutObject'))
      .bind(
        env.operationsTable,
        useTable(store.operations, { items: ['dynamodb:GetItem', 'dynamodb:PutItem'] }),
      );
    if (signing !== undefined) fetch.bind(env.signingKeys, signing.sign);
    work.feed(fetch, { batchSize: 10, maxConcurrency: 2 });
    runOn(this, 'Nightly', NIGHTLY, fetch);
    alarms.onErrors(fetch, {
      impact: consequence,
      action: 'Read the error in the log of the fetch function; a bad deployment is rolled back first.',
      runbook: 'fetch-dead-letters',
    });
  }
}
