/**
 * Where an answer that needs clinical review is announced, the moment it is read: an event bus for programs,
 * an SNS topic for people. A clinic subscribes its own rule, pager, queue or mailbox; what is sent names the
 * response and carries no answer. `score` publishes, `sweep` calls overdue.
 *
 * A rule on the bus brings its own dead-letter queue: whether its target took the event is known only there.
 *
 * @module
 */
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Alarms } from './alarms.ts';
import { publishTo, putEventsOn } from './binding.ts';
import type { NodeFunction } from './node-function.ts';
import type { Store } from './store.ts';

export class Alerts extends Construct {
  readonly topic: Topic;
  readonly bus: EventBus;

  constructor(
    scope: Construct,
    id: string,
    { store, alarms }: { readonly store: Store; readonly alarms: Alarms },
  ) {
    super(scope, id);
    this.topic = new Topic(this, 'Safety', {
      displayName: 'Outcomes pipeline: safety alerts',
      masterKey: store.key,
      enforceSSL: true,
    });
    this.bus = new EventBus(this, 'Bus', {
      description: 'Outcomes pipeline: safety alerts, by ids and codes',
    });
    alarms.onAbove(0, this.topic.metricNumberOfNotificationsFailed(), this.topic, 'Undelivered', {
      impact: 'A subscriber of the safety alerts did not get one: whoever relies on it does not know.',
      action: 'List the open alerts and call the clinician on duty, then repair the subscription.',
      runbook: 'alert-undelivered',
    });
  }

  /** Tells a function where to publish, and lets it. */
  letPublish(lambda: NodeFunction): void {
    lambda.bind(env.alertsTopicArn, publishTo(this.topic)).bind(env.alertsBus, putEventsOn(this.bus));
  }
}
