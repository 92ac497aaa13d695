/**
 * Envelopes into a queue, ten a call and several calls at once: for whoever has thousands of them.
 *
 * @module
 */
import type { S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { checkIn, MESSAGE_BYTES } from './claims.ts';
import { messageBody } from './queues.ts';

/** What SQS takes in one call. */
const BATCH_ENTRIES = 10;
/** Calls under way at the same time. */
const CALLS_AT_ONCE = 8;
/** Tries of what the queue refused for reasons of its own. */
const TRIES = 4;

export class EnvelopeBatches {
  readonly #sqs: SQSClient;
  readonly #s3: S3Client;
  readonly #queueUrl: string;
  readonly #claimsBucket: string;
  readonly #underWay = new Set<Promise<void>>();
  #bodies: string[] = [];
  #bytes = 0;
  #failure: unknown;

  constructor(to: {
    readonly sqs: SQSClient;
    readonly s3: S3Client;
    readonly queueUrl: string;
    readonly claimsBucket: string;
  }) {
    this.#sqs = to.sqs;
    this.#s3 = to.s3;
    this.#queueUrl = to.queueUrl;
    this.#claimsBucket = to.claimsBucket;
  }

  /** @throws {Error} when an earlier call has failed for good. */
  async add(envelope: Envelope): Promise<void> {
    const body = messageBody(await checkIn(this.#s3, this.#claimsBucket, envelope));
    const size = Buffer.byteLength(body);
    if (this.#bodies.length === BATCH_ENTRIES || this.#bytes + size > MESSAGE_BYTES) await this.#send();
    this.#bodies.push(body);
    this.#bytes += size;
  }

  /** Resolves when the queue has everything that was added. @throws {Error} when it does not. */
  async drain(): Promise<void> {
    await this.#send();
    await Promise.all(this.#underWay);
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #send(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#bodies.length === 0) return;
    const call = sendAll(this.#sqs, this.#queueUrl, this.#bodies)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#underWay.delete(call));
    this.#underWay.add(call);
    this.#bodies = [];
    this.#bytes = 0;
    if (this.#underWay.size >= CALLS_AT_ONCE) await Promise.race(this.#underWay);
  }
}

async function sendAll(sqs: SQSClient, queueUrl: string, bodies: readonly string[]): Promise<void> {
  let left = bodies.map((body, index) => ({ Id: String(index), MessageBody: body }));
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: left }),
    );
    const refused = new Set(Failed.map(({ Id }) => Id));
    left = left.filter(({ Id }) => refused.has(Id));
    if (left.length > 0 && attempt === TRIES)
      throw new Error(`the queue refused ${left.length} messages (${Failed[0]?.Code})`);
  }
}
