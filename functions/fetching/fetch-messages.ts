/**
 * What was only named, or may have been missed, read in the EHR and put on the way of every pushed response.
 *
 * The queue of responses has everything before the message is acknowledged and before the watermark moves, so
 * a stop anywhere reads it again. What had already arrived arrives as a duplicate and changes nothing.
 *
 * A request of the night also looks for what outcomes use besides scores, in the types that the source's settings
 * name: who stays in which program, appointments, people. A Patient that was last changed before all of this is
 * read by id when somebody is in a program and nothing is known of them. Only derived strata are ever kept.
 *
 * @module
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { deliveriesOf, type ResponseDelivery } from '../../shared/responses/delivery.ts';
import { utcInstant } from '../../shared/responses/order.ts';
import { isObject } from '../../shared/responses/questionnaire-response.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import type { EhrReader } from '../adapters/ehr-reader.ts';
import { EnvelopeBatches } from '../adapters/envelope-batches.ts';
import type { EventCounts } from '../adapters/event-counts.ts';
import type { FetchRequest } from '../adapters/queues.ts';
import type { Watermarks } from '../adapters/watermarks.ts';
import { sha256 } from '../runtime/hash.ts';
import { requireSource } from '../runtime/settings.ts';
import { logger, metrics } from '../runtime/telemetry.ts';

export interface FetchPorts {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly queueUrl: string;
  readonly claimsBucket: string;
  readonly watermarks: Watermarks;
  readonly eventCounts: EventCounts;
  readonly readerOf: (source: SourceSettings) => EhrReader;
  readonly now: () => Date;
}

type Resource = Readonly<Record<string, unknown>>;

/** How far back the first search of a source looks. */
const FIRST_SEARCH_DAYS = 7;
/** Clocks and slow commits: what an EHR stamps before the watermark may become visible after it. */
const OVERLAP_MS = 5 * 60_000;

export function fetchMessages(ports: FetchPorts): (records: readonly SQSRecord[]) => Promise<void> {
  return async (records) => {
    const requests = records.map(({ body }) => JSON.parse(body) as FetchRequest);
    for (const [id, own] of Map.groupBy(requests, ({ source }) => source)) {
      const source = requireSource(id);
      const reader = ports.readerOf(source);
      const ids = new Set(own.flatMap(({ read }) => read));
      const { passed: read, refused } = await readAll(ports, source, reader, [...ids]);
      const counts = own.flatMap(({ count }) => count ?? []);
      const lost = await ports.eventCounts.haveGap(id, counts);
      if (lost) metrics.addMetric('EventGaps', MetricUnit.Count, 1);
      // One search says what several empty hooks meant.
      const found =
        lost || own.some(({ search }) => search)
          ? await searchSince(ports, source, reader, 'QuestionnaireResponse')
          : 0;
      let facts = 0;
      for (const type of new Set(own.flatMap(({ context = [] }) => context)))
        facts += await searchSince(ports, source, reader, type);
      facts += await readPeople(ports, source, reader, [
        ...new Set(own.flatMap(({ people = [] }) => people)),
      ]);
      // After the search: until then a stop must find the gap again.
      await ports.eventCounts.advance(id, counts);
      metrics.addMetric('ResponsesFetched', MetricUnit.Count, read + found);
      logger.info('responses fetched', { source: id, read, found, facts });
      // A response nobody lets us read is one that stays unscored: the message fails until somebody sees to it,
      // after all that could be read has been passed on.
      if (refused.length > 0)
        throw new Error(`${refused.length} responses cannot be read: ${[...new Set(refused)].join(', ')}`);
    }
  };
}

async function readAll(
  ports: FetchPorts,
  source: SourceSettings,
  reader: EhrReader,
  ids: readonly string[],
): Promise<{ readonly passed: number; readonly refused: readonly string[] }> {
  const batches = new EnvelopeBatches(ports);
  const refused: string[] = [];
  let passed = 0;
  for (const id of ids) {
    const answer = await reader.read('QuestionnaireResponse', id);
    if (answer.kind === 'refused') {
      refused.push(answer.code);
      continue;
    }
    const responses =
      answer.kind === 'found' ? deliveriesIn(answer.resource, source, id) : goneFrom(source, id);
    if (responses.length === 0) continue;
    passed += 1;
    await batches.add({ source: source.id, receivedAt: ports.now().toISOString(), responses, context: [] });
  }
  await batches.drain();
  return { passed, refused };
}

async function searchSince(
  ports: FetchPorts,
  source: SourceSettings,
  reader: EhrReader,
  type: string,
): Promise<number> {
  const { watermarks, now } = ports;
  const first = new Date(now().getTime() - FIRST_SEARCH_DAYS * 86_400_000).toISOString();
  const since = (await watermarks.read(source.id, type)) ?? first;
  const from = new Date(Date.parse(since) - OVERLAP_MS).toISOString();
  // An EHR whose clock is ahead must not move the look past what it has yet to change.
  const until = utcInstant(now().toISOString()) ?? since;
  let newest = since;
  let before = '';
  let sorted = true;
  let found = 0;
  for await (const page of reader.search(type, from)) {
    const batches = new EnvelopeBatches(ports);
    for (const resource of page.resources) {
      const isResponse = type === 'QuestionnaireResponse';
      const responses = isResponse ? deliveriesIn(resource, source, undefined) : [];
      const context = isResponse ? [] : [resource];
      await batches.add({ source: source.id, receivedAt: now().toISOString(), responses, context });
      found += responses.length + context.length;
    }
    await batches.drain();
    sorted &&= page.sorted;
    for (const changed of page.resources.map(lastUpdatedOf)) {
      sorted &&= changed >= before;
      before = changed;
      if (changed > newest && changed <= until) newest = changed;
    }
    // An EHR that does not sort gets its watermark at the end, for newest first would hide what is older when it
    // stops; one that says it does, and does, may stop and go on from here.
    if (sorted) await watermarks.advance(source.id, type, newest);
  }
  await watermarks.advance(source.id, type, newest);
  return found;
}

/** How many were found. One that is gone, or is kept from us, must not hold up the others. */
async function readPeople(
  ports: FetchPorts,
  source: SourceSettings,
  reader: EhrReader,
  ids: readonly string[],
): Promise<number> {
  const batches = new EnvelopeBatches(ports);
  const receivedAt = ports.now().toISOString();
  let found = 0;
  for (const id of ids) {
    const answer = await reader.read('Patient', id);
    if (answer.kind === 'found') {
      found += 1;
      await batches.add({ source: source.id, receivedAt, responses: [], context: [answer.resource] });
    } else if (answer.kind === 'refused') metrics.addMetric('PeopleNotShown', MetricUnit.Count, 1);
  }
  await batches.drain();
  return found;
}

function deliveriesIn(
  resource: Resource,
  { identity, ehr }: SourceSettings,
  urlId: string | undefined,
): readonly ResponseDelivery[] {
  return deliveriesOf(resource, { mode: identity, baseUrl: ehr.baseUrl, sha256 }, { urlId })?.responses ?? [];
}

/** Gone from the EHR: withdrawn, where responses go by the EHR's id. By any other name it cannot be told which. */
function goneFrom({ id: source, identity }: SourceSettings, id: string): readonly ResponseDelivery[] {
  if (identity === 'id') return [{ kind: 'delete', identity: id }];
  metrics.addMetric('ResponsesGoneUnnamed', MetricUnit.Count, 1);
  logger.warn('a deleted response cannot be matched: this source names responses by identifier', {
    source,
    id,
  });
  return [];
}

function lastUpdatedOf({ meta }: Resource): string {
  return isObject(meta) && typeof meta.lastUpdated === 'string' ? (utcInstant(meta.lastUpdated) ?? '') : '';
}
