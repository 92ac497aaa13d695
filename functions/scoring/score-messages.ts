/**
 * What `score` does with a batch: read, judge safety items, score, keep, and only then ask for write-back.
 *
 * The order is the guarantee. Alerts stand before anything else can fail; the version before CURRENT; what
 * other versions make of the alerts, and the write-back request, before the acknowledgement. A crash between
 * any two steps repeats harmlessly.
 *
 * @module
 */

import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { packResponse } from '../../shared/metrics/pack-response.ts';
import { contextOf } from '../../shared/programs/context.ts';
import type { CurrentResponse } from '../../shared/responses/current.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { utcInstant } from '../../shared/responses/order.ts';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import { type Recorded, recordResponse, type ScoringContext } from '../../shared/responses/record.ts';
import { compileForms } from '../../shared/scoring/match.ts';
import { impliesObservations } from '../../shared/write-back/desired.ts';
import type { ContextStore } from '../adapters/context-store.ts';
import type { OutcomeStore, PutCurrent } from '../adapters/outcome-store.ts';
import type { ProgramLookup } from '../adapters/program-lookup.ts';
import { requestWriteBack, type WriteBackRequest } from '../adapters/queues.ts';
import type { AlertPorts } from '../alerts/announce.ts';
import { settleAlerts } from '../alerts/settle-alerts.ts';
import { catalog, registry } from '../runtime/catalog.ts';
import { sha256 } from '../runtime/hash.ts';
import { requireSource, settings } from '../runtime/settings.ts';
import { logger, metrics } from '../runtime/telemetry.ts';
import { namePrograms } from './name-programs.ts';
import { readMessage } from './read-message.ts';

export interface ScoringPorts {
  readonly outcomes: OutcomeStore;
  readonly context: ContextStore;
  /** What the table knows of a patient's programs; left out, only what came in the same message is asked. */
  readonly programs?: ProgramLookup;
  readonly alerts: AlertPorts;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /** Source by the ARN of its own inbound queue. */
  readonly inboundSources: ReadonlyMap<string, string>;
  /** Queue URL by source. */
  readonly writeBackQueues: ReadonlyMap<string, string>;
}

interface Delivered extends Recorded {
  readonly raw: unknown;
}

const contexts = new Map<string, ScoringContext>(
  settings.sources.map((source) => [
    source.id,
    { source, catalog, registry, forms: compileForms(source.forms), sha256 },
  ]),
);

export function scoreMessages(ports: ScoringPorts): (records: readonly SQSRecord[]) => Promise<void> {
  const { outcomes, context, programs, alerts, s3, inboundSources } = ports;

  return async (records) => {
    const envelopes = await Promise.all(
      records.map(async (record) =>
        namePrograms(await readMessage(record, inboundSources, s3), settings.programs, programs),
      ),
    );
    const upserts = envelopes.flatMap(recordUpserts);
    // First: whatever fails behind it, an alert has been raised.
    await settle(
      alerts,
      upserts.filter((one) => one.alerts.length > 0),
    );
    await context.put(envelopes.flatMap(contextRecords));
    await store(ports, upserts);
    // Last, so that each finds what it withdraws, also what came in the same batch.
    await store(ports, await recordDeletes(outcomes, envelopes));
  };
}

/** Versions, then what is in force, then the alerts that this moves, then what the EHR has to be told. */
async function store(
  { outcomes, alerts, sqs, writeBackQueues }: ScoringPorts,
  delivered: readonly Delivered[],
): Promise<void> {
  if (delivered.length === 0) return;
  await outcomes.putVersions(delivered);
  const puts = await Promise.all(
    delivered.map(async (one) => ({ one, put: await putCurrent(outcomes, one.current) })),
  );
  await settle(
    alerts,
    puts.filter(({ one, put }) => mayMoveAlerts(one, put)).map(({ one }) => one),
  );
  await requestWriteBack(
    sqs,
    writeBackQueues,
    puts.flatMap(({ one, put }) => writeBackOf(one.current, put)),
  );
  logger.info('responses recorded', {
    responses: delivered.map(({ current: { source, identity, status } }) => ({ source, identity, status })),
  });
}

function recordUpserts({ source, receivedAt, rescoredAt, responses }: Envelope): readonly Delivered[] {
  const context = contextFor(source);
  return responses
    .filter(({ kind }) => kind === 'upsert')
    .map((delivery) => ({
      ...recordResponse(delivery, receivedAt, context, { rescoredAt }),
      raw: delivery.resource ?? null,
    }));
}

async function recordDeletes(
  outcomes: OutcomeStore,
  envelopes: readonly Envelope[],
): Promise<readonly Delivered[]> {
  const deletes = envelopes.flatMap(({ source, receivedAt, responses }) =>
    responses.filter(({ kind }) => kind === 'delete').map((delivery) => ({ source, receivedAt, delivery })),
  );
  return Promise.all(
    deletes.map(async ({ source, receivedAt, delivery }) => {
      const standing = await outcomes.readCurrent(source, delivery.identity);
      return { ...recordResponse(delivery, receivedAt, contextFor(source), { standing }), raw: null };
    }),
  );
}

function contextFor(source: string): ScoringContext {
  const context = contexts.get(requireSource(source).id);
  if (context === undefined) throw new Error(`source ${source} has no scoring context`);
  return context;
}

function contextRecords({ source, receivedAt, context }: Envelope) {
  const programs = settings.programs.filter((program) => program.source === source);
  const { facts: codes } = requireSource(source);
  return context.flatMap((resource) => {
    const changedAt = lastUpdatedOf(resource) ?? utcInstant(receivedAt) ?? receivedAt;
    return contextOf(resource, { programs, codes }, changedAt).map((record) => ({ source, record }));
  });
}

/** When the EHR last changed the resource, as fixed-width UTC. */
function lastUpdatedOf({ meta }: Readonly<Record<string, unknown>>): string | undefined {
  return isObject(meta) && typeof meta.lastUpdated === 'string' ? utcInstant(meta.lastUpdated) : undefined;
}

/** Makes the alerts of each response what its versions imply. */
async function settle(ports: AlertPorts, delivered: readonly Delivered[]): Promise<void> {
  for (const { current, safety } of delivered) {
    const { source, identity, patient, ord, registry, receivedAt, rescoredAt, status } = current;
    const judgedAt = rescoredAt ?? receivedAt;
    const version = { ord, registry, judgedAt, retracted: status === 'retracted', safety };
    const request = { source: requireSource(source), identity, patient, delivered: [version] };
    for (const { settlement, announced } of await settleAlerts(ports, request, new Date().toISOString())) {
      if (announced === 'now') metrics.addMetric('AlertsPublished', MetricUnit.Count, 1);
      if (announced === 'failed') metrics.addMetric('AlertsUnpublished', MetricUnit.Count, 1);
      logger.info('alert settled', { source, identity, settlement, announced });
    }
  }
}

/**
 * A version that says something about a safety item meets other versions, or was here before a crash. The
 * first one of a response does not: whatever it says was settled before it was stored.
 */
function mayMoveAlerts({ current, safety }: Delivered, put: PutCurrent): boolean {
  const says = safety.length > 0 || current.status === 'retracted';
  return says && !(put.kind === 'stored' && put.replaced === undefined);
}

async function putCurrent(outcomes: OutcomeStore, current: CurrentResponse): Promise<PutCurrent> {
  const put = await outcomes.putCurrent(current, packResponse(current));
  metrics.addMetric(
    put.kind === 'stored' ? `Responses-${current.status}` : `Deliveries-${put.kind}`,
    MetricUnit.Count,
    1,
  );
  return put;
}

/**
 * The response to write back, when its state may differ from what the EHR holds. One with earlier versions is
 * marked as such: what those implied may stand in the EHR without a receipt, after a crash.
 */
function writeBackOf(current: CurrentResponse, put: PutCurrent): readonly WriteBackRequest[] {
  const { source, identity } = current;
  if (put.kind === 'stale') return [];
  if (put.kind === 'repeated' || put.replaced !== undefined) return [{ source, identity, amended: true }];
  return impliesObservations(current) ? [{ source, identity }] : [];
}
