/**
 * A queue with its dead letters and both alarms: nothing that was accepted is ever dropped silently. Every
 * queue of the pipeline is one of these.
 *
 * @module
 */
import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alarms, AlarmText } from './alarms.ts';
import type { NodeFunction } from './node-function.ts';
import type { Store } from './store.ts';

export interface WorkQueueProps {
  readonly store: Store;
  readonly alarms: Alarms;
  /** Time one execution of the consumer may take. */
  readonly consumerTimeout: Duration;
  /**
   * In order within a message group, one group at a time.
   *
   * @default false
   */
  readonly fifo?: boolean;
  /** What it means that messages were given up on. */
  readonly deadLetters: AlarmText;
  /** What it means that messages wait longer than this. Left out where waiting hurts nobody. */
  readonly waiting?: AlarmText & { readonly longest: Duration };
}

export interface ConsumeProps {
  readonly batchSize: number;
  readonly maxConcurrency: number;
  /** How long to gather a batch larger than 10. A FIFO queue cannot. */
  readonly maxBatchingWindow?: Duration;
}

export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    { store, alarms, consumerTimeout, fifo = false, deadLetters, waiting }: WorkQueueProps,
  ) {
    super(scope, id);
    const common: QueueProps = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: store.key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14), // the longest that SQS offers
      removalPolicy: store.removalPolicy,
      ...(fifo && inOrder),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(6 * consumerTimeout.toSeconds()), // AWS advice for a Lambda consumer
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });

    alarms.onDeadLetters(this.deadLetters, deadLetters);
    if (waiting !== undefined) alarms.onWaiting(this.queue, waiting.longest, waiting);
  }

  /** The consumer gets batches and answers which messages it could not finish. */
  feed(consumer: NodeFunction, how: ConsumeProps): void {
    consumer.addEventSource(new SqsEventSource(this.queue, { ...how, reportBatchItemFailures: true }));
  }
}

/** Deduplication ids are random: an id derived from the content would swallow a redrive or a re-score. */
const inOrder: QueueProps = {
  fifo: true,
  contentBasedDeduplication: false,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};
