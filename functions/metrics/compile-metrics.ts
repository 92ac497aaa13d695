/**
 * Compiling: the schedule puts one message per (source, shard) in the queue; each shard is one streaming
 * pass over the patient index; whoever finishes a source's last shard asks for the reduce of that source.
 *
 * Every step may be repeated: a partial is replaced by itself, a shard that is done twice counts once, and a
 * reduce that runs twice writes the same bytes.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { isoDate, localDate } from '../../shared/metrics/calendar.ts';
import { type ChangedRow, changedRow } from '../../shared/metrics/changed-rows.ts';
import { EpisodePass } from '../../shared/metrics/episode-pass.ts';
import { decodePartial, encodePartial, mergePartials } from '../../shared/metrics/partial.ts';
import { rollingYear } from '../../shared/metrics/periods.ts';
import { programComparison } from '../../shared/metrics/program-comparison.ts';
import { reduceProgram } from '../../shared/metrics/reduce.ts';
import { withRoundedCounts } from '../../shared/metrics/rounded-counts.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { unknownPerson } from '../../shared/metrics/unknown-people.ts';
import { partitionPages, partitionsOf } from '../adapters/patient-index.ts';
import { type FetchRequest, requestFetch } from '../adapters/queues.ts';
import type { RestatementStore } from '../adapters/restatement-store.ts';
import type { SnapshotStore } from '../adapters/snapshot-store.ts';
import type { WriteTimes } from '../adapters/write-times.ts';
import { book, registry, series } from '../runtime/catalog.ts';
import { requireSource, settings } from '../runtime/settings.ts';
import { metrics } from '../runtime/telemetry.ts';
import { releaseProgram } from './release-program.ts';
import { changedSince, news, recentOf, restate } from './restate.ts';

export interface CompilePorts {
  readonly dynamo: DynamoDBClient;
  readonly outcomesTable: string;
  readonly snapshots: SnapshotStore;
  readonly restatements: RestatementStore;
  readonly times: WriteTimes;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** Where `fetch` is told whom to read in the EHR. */
  readonly fetchQueueUrl: string;
}

/** People asked for in one message, and by one shard in one night: the rest has the next nights. */
const PEOPLE_PER_MESSAGE = 50;
const PEOPLE_PER_NIGHT = 500;

type CompileMessage =
  | {
      readonly kind: 'shard';
      readonly run: string;
      readonly source: string;
      readonly asOf: string;
      readonly shard: number;
    }
  | { readonly kind: 'reduce'; readonly run: string; readonly source: string; readonly asOf: string };

export interface CompileMetrics {
  /** Starts a run for every source, as of its local date at `now`. */
  start(now: Date): Promise<void>;
  messages(records: readonly SQSRecord[]): Promise<void>;
}

export function compileMetrics(ports: CompilePorts): CompileMetrics {
  const send = async (message: CompileMessage): Promise<void> => {
    await ports.sqs.send(
      new SendMessageCommand({ QueueUrl: ports.queueUrl, MessageBody: JSON.stringify(message) }),
    );
  };
  return {
    async start(now) {
      const run = randomUUID();
      for (const { id, timeZone } of settings.sources) {
        const asOf = localDate(now, timeZone);
        for (let shard = 0; shard < settings.metrics.shards; shard += 1) {
          await send({ kind: 'shard', run, source: id, asOf, shard });
        }
      }
    },

    async messages(records) {
      for (const { body } of records) {
        const message = JSON.parse(body) as CompileMessage;
        if (message.kind === 'reduce') await reduceSource(ports, message);
        else if (await compileShard(ports, message)) await send({ ...message, kind: 'reduce' });
      }
    },
  };
}

/** `true` when every shard of the source is done. */
async function compileShard(
  ports: CompilePorts,
  { run, source, asOf, shard }: CompileMessage & { kind: 'shard' },
): Promise<boolean> {
  const { dynamo, outcomesTable, snapshots, restatements } = ports;
  const { timeZone } = requireSource(source);
  const { shards } = settings.metrics;
  const pass = new EpisodePass({ source, timeZone, asOf, series });
  const since = await changedSinceCompiled(snapshots, source);
  const changed: ChangedRow[] = [];
  const strangers = new Set<string>();
  for (const partition of partitionsOf(shard, shards)) {
    for await (const page of partitionPages(dynamo, outcomesTable, source, partition)) {
      for (const { sk, m } of page) {
        pass.row(sk, m);
        const row = since === undefined ? undefined : changedRow(sk, m, since);
        if (row !== undefined) changed.push(row);
        const stranger = strangers.size < PEOPLE_PER_NIGHT ? unknownPerson(sk, m) : undefined;
        if (stranger !== undefined) strangers.add(stranger);
      }
    }
  }
  await askFor(ports, source, [...strangers]);
  await restatements.putChanged(run, source, shard, changed);
  await snapshots.putPartial(run, source, shard, encodePartial(pass.end()));
  return (await snapshots.finishShard(run, source, shard)) === shards;
}

/** Has the EHR asked who they are, where the settings say that it lets us read Patients. */
async function askFor(
  { sqs, fetchQueueUrl }: CompilePorts,
  source: string,
  people: readonly string[],
): Promise<void> {
  if (requireSource(source).searched?.includes('Patient') !== true) return;
  const receivedAt = new Date().toISOString();
  const requests: FetchRequest[] = [];
  for (let start = 0; start < people.length; start += PEOPLE_PER_MESSAGE)
    requests.push({
      source,
      receivedAt,
      read: [],
      search: false,
      people: people.slice(start, start + PEOPLE_PER_MESSAGE),
    });
  await requestFetch(sqs, fetchQueueUrl, requests);
}

/** From when on rows are news to the snapshot that was compiled longest ago; undefined before the first compile. */
async function changedSinceCompiled(snapshots: SnapshotStore, source: string): Promise<number | undefined> {
  const own = settings.programs.filter((one) => one.source === source);
  const since = await Promise.all(own.map(async ({ id }) => changedSince(await snapshots.readSnapshot(id))));
  return since.reduce(
    (first, one) => (first === undefined || one === undefined ? (first ?? one) : Math.min(first, one)),
    undefined,
  );
}

async function reduceSource(
  { snapshots, restatements, times }: CompilePorts,
  { run, source }: CompileMessage,
): Promise<void> {
  const shards = Array.from({ length: settings.metrics.shards }, (_, shard) => shard);
  const partials = await Promise.all(shards.map((shard) => snapshots.readPartial(run, source, shard)));
  const read = await Promise.all(shards.map((shard) => restatements.readChanged(run, source, shard)));
  const changed = read.flat();
  const changes = news(changed, await restatements.readRecent(source));
  const merged = mergePartials(partials.map(decodePartial));
  const programs = settings.programs.filter((one) => one.source === source);
  const { start, end } = rollingYear(isoDate(merged.asOf)).current;
  const written = await times.read(source, start.slice(0, 7), end.slice(0, 7));
  const { minimumCell, roundCountsTo } = settings.metrics;
  const options = { minimumCell, roundCountsTo, registry, book, written };
  const compiled: Snapshot[] = [];
  for (const program of programs) {
    const snapshot = reduceProgram(merged, program, options);
    compiled.push(snapshot);
    const standing = await snapshots.readSnapshot(program.id);
    const moved = await restate(restatements, run, standing, snapshot, merged, changes);
    metrics.addMetric('FiguresRestated', MetricUnit.Count, moved);
    const isNew = await snapshots.putSnapshot(snapshot);
    metrics.addMetric(isNew ? 'SnapshotsWritten' : 'SnapshotsUnchanged', MetricUnit.Count, 1);
    const { made, givenAway } = await releaseProgram(snapshots, merged, program, options);
    if (made) metrics.addMetric('Releases', MetricUnit.Count, 1);
    if (givenAway > 0) metrics.addMetric('GroupsGivenAway', MetricUnit.Count, givenAway);
  }
  const comparison = programComparison(merged, programs, compiled, book);
  if (comparison !== null) await snapshots.putComparison(withRoundedCounts(comparison, roundCountsTo));
  // Last: until all programs have their snapshot, a repeat must see what this run saw.
  await restatements.putRecent(run, source, recentOf(merged, changed));
}
