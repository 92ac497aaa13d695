import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Store } from './store.ts';

/**
 * Where a positive safety item is announced, the moment it is read. A clinic subscribes its own pager, queue
 * or mailbox; the message names the response and carries no answer. `score` publishes.
 */
export class Alerts extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { store }: { readonly store: Store }) {
    super(scope, id);
    this.topic = new Topic(this, 'Safety', {
      displayName: 'Outcomes pipeline: safety alerts',
      masterKey: store.key,
      enforceSSL: true,
    });
  }
}
