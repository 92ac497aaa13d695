/**
 * One NDJSON object into the queue of imported responses: read as a stream, line by line.
 *
 * The bytes are read twice. The first time gives their digest, and the digest their receipt time: the same
 * file dropped again, under any name, is the same deliveries and adds nothing. The second time enqueues.
 * Progress is kept every thousand lines, and an import that stops goes on from there; the lines since are
 * sent twice, which their identity makes harmless.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { NamingRules } from '../../shared/responses/delivery.ts';
import { readImportLine } from '../../shared/responses/import-line.ts';
import { receiptAt } from '../../shared/responses/order.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import { EnvelopeBatches } from '../adapters/envelope-batches.ts';
import type { FailedLine, ImportReport, ImportStore } from '../adapters/import-store.ts';
import { sha256 } from '../runtime/hash.ts';
import { type Line, linesOf, textOf } from './import-lines.ts';

export interface ImportPorts {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly store: ImportStore;
  /** Queue that `score` empties. */
  readonly queueUrl: string;
  readonly claimsBucket: string;
}

export interface ImportTask {
  readonly source: SourceSettings;
  readonly bucket: string;
  readonly key: string;
}

/** Lines between two savings of the progress. */
const SAVE_EVERY = 1000;
/** Failed lines repeated in the report itself, so that one look shows what is wrong. */
const SHOWN_FAILURES = 20;
/** Failed lines kept one by one; more are only counted. */
const LISTED_FAILURES = 100_000;

/**
 * The report as it stands now. It is still `running` when the time was not enough.
 *
 * @param inTime asked at every saving.
 */
export async function importObject(
  ports: ImportPorts,
  task: ImportTask,
  inTime: () => boolean,
  now: () => string,
): Promise<ImportReport> {
  const { store } = ports;
  const standing = await store.readReport(task.source.id, task.key);
  const etag = await readEtag(ports.s3, task);
  if (standing?.etag === etag && standing.state !== 'running') return standing;
  const report = standing?.etag === etag ? standing : await begin(ports, task, etag, now());
  if (report.state !== 'running') return report;
  return enqueueLines(ports, task, report, inTime, now);
}

async function begin(ports: ImportPorts, task: ImportTask, etag: string, now: string): Promise<ImportReport> {
  const { store } = ports;
  const { source, bucket, key } = task;
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of await open(ports.s3, task, etag, 0)) {
    digest.update(chunk);
    bytes += chunk.byteLength;
  }
  const hex = digest.digest('hex');
  const first = await store.firstSeen(source.id, hex, { key, receivedAt: now });
  const before = first.key === key ? undefined : await store.readReport(source.id, first.key);
  const report: ImportReport = {
    source: source.id,
    bucket,
    key,
    etag,
    sha256: hex,
    state: before?.state === 'done' && before.sha256 === hex ? 'already-imported' : 'running',
    receivedAt: first.receivedAt,
    updatedAt: now,
    bytes,
    offset: 0,
    lines: 0,
    responses: 0,
    facts: 0,
    failed: 0,
    failures: [],
    failuresKey: null,
    sameAs: first.key === key ? null : first.key,
  };
  await store.putReport(report);
  return report;
}

async function enqueueLines(
  ports: ImportPorts,
  { source, bucket, key }: ImportTask,
  from: ImportReport,
  inTime: () => boolean,
  now: () => string,
): Promise<ImportReport> {
  const { store } = ports;
  const naming: NamingRules = { mode: source.identity, baseUrl: source.ehr.baseUrl, sha256 };
  const batches = new EnvelopeBatches(ports);
  const kept = from.failuresKey === null ? [] : await store.readFailures(bucket, from.failuresKey);
  // The list may be ahead of the report, when a crash came between the two.
  const failures: FailedLine[] = kept.filter(({ line }) => line <= from.lines);
  let listed = failures.length;
  let report = from;

  const save = async (state: ImportReport['state']): Promise<void> => {
    await batches.drain();
    const failuresKey = failures.length === 0 ? null : failuresKeyOf(from);
    if (failuresKey !== null && failures.length > listed) {
      await store.putFailures(bucket, failuresKey, failures);
      listed = failures.length;
    }
    report = {
      ...report,
      state,
      failuresKey,
      failures: failures.slice(0, SHOWN_FAILURES),
      updatedAt: now(),
    };
    await store.putReport(report);
  };

  if (from.offset < from.bytes) {
    const chunks = await open(ports.s3, { bucket, key }, from.etag, from.offset);
    for await (const line of linesOf(chunks, from)) {
      const read = readLine(line, naming);
      const { responses = [], context = [] } = read.kind === 'kept' ? read.delivered : {};
      if (read.kind === 'kept') {
        const receivedAt = receiptAt(from.receivedAt, line.number);
        await batches.add({ source: source.id, receivedAt, responses, context });
      } else if (read.kind === 'failed' && failures.length < LISTED_FAILURES) {
        failures.push({ line: line.number, code: read.code });
      }
      report = {
        ...report,
        offset: line.end,
        lines: line.number,
        responses: report.responses + responses.length,
        facts: report.facts + context.length,
        failed: report.failed + (read.kind === 'failed' ? 1 : 0),
      };
      if (line.number % SAVE_EVERY !== 0) continue;
      await save('running');
      if (!inTime()) return report;
    }
  }
  await save('done');
  return report;
}

function readLine({ bytes }: Line, naming: NamingRules): ReturnType<typeof readImportLine> {
  if (bytes === undefined) return { kind: 'failed', code: 'line-too-long' };
  const text = textOf(bytes);
  return text === undefined ? { kind: 'failed', code: 'not-utf-8' } : readImportLine(text, naming);
}

function failuresKeyOf({ source, key, sha256: digest }: ImportReport): string {
  return `reports/${source}/${sha256(key).slice(0, 16)}-${digest.slice(0, 16)}.ndjson`;
}

type Address = Pick<ImportTask, 'bucket' | 'key'>;

/** HEAD needs the same permission as GET. */
async function readEtag(s3: S3Client, { bucket, key }: Address): Promise<string> {
  const { ETag = '' } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  return ETag;
}

/** @throws {Error} `PreconditionFailed` when the object was written over meanwhile: its own event follows. */
async function open(
  s3: S3Client,
  { bucket, key }: Address,
  etag: string,
  offset: number,
): Promise<AsyncIterable<Uint8Array>> {
  const range = offset === 0 ? {} : { Range: `bytes=${offset}-` };
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag, ...range }));
  return Body as unknown as AsyncIterable<Uint8Array>;
}
