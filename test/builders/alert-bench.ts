/**
 * The way of an alert through the real adapters, over a table in this process: push versions of a response,
 * sweep, list, acknowledge. Every test has a response of its own.
 */
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { type AlertStore, alertStore } from '../../functions/adapters/alert-store.ts';
import { openAlerts } from '../../functions/adapters/open-work.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { alertsApi } from '../../functions/alerts/alerts-api.ts';
import type { AlertPorts } from '../../functions/alerts/announce.ts';
import { scoreMessages } from '../../functions/scoring/score-messages.ts';
import { type Swept, sweepOpenWork } from '../../functions/sweep/sweep-open-work.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { ResponseDelivery } from '../../shared/responses/delivery.ts';
import { type AlertChannels, alertChannels } from './alert-channels.ts';
import { type PersonRequest, personRequest } from './http-request.ts';
import { type OutcomesTable, outcomesTable } from './outcomes-table.ts';
import { responseTo } from './questionnaire-response.ts';
import { sqsRecord } from './sqs.ts';

/** LOINC code of item 9 of the PHQ-9. */
export const item = '44260-8';

interface Pushed {
  readonly source?: string;
  readonly authored?: string;
  readonly status?: 'completed' | 'entered-in-error';
}

interface Answered {
  readonly statusCode: number;
  readonly body: Record<string, unknown>;
}

export class AlertBench {
  table!: OutcomesTable;
  store!: AlertStore;
  channels!: AlertChannels;
  /** Of the response of this test. */
  identity = '';

  #count = 0;

  constructor() {
    beforeAll(async () => {
      this.table = await outcomesTable();
      this.store = alertStore(this.table.client, this.table.table);
    });
    afterAll(() => this.table.close());
    beforeEach(() => {
      this.channels = alertChannels();
      this.#count += 1;
      this.identity = `response-${this.#count}`;
      vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T10:00:10.000Z') });
    });
  }

  ports(): AlertPorts {
    return { store: this.store, publisher: this.channels.publisher };
  }

  /** Delivers a version, `minute` minutes after ten, in which item 9 is worth this much. */
  async push(item9: number | 'delete', minute = 0, pushed: Pushed = {}): Promise<void> {
    const { source = 'riverside', authored = '2026-03-01T09:30:00Z', status = 'completed' } = pushed;
    const { identity } = this;
    const receivedAt = new Date(Date.parse('2026-03-01T10:00:00.000Z') + minute * 60_000).toISOString();
    const overrides = { id: identity, status, authored, meta: { lastUpdated: receivedAt } };
    const points = [0, 0, 0, 0, 0, 0, 0, 0, item9 === 'delete' ? 0 : item9];
    const delivery: ResponseDelivery =
      item9 === 'delete'
        ? { kind: 'delete', identity }
        : { kind: 'upsert', identity, resource: { ...responseTo('phq-9', points, overrides) } };
    const score = scoreMessages({
      outcomes: this.outcomes(),
      context: { put: async () => {} },
      alerts: this.ports(),
      sqs: noQueue,
      s3: {} as S3Client,
      inboundSources: new Map(),
      writeBackQueues,
    });
    await score([sqsRecord({ source, receivedAt, responses: [delivery], context: [] })]);
  }

  outcomes(): ReturnType<typeof outcomeStore> {
    return outcomeStore(this.table.client, this.table.table);
  }

  async alert(source = 'riverside'): Promise<Alert> {
    const found = await this.store.read({ source, identity: this.identity, item });
    if (found === undefined) throw new Error('no alert');
    return found;
  }

  sweep(now: string, alerts = this.ports(), sqs = noQueue): Promise<Swept> {
    const { client: dynamo, table } = this.table;
    return sweepOpenWork({ dynamo, outcomesTable: table, sqs, writeBackQueues, alerts })(now);
  }

  /** What `GET /alerts` says of this response. */
  async list(groups: readonly string[], query?: Record<string, string>, now?: string) {
    const { statusCode, body } = await this.#ask('GET /alerts', { groups, ...(query && { query }) }, now);
    const alerts = body.alerts as readonly { response: string; source: string }[] | undefined;
    return { statusCode, mine: alerts?.filter(({ response }) => response === this.identity) };
  }

  /** Acknowledges this response's alert, as a clinician of Riverside unless it is said otherwise. */
  acknowledge(given: PersonRequest = {}, now?: string): Promise<Answered> {
    const path = { response: this.identity, item };
    const asked = { groups: ['alerts:riverside'], path, ...given };
    return this.#ask('POST /alerts/{response}/{item}/acknowledge', asked, now);
  }

  async #ask(route: string, asked: PersonRequest, now = '2026-03-01T10:42:00.000Z'): Promise<Answered> {
    const { client, table } = this.table;
    const api = alertsApi({
      store: this.store,
      openAlerts: (source) => openAlerts(client, table, source),
      groupsClaim: 'groups',
      now: () => now,
    });
    const { statusCode, body } = await api(personRequest(route, asked));
    return { statusCode, body: JSON.parse(body) as Record<string, unknown> };
  }
}

/** Takes everything and gives nothing. */
const noQueue = { send: async () => ({}) } as unknown as SQSClient;
const writeBackQueues = new Map(['riverside', 'hilltop'].map((id) => [id, 'queue']));
