/**
 * How scores reach the EHR: one function, and for each source a queue of its own with its own limit, so that
 * an EHR that is down or slow blocks nobody else. The queue keeps one writer per patient (its message group),
 * which removes the race of two conditional creates.
 *
 * @module
 */
import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings, SourceSettings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { useTable } from './binding.ts';
import { NodeFunction } from './node-function.ts';
import type { Signing } from './signing.ts';
import type { Store } from './store.ts';
import { WorkQueue } from './work-queue.ts';

export interface WriteBackProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  /** Undefined where no EHR is signed in to. */
  readonly signing: Signing | undefined;
}

const timeout = Duration.minutes(1);

export class WriteBack extends Construct {
  /** Send here which response to make true in the EHR; by source id. */
  readonly queues: ReadonlyMap<string, Queue>;

  constructor(scope: Construct, id: string, { settings, store, alarms, signing }: WriteBackProps) {
    super(scope, id);

    const write = new NodeFunction(this, 'Write', {
      entry: 'functions/write-back.ts',
      settings,
      key: store.key,
      timeout,
    })
      .bind(
        env.outcomesTable,
        useTable(store.outcomes, {
          items: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:Query'],
        }),
      )
      .bind(env.operationsTable, useTable(store.operations, { items: ['dynamodb:UpdateItem'] }));
    if (signing !== undefined) write.bind(env.signingKeys, signing.sign);

    alarms.onErrors(write, {
      impact: 'Scores do not reach the charts of any EHR, and corrected ones still stand there as they were.',
      action: 'Read the error in the log of the write-back function; a bad deployment is rolled back first.',
      runbook: 'write-back-failing',
    });

    this.queues = new Map(
      settings.sources.map((source) => {
        const work = this.queueOf(source, { store, alarms });
        work.feed(write, { batchSize: 10, maxConcurrency: source.writeBackConcurrency });
        return [source.id, work.queue];
      }),
    );
  }

  private queueOf(
    { id, name }: SourceSettings,
    { store, alarms }: Pick<WriteBackProps, 'store' | 'alarms'>,
  ): WorkQueue {
    return new WorkQueue(this, `To-${id}`, {
      store,
      alarms,
      fifo: true,
      consumerTimeout: timeout,
      deadLetters: {
        impact: `A score is stored and is missing from the chart in the EHR of ${name}, or a corrected one still stands there.`,
        action:
          'Read the error of the write-back function, correct its cause, then redrive the dead letters.',
        runbook: 'write-back-dead-letters',
      },
      waiting: {
        longest: Duration.minutes(15),
        impact: `Scores reach the chart in the EHR of ${name} late.`,
        action: 'See whether that EHR answers slowly; raise or lower writeBackConcurrency with its team.',
        runbook: 'write-back-waiting',
      },
    });
  }
}
