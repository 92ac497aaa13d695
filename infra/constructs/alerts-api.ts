/**
 * The open alerts, for the people who look at them, and their acknowledgement. It reads and replaces alerts by
 * key and nothing else: it cannot publish, and cannot reach a queue.
 *
 * @module
 */
import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { know, useTable } from './binding.ts';
import { NodeFunction } from './node-function.ts';
import { index, type Store } from './store.ts';

export interface AlertsApiProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  /** Claim of a person's token that lists the groups they are in. */
  readonly groupsClaim: string;
}

export class AlertsApi extends Construct {
  /** Answers `/alerts`. */
  readonly serve: NodeFunction;

  constructor(scope: Construct, id: string, { settings, store, alarms, groupsClaim }: AlertsApiProps) {
    super(scope, id);
    this.serve = new NodeFunction(this, 'Serve', {
      entry: 'functions/alerts-api.ts',
      settings,
      key: store.key,
      timeout: Duration.seconds(20), // the HTTP API gives up at 30
    })
      .bind(
        env.outcomesTable,
        useTable(store.outcomes, {
          items: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
          query: index.open,
        }),
      )
      .bind(env.groupsClaim, know(groupsClaim));
    alarms.onErrors(this.serve, {
      impact: 'Clinicians cannot see or acknowledge safety alerts; those they dealt with are called overdue.',
      action: 'Read the error in the log of the alerts function; a bad deployment is rolled back first.',
      runbook: 'alerts-api-failing',
    });
  }
}
