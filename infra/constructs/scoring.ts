/**
 * Responses in by queue; safety items, scores and lineage stored; write-back asked for. Outcomes are added and
 * replaced, never deleted: there is no DeleteItem here, nor anywhere else.
 *
 * @module
 */
import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import type { Alerts } from './alerts.ts';
import { know, sendToEach, useObjects, useTable } from './binding.ts';
import type { Import } from './import.ts';
import type { Intake } from './intake.ts';
import { NodeFunction } from './node-function.ts';
import type { Store } from './store.ts';
import type { WriteBack } from './write-back.ts';

export interface ScoringProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  readonly alerts: Alerts;
  readonly intake: Intake;
  readonly imports: Import;
  readonly writeBack: WriteBack;
  /** Time one execution may take; the queues hide a message six times as long. */
  readonly timeout: Duration;
}

export class Scoring extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { settings, store, alarms, alerts, intake, imports, writeBack, timeout }: ScoringProps,
  ) {
    super(scope, id);

    const score = new NodeFunction(this, 'Score', {
      entry: 'functions/score.ts',
      settings,
      key: store.key,
      timeout,
      memorySize: 1024,
    })
      .bind(
        env.outcomesTable,
        useTable(store.outcomes, {
          items: [
            'dynamodb:BatchWriteItem',
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:Query',
            'dynamodb:UpdateItem',
          ],
        }),
      )
      .bind(env.writeBackQueues, sendToEach(writeBack.queues))
      .bind(env.claimsBucket, useObjects(intake.claims, 's3:GetObject'))
      // The queue a message came from decides its source: these two say which queue is whose.
      .bind(env.responsesQueueArn, know(intake.responses.queue.queueArn))
      .bind(
        env.inboundQueues,
        know([...intake.inbound].map(([source, { queue }]) => `${source}=${queue.queueArn}`).join(' ')),
      );

    alerts.letPublish(score);

    for (const work of [intake.responses, ...intake.inbound.values()])
      work.feed(score, { batchSize: 25, maxBatchingWindow: Duration.seconds(1), maxConcurrency: 20 });
    // A year of history may come in one file: it takes a quarter of the scorers at most.
    imports.lines.feed(score, { batchSize: 25, maxBatchingWindow: Duration.seconds(1), maxConcurrency: 5 });

    alarms.onErrors(score, {
      impact:
        'Whole batches of questionnaires fail: scores and safety alerts are late until they are tried again.',
      action: 'Read the error in the log of the score function; a bad deployment is rolled back first.',
      runbook: 'score-failing',
    });
  }
}
