/**
 * How responses come in: `receive` answers HTTP and puts them on the responses queue; a source that speaks
 * SQS has an inbound queue of its own, so that the queue, never the message, says which source it is.
 *
 * @module
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { AccountPrincipal, ArnPrincipal, PolicyStatement, type PrincipalBase } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { sendTo, useObjects, useTable } from './binding.ts';
import { privateBucket } from './bucket.ts';
import { NodeFunction } from './node-function.ts';
import type { Store } from './store.ts';
import { WorkQueue } from './work-queue.ts';

export interface IntakeProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
  /** Time one execution of the scorer may take. */
  readonly scoreTimeout: Duration;
}

export class Intake extends Construct {
  readonly receive: NodeFunction;
  /** Filled by `receive` only. */
  readonly responses: WorkQueue;
  /** By source id. */
  readonly inbound: ReadonlyMap<string, WorkQueue>;
  /** Bodies too large for a message; the message names the object. */
  readonly claims: Bucket;

  constructor(scope: Construct, id: string, { settings, store, alarms, scoreTimeout }: IntakeProps) {
    super(scope, id);

    this.claims = privateBucket(this, 'Claims', store, {
      expiresAfter: Duration.days(14), // as long as a queue keeps the message that names it
    });
    this.responses = new WorkQueue(this, 'Responses', {
      store,
      alarms,
      consumerTimeout: scoreTimeout,
      deadLetters: {
        impact: 'A questionnaire was accepted and could not be read: it has no score and no safety check.',
        action: 'Read the error of the score function, correct its cause, then redrive the dead letters.',
        runbook: 'responses-dead-letters',
      },
      waiting: {
        longest: Duration.minutes(5),
        impact: 'Questionnaires wait unscored; a positive safety item among them has alerted nobody yet.',
        action: 'See whether the score function fails or is throttled.',
        runbook: 'responses-waiting',
      },
    });
    this.inbound = new Map(
      settings.sources.flatMap(({ id: source, name, inboundQueue }) =>
        inboundQueue === undefined
          ? []
          : [
              [
                source,
                this.inboundQueue(source, name, inboundQueue.senders, { store, alarms, scoreTimeout }),
              ],
            ],
      ),
    );

    this.receive = new NodeFunction(this, 'Receive', {
      entry: 'functions/receive.ts',
      settings,
      key: store.key,
      timeout: Duration.seconds(20), // the HTTP API gives up at 30
    })
      .bind(env.responsesQueueUrl, sendTo(this.responses.queue))
      .bind(env.claimsBucket, useObjects(this.claims, 's3:PutObject'))
      .bind(env.outcomesTable, useTable(store.outcomes, { items: ['dynamodb:GetItem', 'dynamodb:Query'] }))
      .bind(env.operationsTable, useTable(store.operations, { items: ['dynamodb:GetItem'] }));
    alarms.onCounted('ResponsesGoneUnnamed', Stats.SUM, this, 'UnmatchedDeletes', {
      impact: 'The EHR deleted a response, and its score, Observations and alert are still in force here.',
      action: 'Read in the log which source it is, and have the response sent with status entered-in-error.',
      runbook: 'deletes-unmatched',
    });
    alarms.onErrors(this.receive, {
      impact:
        'An EHR pushed a questionnaire and got no acknowledgement; if it does not try again, it is lost.',
      action: 'Read the error in the log, then ask the EHR team to send again what failed in that time.',
      runbook: 'receive-failing',
    });
    alarms.onCounted('RequestsNotTaken', Stats.SUM, this, 'NotTaken', {
      impact:
        'An EHR pushed a questionnaire and was told to send it again; if it does not, the questionnaire is lost.',
      action:
        'Read the error in the log of the receive function; see whether the queue and the table answer.',
      runbook: 'receive-failing',
    });
  }

  private inboundQueue(
    source: string,
    name: string,
    senders: readonly string[],
    { store, alarms, scoreTimeout }: Pick<IntakeProps, 'store' | 'alarms' | 'scoreTimeout'>,
  ): WorkQueue {
    const inbound = new WorkQueue(this, `Inbound-${source}`, {
      store,
      alarms,
      consumerTimeout: scoreTimeout,
      deadLetters: {
        impact: `A questionnaire that ${name} put on its queue could not be read: no score and no safety check.`,
        action: 'Read the error of the score function, correct its cause, then redrive the dead letters.',
        runbook: 'inbound-dead-letters',
      },
      waiting: {
        longest: Duration.minutes(5),
        impact: `Questionnaires of ${name} wait unscored; a positive safety item among them has alerted nobody yet.`,
        action: 'See whether the score function fails or is throttled.',
        runbook: 'inbound-waiting',
      },
    });
    if (senders.length > 0) letSend(senders.map(principalOf), inbound.queue, store);
    return inbound;
  }
}

/** Another account sends only where both the queue and its key say so. `*` in a key policy means this key. */
function letSend(principals: PrincipalBase[], queue: Queue, { key }: Store): void {
  const { region, urlSuffix } = Stack.of(queue);
  queue.addToResourcePolicy(
    new PolicyStatement({ principals, actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      principals,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'kms:ViaService': `sqs.${region}.${urlSuffix}` } },
    }),
  );
}

function principalOf(sender: string): PrincipalBase {
  return sender.startsWith('arn:') ? new ArnPrincipal(sender) : new AccountPrincipal(sender);
}
