/**
 * Every night, for each source that asks for it: what its EHR holds and never arrived is put into the queue of
 * imported responses. It reads what we hold and writes nothing but its watermark.
 *
 * @module
 */
import { Duration, TimeZone } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { sendTo, useObjects, useTable } from './binding.ts';
import type { Import } from './import.ts';
import { NodeFunction } from './node-function.ts';
import { runOn } from './schedule.ts';
import type { Store } from './store.ts';

export interface ReconcileProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  readonly imports: Import;
  /** Bodies too large for a message. */
  readonly claims: Bucket;
}

/** In UTC; before the nightly compile, which is at six unless the settings say otherwise. */
const NIGHTLY = { hour: '3', minute: '0', timeZone: TimeZone.ETC_UTC };

export class Reconcile extends Construct {
  constructor(scope: Construct, id: string, { settings, store, alarms, imports, claims }: ReconcileProps) {
    super(scope, id);

    const reconcile = new NodeFunction(this, 'Function', {
      entry: 'functions/reconcile.ts',
      settings,
      key: store.key,
      timeout: Duration.minutes(15),
    })
      .bind(env.outcomesTable, useTable(store.outcomes, { items: ['dynamodb:GetItem'] }))
      .bind(
        env.operationsTable,
        useTable(store.operations, { items: ['dynamodb:GetItem', 'dynamodb:PutItem'] }),
      )
      .bind(env.importedQueueUrl, sendTo(imports.lines.queue))
      .bind(env.claimsBucket, useObjects(claims, 's3:PutObject'));
    runOn(this, 'Nightly', ScheduleExpression.cron(NIGHTLY), reconcile);

    const impact =
      'A questionnaire that an EHR failed to push stays unknown: it has no score and no safety check.';
    alarms.onErrors(reconcile, {
      impact,
      action: 'Read the error in the log of the reconcile function; a bad deployment is rolled back first.',
      runbook: 'reconcile-failing',
    });
    alarms.onAbove(0, incomplete, this, 'Incomplete', {
      impact,
      action: 'Read the reason in the log line "source reconciled": the EHR did not answer, or not in time.',
      runbook: 'reconcile-failing',
    });
  }
}

/** Written by the function, with the namespace and service of `functions/runtime/telemetry.ts`. */
const incomplete = new Metric({
  namespace: 'OutcomesPipeline',
  metricName: 'ReconcileIncomplete',
  dimensionsMap: { service: 'outcomes-pipeline' },
  period: Duration.minutes(15),
  statistic: Stats.MAXIMUM,
});
