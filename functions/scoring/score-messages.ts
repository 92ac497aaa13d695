/**
 * What `score` does with a batch: read, judge safety items, score, keep, and only then ask for write-back.
 *
 * The order is the guarantee. Alerts stand before anything else can fail; the version before CURRENT; the
 * write-back request before the acknowledgement. A crash between any two steps repeats harmlessly.
 *
 * @module
 */

import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { instruments } from '../../shared/instruments/catalog.ts';
import { packResponse } from '../../shared/metrics/pack-response.ts';
import { contextOf } from '../../shared/programs/context.ts';
import type { CurrentResponse } from '../../shared/responses/current.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { utcInstant } from '../../shared/responses/order.ts';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import { type Recorded, recordResponse, type ScoringContext } from '../../shared/responses/record.ts';
import { compileCatalog } from '../../shared/scoring/compile.ts';
import { compileForms } from '../../shared/scoring/match.ts';
import { impliesObservations } from '../../shared/write-back/desired.ts';
import type { AlertStore } from '../adapters/alert-store.ts';
import type { ContextStore } from '../adapters/context-store.ts';
import type { OutcomeStore } from '../adapters/outcome-store.ts';
import { requestWriteBack, type WriteBackRequest } from '../adapters/queues.ts';
import { sha256 } from '../runtime/hash.ts';
import { requireSource, settings } from '../runtime/settings.ts';
import { logger, metrics } from '../runtime/telemetry.ts';
import { readMessage } from './read-message.ts';

export interface ScoringPorts {
  readonly outcomes: OutcomeStore;
  readonly context: ContextStore;
  readonly alerts: AlertStore;
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

const catalog = compileCatalog(instruments, settings.scoring);
const contexts = new Map<string, ScoringContext>(
  settings.sources.map((source) => [
    source.id,
    { source, catalog, forms: compileForms(source.forms), sha256 },
  ]),
);

export function scoreMessages(ports: ScoringPorts): (records: readonly SQSRecord[]) => Promise<void> {
  const { outcomes, context, alerts, sqs, s3, inboundSources, writeBackQueues } = ports;

  return async (records) => {
    const envelopes = await Promise.all(records.map((record) => readMessage(record, inboundSources, s3)));
    const delivered = envelopes.flatMap(recordEnvelope);

    for (const alert of delivered.flatMap((one) => one.alerts)) {
      const published = await alerts.raise(alert, new Date().toISOString());
      if (published) metrics.addMetric('AlertsPublished', MetricUnit.Count, 1);
    }
    await context.put(envelopes.flatMap(contextRecords));
    await outcomes.putVersions(delivered);
    const pending = await Promise.all(delivered.map(({ current }) => putCurrent(outcomes, current)));
    await requestWriteBack(sqs, writeBackQueues, pending.flat());
    logger.info('responses recorded', {
      responses: delivered.map(({ current: { source, identity, status } }) => ({ source, identity, status })),
    });
  };
}

function recordEnvelope({ source, receivedAt, responses }: Envelope): readonly Delivered[] {
  const context = contexts.get(requireSource(source).id);
  if (context === undefined) return [];
  return responses.map((delivery) => ({
    ...recordResponse(delivery, receivedAt, context),
    raw: delivery.resource ?? null,
  }));
}

function contextRecords({ source, receivedAt, context }: Envelope) {
  const programs = settings.programs.filter((program) => program.source === source);
  return context.flatMap((resource) => {
    const record = contextOf(
      resource,
      programs,
      lastUpdatedOf(resource) ?? utcInstant(receivedAt) ?? receivedAt,
    );
    return record === null ? [] : [{ source, record }];
  });
}

/** When the EHR last changed the resource, as fixed-width UTC. */
function lastUpdatedOf({ meta }: Readonly<Record<string, unknown>>): string | undefined {
  return isObject(meta) && typeof meta.lastUpdated === 'string' ? utcInstant(meta.lastUpdated) : undefined;
}

/** The response to write back, when its state may differ from what the EHR holds. */
async function putCurrent(
  outcomes: OutcomeStore,
  current: CurrentResponse,
): Promise<readonly WriteBackRequest[]> {
  const { source, identity, status } = current;
  const put = await outcomes.putCurrent(current, packResponse(current));
  metrics.addMetric(
    put.kind === 'stored' ? `Responses-${status}` : `Deliveries-${put.kind}`,
    MetricUnit.Count,
    1,
  );
  const mayDiffer =
    put.kind === 'repeated' ||
    (put.kind === 'stored' && (put.replaced !== undefined || impliesObservations(current)));
  return mayDiffer ? [{ source, identity }] : [];
}
