/**
 * What must never leave the store: names, answers in free text, record numbers, notes. They are pushed through
 * the whole way of an alert, with everything failing that can fail, and looked for in everything that comes out.
 */
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { alertStore } from '../../functions/adapters/alert-store.ts';
import { openAlerts } from '../../functions/adapters/open-work.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { alertsApi } from '../../functions/alerts/alerts-api.ts';
import { partialBatch } from '../../functions/runtime/partial-batch.ts';
import { metrics } from '../../functions/runtime/telemetry.ts';
import { scoreMessages } from '../../functions/scoring/score-messages.ts';
import { sweepOpenWork } from '../../functions/sweep/sweep-open-work.ts';
import { alertChannels } from '../builders/alert-channels.ts';
import { personRequest } from '../builders/http-request.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { sqsRecord } from '../builders/sqs.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const canaries = {
  name: 'Zenobia Quillfeather',
  author: 'Dr Ottoline Brambleby',
  mrn: 'MRN-7745190',
  said: 'I would rather not wake up any more',
  note: 'Spoke with her sister, safe for tonight',
} as const;

let at: OutcomesTable;
let printed: string[];

beforeAll(async () => {
  at = await outcomesTable();
});
afterAll(() => at.close());

/** Everything a function can say: the logger and the metrics write to the standard streams, others to console. */
beforeEach(() => {
  printed = [];
  const keep = (...said: readonly unknown[]): true => {
    printed.push(said.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' '));
    return true;
  };
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => keep(String(chunk)));
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation(keep);
});
afterEach(() => vi.restoreAllMocks());

function telling(number: number, item9: object): QuestionnaireResponse {
  const response = responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 1], {
    id: `qr-${number}`,
    text: { status: 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${canaries.name}</div>` },
    subject: {
      reference: 'Patient/p1',
      display: canaries.name,
      identifier: { system: 'urn:mrn', value: canaries.mrn },
    },
    author: { reference: 'Practitioner/dr1', display: canaries.author },
    authored: new Date().toISOString(),
  });
  return {
    ...response,
    item: [
      ...(response.item ?? []),
      { linkId: '/44260-8', text: canaries.said, answer: [item9] },
      { linkId: 'why', text: 'why', answer: [{ valueString: canaries.said }] },
    ],
  };
}

const record = (number: number, resource: unknown): SQSRecord =>
  sqsRecord(
    {
      source: 'riverside',
      receivedAt: new Date().toISOString(),
      responses: [{ kind: 'upsert', identity: `qr-${number}`, resource }],
      context: [],
    },
    { id: `m-${number}` },
  );

test('no name, free text, record number or note is in an event, a message, a log line or a metric', async () => {
  const channels = alertChannels();
  const store = alertStore(at.client, at.table);
  const alerts = { store, publisher: channels.publisher };
  const quoting = new Error(`cannot send ${Object.values(canaries).join(', ')}`);
  const writeBackQueues = new Map([['riverside', 'queue']]);
  const queueAttributes: string[] = [];
  const sqs = {
    send: async ({ input }: { input: object }) => {
      queueAttributes.push(JSON.stringify(input));
      return {};
    },
  } as unknown as SQSClient;
  const score = (outcomes = outcomeStore(at.client, at.table)) =>
    scoreMessages({
      outcomes,
      context: { put: async () => {} },
      alerts,
      sqs,
      s3: {} as S3Client,
      inboundSources: new Map(),
      writeBackQueues,
    });
  const context = { getRemainingTimeInMillis: () => 30_000 };
  const deliver = (record: SQSRecord, outcomes?: ReturnType<typeof outcomeStore>) =>
    partialBatch({ Records: [record] }, context as never, score(outcomes));

  // Positive by code, with a display of its own; unreadable free text; and a body that is no message at all.
  const positive = { valueCoding: { system: 'http://loinc.org', code: 'LA6569-3', display: canaries.said } };
  await deliver(record(1, telling(1, positive)));
  await deliver(record(2, telling(2, { valueString: canaries.said })));
  await deliver(sqsRecord(`{"${canaries.name}`));

  // Channels that are down, and clients whose errors quote what was sent.
  channels.down = { bus: quoting, topic: quoting };
  await deliver(record(3, telling(3, { valueInteger: 3 })));
  const refusing = { ...outcomeStore(at.client, at.table), putVersions: () => Promise.reject(quoting) };
  const failed = await deliver(record(4, telling(4, { valueInteger: 3 })), refusing);
  expect(failed.batchItemFailures).toHaveLength(1);
  channels.down = {};

  const sweep = sweepOpenWork({ dynamo: at.client, outcomesTable: at.table, sqs, writeBackQueues, alerts });
  const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  await sweep(later(1));
  await sweep(later(25));
  channels.down = { bus: quoting };
  await expect(sweep(later(49))).rejects.toThrow('could not be told');
  channels.down = {};

  const api = (given: Partial<typeof alerts> = {}) =>
    alertsApi({
      store,
      openAlerts: (source) => openAlerts(at.client, at.table, source),
      groupsClaim: 'groups',
      now: () => new Date().toISOString(),
      ...given,
    });
  const asked = { groups: ['alerts:riverside'], path: { response: 'qr-1', item: '44260-8' } };
  const post = 'POST /alerts/{response}/{item}/acknowledge';
  const answers = [
    await api()(personRequest('GET /alerts', asked.groups ? { groups: asked.groups } : {})),
    await api()(
      personRequest(post, { ...asked, body: `{"note":"${canaries.note}","mrn":"${canaries.mrn}"}` }),
    ),
    await api()(personRequest(post, { ...asked, path: { response: canaries.name, item: 'x' } })),
    await api({ store: { ...store, put: () => Promise.reject(quoting) } })(
      personRequest(post, { ...asked, body: JSON.stringify({ note: canaries.note }) }),
    ),
    await api()(personRequest(post, { ...asked, body: JSON.stringify({ note: canaries.note }) })),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 400, 404, 500, 200]);
  metrics.publishStoredMetrics();

  expect(channels.wire.length).toBeGreaterThanOrEqual(12);
  expect(printed.join('\n')).toContain('alert settled');
  expect(printed.join('\n')).toContain('AlertsPublished');
  const out = [...channels.wire, ...printed, ...queueAttributes, ...answers.map(({ body }) => body)].join(
    '\n',
  );
  for (const canary of Object.values(canaries)) {
    for (const part of [
      canary,
      encodeURIComponent(canary),
      ...canary.split(' ').filter((word) => word.length > 7),
    ])
      expect(out).not.toContain(part);
  }

  // The note is where it belongs, and only there.
  expect(
    (await store.read({ source: 'riverside', identity: 'qr-1', item: '44260-8' }))?.acknowledged?.note,
  ).toBe(canaries.note);
});
