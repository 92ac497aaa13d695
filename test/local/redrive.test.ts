/**
 * What was given up on, and the operator's way back: a score the EHR would not take, and a message in the
 * dead letters. First looked at, then sent, then in the chart once.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalCloud, startCloud } from '../../local/cloud/cloud.ts';
import { writeAddresses } from '../../local/run/addresses.ts';
import { readLedger } from '../../local/run/ledger.ts';
import { synthesize } from '../../local/run/synthesize.ts';
import { type SandboxEhr, startSandboxEhr } from '../../local/sandbox-ehr/sandbox-ehr.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { responseTo } from '../builders/questionnaire-response.ts';

const data = mkdtempSync(join(tmpdir(), 'outcomes-redrive-'));
const answers = [2, 2, 1, 1, 0, 0, 0, 0, 0];
let ehr: SandboxEhr;
let cloud: LocalCloud;
let log = '';

async function send(queue: string, identity: string): Promise<void> {
  const envelope: Envelope = {
    source: 'riverside',
    receivedAt: '2026-03-01T10:00:00.000Z',
    responses: [
      { kind: 'upsert', identity, resource: responseTo('phq-9', answers, { id: identity }) as object },
    ] as Envelope['responses'],
    context: [],
  };
  const { endpoint, region, operatorCredentials: credentials } = cloud;
  const sqs = new SQSClient({ endpoint, region, credentials });
  const QueueUrl = cloud.resourceName(queue);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(envelope) }));
  sqs.destroy();
}

async function redrive(...args: readonly string[]): Promise<unknown> {
  const command = ['cli/redrive.ts', '--data', data, '--json', ...args];
  return JSON.parse((await promisify(execFile)(process.execPath, command)).stdout);
}

const writtenFor = (): readonly (string | undefined)[] =>
  [...ehr.observations()].flatMap(({ code, derivedFrom }) =>
    code.coding?.some((coding) => coding.code === '44261-6') ? [derivedFrom?.[0]?.reference] : [],
  );
const writeBackOf = async (identity: string) =>
  (await readLedger(cloud)).responses.find((one) => one.identity === identity)?.writeBack;

beforeAll(async () => {
  ehr = await startSandboxEhr({ ehr: 'hapi' });
  await ehr.seed([{ resourceType: 'Patient', id: 'p1' }]);
  const source = {
    id: 'riverside',
    name: 'Riverside',
    timeZone: 'UTC',
    ehr: { baseUrl: ehr.url, profile: 'hapi' },
    clientIds: ['riverside-ehr'],
  };
  const tokens = { issuer: 'http://127.0.0.1:4000', audience: ['outcomes'] };
  const assembly = await synthesize({ sources: [source], programs: [], tokens }, data);
  cloud = await startCloud({
    assembly,
    dataDir: join(data, 'cloud'),
    schedulerClock: false,
    onLog: ({ line }) => (log += `${line}\n`),
  });
  writeAddresses(data, cloud);
}, 120_000);

afterAll(async () => {
  await cloud?.stop();
  await ehr?.close();
  rmSync(data, { recursive: true, force: true });
});

test('what the EHR will not take waits for a person, is counted, and is asked for again when sent', async () => {
  ehr.faults.push({ times: 100, status: 422 });
  await send('Intake/Responses/Queue', 'refused-one');
  await cloud.idle();
  expect(await writeBackOf('refused-one')).toBe('refused');

  expect(await cloud.runSchedule('Sweep/EveryMinute')).toMatchObject({
    writeBacksResumed: 0,
    writeBacksRefused: 1,
  });
  expect(log).toContain('"WriteBacksRefused":1');
  const waiting = { source: 'riverside', identity: 'refused-one', reason: 'ehr-answered-422' };
  expect(await redrive()).toEqual({ deadLetters: [], refused: [waiting], reopened: null });
  expect(await writeBackOf('refused-one')).toBe('refused');

  ehr.faults.length = 0;
  expect(await redrive('--send')).toEqual({ deadLetters: [], refused: [waiting], reopened: 1 });
  expect(await cloud.runSchedule('Sweep/EveryMinute')).toMatchObject({
    writeBacksResumed: 1,
    writeBacksRefused: 0,
  });
  await cloud.idle();
  expect(await writeBackOf('refused-one')).toBe('written');
  expect(writtenFor()).toEqual(['QuestionnaireResponse/refused-one']);
  expect(await redrive()).toEqual({ deadLetters: [], refused: [], reopened: null });
}, 60_000);

test('a dead letter is counted, sent back to the queue it came from, and scored once', async () => {
  await send('Intake/Responses/DeadLetters', 'buried');
  const queue = cloud.resourceName('Intake/Responses/Queue').split('/').at(-1);
  expect(await redrive()).toEqual({
    deadLetters: [{ queue, messages: 1, moved: null }],
    refused: [],
    reopened: null,
  });
  expect(await redrive('--send', '--queue', 'no-such-queue')).toEqual({
    deadLetters: [],
    refused: [],
    reopened: 0,
  });

  expect(await redrive('--send')).toMatchObject({ deadLetters: [{ queue, messages: 1, moved: 1 }] });
  await cloud.idle();
  expect(await writeBackOf('buried')).toBe('written');
  expect(writtenFor().filter((reference) => reference === 'QuestionnaireResponse/buried')).toHaveLength(1);
  expect(await redrive('--send')).toMatchObject({ deadLetters: [] });
}, 60_000);
