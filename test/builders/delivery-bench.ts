/**
 * The way of a response through the real functions and the real store, over a table in this process: pushed,
 * scored, written back to an EHR that keeps what it is sent. Every call to the outside passes a gate before it
 * takes effect and after, so that a test decides who dies where.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SendMessageBatchCommandInput, SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { alertPublisher } from '../../functions/adapters/alert-publisher.ts';
import { alertStore } from '../../functions/adapters/alert-store.ts';
import { contextStore } from '../../functions/adapters/context-store.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { sendEnvelope } from '../../functions/adapters/queues.ts';
import { type WriteTimes, writeTimes } from '../../functions/adapters/write-times.ts';
import { scoreMessages } from '../../functions/scoring/score-messages.ts';
import { writeBackMessages } from '../../functions/write-back/write-back-messages.ts';
import type { Notice } from '../../shared/alerts/notice.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { memoryEhr } from './memory-ehr.ts';
import type { OutcomesTable } from './outcomes-table.ts';
import { sqsRecord } from './sqs.ts';

/** Passed before and after each call; it may throw, and then the process is dead. */
export type Passage = () => void;

const immortal: Passage = () => {};

/** Dies at its `passages`-th passage, once; whoever comes after it lives. */
export class Death {
  /** Whether the process that is running now is dead: it can reach nothing any more. */
  #dead = false;
  #left: number;
  happened = false;

  constructor(passages: number) {
    this.#left = passages;
  }

  readonly passage: Passage = () => {
    if (this.#dead) throw new Error('killed');
    if (!this.happened && this.#left === 0) {
      this.happened = true;
      this.#dead = true;
      throw new Error('killed');
    }
    this.#left -= 1;
  };

  /** A new process takes over. */
  revive(): void {
    this.#dead = false;
  }
}

const QUEUE = 'responses';
const WRITE_BACK = 'write-back';

export class DeliveryBench {
  readonly responses: string[] = [];
  readonly writeBacks: string[] = [];
  readonly events: Notice[] = [];
  readonly times: WriteTimes;
  readonly #passage: Passage;
  readonly #table: OutcomesTable;

  constructor(table: OutcomesTable, passage: Passage = immortal) {
    this.#table = table;
    this.#passage = passage;
    this.times = writeTimes(this.#dynamo(), table.table);
  }

  /** What `receive` does before it answers. */
  async receive(envelope: Envelope): Promise<void> {
    await sendEnvelope(this.#sqs(), QUEUE, envelope);
  }

  /** One execution of `score`, up to the moment SQS hears of its success. */
  async score(bodies: readonly string[]): Promise<void> {
    const dynamo = this.#dynamo();
    const { table } = this.#table;
    const score = scoreMessages({
      outcomes: outcomeStore(dynamo, table),
      context: contextStore(dynamo, table),
      alerts: { store: alertStore(dynamo, table), publisher: this.#publisher() },
      sqs: this.#sqs(),
      s3: {} as S3Client,
      inboundSources: new Map(),
      writeBackQueues: new Map([['riverside', WRITE_BACK]]),
    });
    await score(bodies.map((body, index) => sqsRecord(body, { id: `message-${index}` })));
    this.#passage();
  }

  /** One execution of `write-back`. */
  async writeBack(bodies: readonly string[]): Promise<void> {
    memoryEhr.passage = this.#passage;
    const writeBack = writeBackMessages({
      outcomes: outcomeStore(this.#dynamo(), this.#table.table),
      times: this.times,
      ehrOf: () => memoryEhr,
    });
    await writeBack(bodies.map((body, index) => sqsRecord(body, { id: `message-${index}` })));
    this.#passage();
  }

  #dynamo(): DynamoDBClient {
    const { client } = this.#table;
    return {
      send: (command: Parameters<DynamoDBClient['send']>[0]) => this.#call(() => client.send(command)),
    } as unknown as DynamoDBClient;
  }

  #sqs(): SQSClient {
    return {
      send: ({ input }: { input: SendMessageBatchCommandInput & SendMessageCommandInput }) =>
        this.#call(async () => {
          const queue = input.QueueUrl === QUEUE ? this.responses : this.writeBacks;
          for (const { MessageBody = '' } of input.Entries ?? [input]) queue.push(MessageBody);
          return {};
        }),
    } as unknown as SQSClient;
  }

  #publisher() {
    return alertPublisher(
      {
        send: ({ input }: PutEventsCommand) =>
          this.#call(async () => {
            for (const { Detail = '' } of input.Entries ?? []) this.events.push(JSON.parse(Detail) as Notice);
            return {};
          }),
      } as unknown as EventBridgeClient,
      'bus',
      { send: () => this.#call(async () => ({})) } as unknown as SNSClient,
      'topic',
    );
  }

  async #call<T>(act: () => Promise<T>): Promise<T> {
    this.#passage();
    const result = await act();
    this.#passage();
    return result;
  }
}
