/**
 * Every alarm says who is hurt, what to do, and where the runbook is: an alarm nobody can act on is noise.
 * Used by each construct for its own queues and functions; all alarms go to one topic.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

export interface AlarmText {
  /** What it means for patients, or for those who treat them. */
  readonly impact: string;
  /** The first thing to do. */
  readonly action: string;
  /** Name of the article: `docs/runbooks/<runbook>.md`. Synth fails where there is none. */
  readonly runbook: string;
}

/** Metrics by which functions say that something needs a person. */
export type CountedByFunctions =
  | 'AlertsOverdue'
  | 'ImportLinesFailed'
  | 'RequestsNotTaken'
  | 'ResponsesGoneUnnamed'
  | 'ReviewsWaiting'
  | 'WriteBacksRefused';

export class Alarms extends Construct {
  /** Operators subscribe here. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { key }: { readonly key: Key }) {
    super(scope, id);
    this.topic = new Topic(this, 'Operations', {
      displayName: 'Outcomes pipeline: operations',
      masterKey: key,
      enforceSSL: true,
    });
    letCloudWatchUse(key);
  }

  /** A message that was given up on. */
  onDeadLetters(queue: Queue, text: AlarmText): void {
    this.onAbove(0, queue.metricApproximateNumberOfMessagesVisible(latest), queue, 'NotEmpty', text);
  }

  /** Messages that nobody fetches, or too slowly. */
  onWaiting(queue: Queue, longest: Duration, text: AlarmText): void {
    this.onAbove(
      longest.toSeconds(),
      queue.metricApproximateAgeOfOldestMessage(latest),
      queue,
      'Waiting',
      text,
    );
  }

  /** An execution that threw or ran out of time. */
  onErrors(lambda: NodeFunction, text: AlarmText): void {
    this.onAbove(0, lambda.metricErrors({ period: Duration.minutes(5) }), lambda, 'Failing', text);
  }

  /** A function that a schedule should start and that did not run at all. */
  onSilence(lambda: NodeFunction, text: AlarmText): void {
    this.make(lambda.metricInvocations({ period: Duration.minutes(5) }), lambda, 'Silent', text, {
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING, // a function that never runs emits nothing: that is the alarm
    });
  }

  /** Something a function has counted, with the namespace and service of `functions/runtime/telemetry.ts`. */
  onCounted(
    metricName: CountedByFunctions,
    statistic: typeof Stats.MAXIMUM | typeof Stats.SUM,
    scope: Construct,
    id: string,
    text: AlarmText,
  ): void {
    const metric = new Metric({
      namespace: 'OutcomesPipeline',
      metricName,
      dimensionsMap: { service: 'outcomes-pipeline' },
      period: Duration.minutes(5),
      statistic,
    });
    this.onAbove(0, metric, scope, id, text);
  }

  onAbove(threshold: number, metric: Metric, scope: Construct, id: string, text: AlarmText): void {
    this.make(metric, scope, id, text, {
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING, // an idle queue or function emits nothing, which is good
    });
  }

  private make(
    metric: Metric,
    scope: Construct,
    id: string,
    { impact, action, runbook }: AlarmText,
    when: Omit<Parameters<Metric['createAlarm']>[2], 'alarmDescription'>,
  ): void {
    if (!existsSync(new URL(`../../docs/runbooks/${runbook}.md`, import.meta.url)))
      throw new Error(
        `The alarm ${scope.node.path}/${id} has no runbook: write docs/runbooks/${runbook}.md.`,
      );
    const alarm = metric.createAlarm(scope, id, {
      ...when,
      alarmDescription: `${impact}\n\n${action}\n\nRunbook: docs/runbooks/${runbook}.md`,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}

const latest = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };

/** CloudWatch publishes alarms of this account to an encrypted topic. `*` in a key policy means this key. */
function letCloudWatchUse(key: Key): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(key).account } },
    }),
  );
}
