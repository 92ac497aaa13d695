/**
 * A changed rule, from settings to EHR: responses scored by one keying, the keying changed and deployed, what
 * would move looked at, and the stored responses taken down the correction path by the operator's commands.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalCloud, startCloud } from '../../local/cloud/cloud.ts';
import { writeAddresses } from '../../local/run/addresses.ts';
import { readLedger } from '../../local/run/ledger.ts';
import { synthesize } from '../../local/run/synthesize.ts';
import { type SandboxEhr, startSandboxEhr } from '../../local/sandbox-ehr/sandbox-ehr.ts';
import { registryVersion } from '../../shared/instruments/catalog.ts';
import { phq9 } from '../../shared/instruments/phq-9.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { documentedExamples } from '../cli/run-cli.ts';

const receivedAt = '2026-03-01T10:00:00.000Z';
const data = mkdtempSync(join(tmpdir(), 'outcomes-rescore-'));
let ehr: SandboxEhr;
let cloud: LocalCloud | undefined;

/** Deploys these rules: same data, new template, new bundles. */
async function deploy(reversed: readonly number[], registry: number): Promise<LocalCloud> {
  await cloud?.stop();
  const assembly = await synthesize(
    {
      sources: [
        {
          id: 'riverside',
          name: 'Riverside',
          timeZone: 'UTC',
          ehr: { baseUrl: ehr.url, profile: 'hapi' },
          clientIds: ['riverside-ehr'],
        },
      ],
      programs: [],
      tokens: { issuer: 'http://127.0.0.1:4000', audience: ['outcomes'] },
      scoring: {
        keying: { 'reqol-10': { 'reversed-items': reversed } },
        instruments: 'instruments',
        registry,
      },
    },
    data,
  );
  cloud = await startCloud({ assembly, dataDir: join(data, 'cloud'), schedulerClock: false });
  writeAddresses(data, cloud);
  return cloud;
}

async function push(to: LocalCloud, identity: string, resource: object): Promise<void> {
  const envelope: Envelope = {
    source: 'riverside',
    receivedAt,
    responses: [{ kind: 'upsert', identity, resource: { ...resource, id: identity } }],
    context: [],
  };
  const sqs = new SQSClient({
    endpoint: to.endpoint,
    region: to.region,
    credentials: to.operatorCredentials,
  });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: to.resourceName('Intake/Responses/Queue'),
      MessageBody: JSON.stringify(envelope),
    }),
  );
  sqs.destroy();
}

/** A command as an operator runs it; what it prints, as JSON. */
async function run(command: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    `cli/${command}.ts`,
    '--data',
    data,
    '--json',
    ...args,
  ]);
  return JSON.parse(stdout);
}

/** Value and status of every Observation, by the id of its response and what it is called. */
function observations(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...ehr.observations()].map(({ derivedFrom, code, valueQuantity, status }) => [
      `${derivedFrom?.[0]?.reference?.split('/')[1]} ${code.text}`,
      `${valueQuantity?.value} ${status}`,
    ]),
  );
}

const zeros = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const [morningCheck = {}] = documentedExamples();
/** PHQ-9 with another cut-off, in the folder and not in force. */
const stricter = {
  ...phq9,
  version: '2.0.0',
  scores: phq9.scores.map((score) => ({
    ...score,
    bands: [
      { from: 0, to: 7, label: 'minimal' },
      { from: 8, to: 27, label: 'raised' },
    ],
  })),
  golden: [{ answers: [1, 1, 1, 1, 1, 1, 1, 1, 0, null], expect: { total: 8, band: 'raised' } }],
};

beforeAll(async () => {
  mkdirSync(join(data, 'instruments'));
  writeFileSync(join(data, 'instruments/morning-check.json'), JSON.stringify(morningCheck));
  writeFileSync(join(data, 'instruments/phq-9-stricter.json'), JSON.stringify(stricter));
  ehr = await startSandboxEhr({ ehr: 'hapi' });
  await ehr.seed([{ resourceType: 'Patient', id: 'p1' }]);
  const first = await deploy([1, 3, 6, 9], 1);
  await push(first, 'quality', responseTo('reqol-10', zeros));
  await push(first, 'mood', responseTo('phq-9', [1, 1, 1, 1, 1, 1, 0, 0, 0]));
  await push(first, 'morning', {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: 'https://clinic.example/Questionnaire/morning-check|1',
    authored: '2026-03-01T09:30:00Z',
    subject: { reference: 'Patient/p1' },
    item: [
      { linkId: 'q1', answer: [{ valueInteger: 2 }] },
      { linkId: 'q2', answer: [{ valueInteger: 0 }] },
      { linkId: 'q3', answer: [{ valueInteger: 1 }] },
    ],
  });
  await first.idle();
}, 120_000);

afterAll(async () => {
  await cloud?.stop();
  await ehr?.close();
  rmSync(data, { recursive: true, force: true });
});

describe('a changed rule', () => {
  test('before it changes, everything is scored by the first, the operator’s own instrument as well', () => {
    expect(observations()).toMatchObject({
      'quality ReQoL-10 total': '16 final',
      'mood PHQ-9 total': '6 final',
      'morning Morning check total': '5 final',
    });
  });

  test('is deployed and changes nothing by itself', async () => {
    const second = await deploy([1, 6, 9], 2);
    await second.idle();
    expect(observations()).toMatchObject({ 'quality ReQoL-10 total': '16 final' });
  });

  test('shadow says what another version would move', async () => {
    const shadow = await run(
      'shadow',
      ...['--instrument', 'phq-9', '--from', '1.0.0', '--to', '2.0.0'],
      ...['--instruments', join(data, 'instruments')],
    );
    expect(shadow).toMatchObject({
      read: 3,
      compared: 1,
      moved: 1,
      outcomes: [{ from: 'scored', to: 'scored', count: 1 }],
      scores: [{ id: 'total', primary: true, moved: 0, bands: [{ from: 'mild', to: 'minimal', count: 1 }] }],
      examples: ['mood'],
    });
  });

  test('a dry run counts what is behind and sends nothing', async () => {
    expect(await run('rescore')).toEqual({
      registry: registryVersion + 2,
      responses: 3,
      byRegistry: { [registryVersion + 1]: 3 },
      bySource: { riverside: 3 },
      withdrawn: 0,
      withoutResource: 0,
      sent: 0,
    });
  });

  test('rescore --activate amends the Observation it moves, and no other', async () => {
    expect(await run('rescore', '--activate', '--rate', '1000')).toMatchObject({ sent: 3 });
    await cloud?.idle();
    expect(observations()).toMatchObject({
      'quality ReQoL-10 total': '12 amended',
      'mood PHQ-9 total': '6 final',
      'morning Morning check total': '5 final',
    });
  });

  test('afterwards nothing is behind, and every version is kept', async () => {
    expect(await run('rescore')).toMatchObject({ responses: 0, sent: 0 });
    if (cloud === undefined) throw new Error('the cloud is down');
    const { responses, versions } = await readLedger(cloud);
    expect(responses.map(({ status, writeBack }) => `${status} ${writeBack}`)).toEqual([
      'scored written',
      'scored written',
      'scored written',
    ]);
    expect(versions).toBe(6);
    expect(cloud.denied).toEqual([]);
  });
});
