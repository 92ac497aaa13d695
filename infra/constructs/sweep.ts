/**
 * Comes back, every minute, to whatever is open and due: writes an EHR could not take, responses nobody has
 * reviewed, alerts nobody has acknowledged.
 *
 * @module
 */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import type { Alerts } from './alerts.ts';
import { sendToEach, useTable } from './binding.ts';
import { NodeFunction } from './node-function.ts';
import { runOn } from './schedule.ts';
import { index, type Store } from './store.ts';
import type { WriteBack } from './write-back.ts';

export interface SweepProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  readonly alerts: Alerts;
  readonly writeBack: WriteBack;
}

export class Sweep extends Construct {
  constructor(scope: Construct, id: string, { settings, store, alarms, alerts, writeBack }: SweepProps) {
    super(scope, id);

    const sweep = new NodeFunction(this, 'Function', {
      entry: 'functions/sweep.ts',
      settings,
      key: store.key,
      timeout: Duration.seconds(55), // done before the next one starts
    })
      .bind(
        env.outcomesTable,
        useTable(store.outcomes, {
          items: ['dynamodb:GetItem', 'dynamodb:PutItem'],
          query: index.open,
        }),
      )
      .bind(env.writeBackQueues, sendToEach(writeBack.queues));
    alerts.letPublish(sweep);
    runOn(this, 'EveryMinute', ScheduleExpression.rate(Duration.minutes(1)), sweep);

    const consequence =
      'Alerts that nobody acknowledges are not called overdue, and deferred writes to an EHR are not resumed.';
    alarms.onErrors(sweep, {
      impact: consequence,
      action: 'Read the error in the log of the sweep function; a bad deployment is rolled back first.',
      runbook: 'sweep-failing',
    });
    alarms.onSilence(sweep, {
      impact: consequence,
      action: 'See whether the schedule is enabled and whether the function is throttled.',
      runbook: 'sweep-silent',
    });
    alarms.onCounted('WriteBacksRefused', Stats.MAXIMUM, this, 'RefusedWriteBacks', {
      impact: 'Scores are stored and missing from the chart, and nothing but a person will bring them there.',
      action: 'Read the reason in $status of one of them, correct its cause, then npm run redrive.',
      runbook: 'write-back-refused',
    });
    alarms.onCounted('ReviewsWaiting', Stats.MAXIMUM, this, 'WaitingReviews', {
      impact:
        'Answers that no rule can score have waited for a person for more than two days: the chart lacks them.',
      action:
        'npm run reviews lists them with their reasons; the clinic corrects the answers and sends them again.',
      runbook: 'reviews-waiting',
    });
    alarms.onCounted('AlertsOverdue', Stats.MAXIMUM, this, 'OverdueAlerts', {
      impact:
        'A patient answered a safety item positively, and nobody has acknowledged the alert in the time set.',
      action: 'Reach the clinician on duty of that source now; the alert names the response.',
      runbook: 'overdue-alerts',
    });
  }
}
