/** The nightly compile over a table in this process, its bucket and its queues in memory. */
import type { GetObjectCommandInput, PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import type { FetchRequest } from '../../functions/adapters/queues.ts';
import { type RestatementStore, restatementStore } from '../../functions/adapters/restatement-store.ts';
import { type SnapshotStore, snapshotStore } from '../../functions/adapters/snapshot-store.ts';
import { writeTimes } from '../../functions/adapters/write-times.ts';
import { compileMetrics } from '../../functions/metrics/compile-metrics.ts';
import type { OutcomesTable } from './outcomes-table.ts';
import { sqsRecord } from './sqs.ts';

const FETCH = 'fetch';

export class NightlyCompile {
  readonly snapshots: SnapshotStore;
  readonly restatements: RestatementStore;
  /** What the EHR was to be asked for, of all nights. */
  readonly asked: FetchRequest[] = [];
  readonly #table: OutcomesTable;
  readonly #objects = new Map<string, string>();

  constructor(table: OutcomesTable) {
    this.#table = table;
    const s3 = {
      send: async ({ input }: { input: PutObjectCommandInput & GetObjectCommandInput }) => {
        const { Key = '', Body } = input;
        if (Body !== undefined) return void this.#objects.set(Key, String(Body));
        return { Body: { transformToString: async () => this.#objects.get(Key) ?? '' } };
      },
    } as unknown as S3Client;
    const place = [table.client, table.table, s3, 'snapshots'] as const;
    this.snapshots = snapshotStore(...place);
    this.restatements = restatementStore(...place);
  }

  /** The run of that day, to its end. */
  async night(date: string): Promise<void> {
    const queue: string[] = [];
    const sqs = {
      send: async ({ input: { QueueUrl, MessageBody = '' } }: { input: SendMessageCommandInput }) => {
        if (QueueUrl === FETCH) this.asked.push(JSON.parse(MessageBody) as FetchRequest);
        else queue.push(MessageBody);
        return {};
      },
    };
    const { client, table } = this.#table;
    const compile = compileMetrics({
      dynamo: client,
      outcomesTable: table,
      snapshots: this.snapshots,
      restatements: this.restatements,
      times: writeTimes(client, table),
      sqs: sqs as unknown as SQSClient,
      queueUrl: 'compile',
      fetchQueueUrl: FETCH,
    });
    await compile.start(new Date(`${date}T12:00:00Z`));
    for (let body = queue.shift(); body !== undefined; body = queue.shift())
      await compile.messages([sqsRecord(body)]);
  }
}
