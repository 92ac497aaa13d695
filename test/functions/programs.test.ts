/**
 * Which program a response is in, by each rule of the chain, through the real functions and the real store; and
 * what the commands of people do about it. Every test has a patient of its own.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { alertStore } from '../../functions/adapters/alert-store.ts';
import { contextStore } from '../../functions/adapters/context-store.ts';
import { outcomeStore } from '../../functions/adapters/outcome-store.ts';
import { partitionPages } from '../../functions/adapters/patient-index.ts';
import { programLookup } from '../../functions/adapters/program-lookup.ts';
import { scoreMessages } from '../../functions/scoring/score-messages.ts';
import { decodeAssessmentRow } from '../../shared/metrics/decode-row.ts';
import { EpisodePass } from '../../shared/metrics/episode-pass.ts';
import type { EpisodeRecord } from '../../shared/metrics/episode-record.ts';
import { alertChannels } from '../builders/alert-channels.ts';
import { type OutcomesTable, outcomesTable } from '../builders/outcomes-table.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { sqsRecord } from '../builders/sqs.ts';

const { programs } = vi.hoisted(() => {
  const measures = { depression: 'phq-9', anxiety: 'gad-7' };
  const programs = [
    {
      id: 'talking-therapy',
      source: 'riverside',
      name: 'Talking Therapy',
      measures,
      encounters: ['Organization/therapy', 'TALK'],
      careTeams: ['Organization/therapy'],
    },
    { id: 'recovery', source: 'riverside', name: 'Recovery', measures },
  ];
  return { programs };
});

vi.mock('../../functions/runtime/settings.ts', async () => {
  const { deployedSettings } = await import('../builders/deployed-settings.ts');
  const deployed = deployedSettings();
  return { ...deployed, settings: { ...deployed.settings, programs } };
});

let table: OutcomesTable;
let folder: string;
beforeAll(async () => {
  table = await outcomesTable();
  folder = mkdtempSync(join(tmpdir(), 'people-programs-'));
  const sources = ['riverside', 'hilltop'].map((id) => ({ id, timeZone: 'America/New_York' }));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ sources, programs }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await table.close();
});

let count = 0;
let patient = '';
let identity = '';
beforeEach(() => {
  count += 1;
  patient = `ann-${count}`;
  identity = `response-${count}`;
});

interface Pushed {
  readonly resource?: object;
  readonly program?: string;
  readonly context?: readonly object[];
  readonly minute?: number;
}

async function push({ resource, program, context = [], minute = 0 }: Pushed): Promise<void> {
  const { client, table: name } = table;
  const score = scoreMessages({
    outcomes: outcomeStore(client, name),
    context: contextStore(client, name),
    programs: programLookup(client, name),
    alerts: { store: alertStore(client, name), publisher: alertChannels().publisher },
    sqs: { send: async () => ({}) } as unknown as SQSClient,
    s3: {} as S3Client,
    inboundSources: new Map(),
    writeBackQueues: new Map([['riverside', 'queue']]),
  });
  const response = responseTo('gad-7', [1, 1, 1, 1, 1, 1, 1], {
    id: identity,
    subject: { reference: `Patient/${patient}` },
    authored: '2026-03-01T09:30:00Z',
    ...resource,
  });
  const named = program === undefined ? {} : { program };
  await score([
    sqsRecord({
      source: 'riverside',
      receivedAt: `2026-03-01T10:0${minute}:00.000Z`,
      responses: resource === undefined ? [] : [{ kind: 'upsert', identity, resource: response, ...named }],
      context,
    }),
  ]);
}

/** What the store says of the program, and what the compile reads of it. */
async function named(): Promise<object> {
  const outcomes = outcomeStore(table.client, table.table);
  const current = await outcomes.readCurrent('riverside', identity);
  const [item] = (await outcomes.readTrail('riverside', identity)).filter(({ sk }) => sk?.S === 'CURRENT');
  const row = decodeAssessmentRow(item?.m?.S ?? '');
  return {
    program: current?.program,
    by: current?.programBy,
    counted: row.kind === 'row' ? row.row.program : 'unreadable',
  };
}

/** Stays of this test's patient, as the compile sees them. */
async function stays(): Promise<readonly EpisodeRecord[]> {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'America/New_York', asOf: '2026-03-20' });
  for (let partition = 0; partition < 64; partition += 1)
    for await (const page of partitionPages(table.client, table.table, 'riverside', partition))
      for (const { sk, m } of page) pass.row(sk, m);
  return pass.end().episodes.filter((one) => one.patient === patient);
}

async function run(command: string, ...args: readonly string[]): Promise<{ status: number; out: string }> {
  const endpoint = await table.client.config.endpoint?.();
  const url = `http://${endpoint?.hostname}:${endpoint?.port}`;
  const all = [join('cli', `${command}.ts`), ...args, '--source', 'riverside', '--table', table.table];
  all.push('--endpoint', url, '--settings', join(folder, 'settings.json'));
  const env = { ...process.env, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  return new Promise((done) => {
    execFile(process.execPath, all, { env }, (error, stdout, stderr) =>
      done({ status: error === null ? 0 : Number(error.code), out: stdout + stderr }),
    );
  });
}

const episode = (id: string, code = 'recovery') => ({
  resourceType: 'EpisodeOfCare',
  id,
  status: 'active',
  type: [{ coding: [{ code }] }],
  patient: { reference: `Patient/${patient}` },
  period: { start: '2026-02-01' },
});

const encounter = (more: object) => ({
  resourceType: 'Encounter',
  id: `visit-${count}`,
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: `Patient/${patient}` },
  period: { start: '2026-03-01T09:00:00Z' },
  ...more,
});

const ofEpisode = (id: string) => ({
  extension: [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare',
      valueReference: { reference: `EpisodeOfCare/${id}` },
    },
  ],
});
const atVisit = () => ({ encounter: { reference: `Encounter/visit-${count}` } });

describe('the program of a response', () => {
  test('is the one the push names, whatever else it refers to', async () => {
    await push({ context: [episode('e-push')] });
    await push({ resource: ofEpisode('e-push'), program: 'talking-therapy' });
    expect(await named()).toEqual({
      program: 'talking-therapy',
      by: { rule: 'push' },
      counted: 'talking-therapy',
    });
  });

  test('else that of the episode it names, which came before or comes along', async () => {
    await push({ context: [episode('e-before')] });
    await push({ resource: ofEpisode('e-before') });
    const expected = { program: 'recovery', counted: 'recovery' };
    const by = { rule: 'episode-extension', reference: 'EpisodeOfCare/e-before' };
    expect(await named()).toEqual({ ...expected, by });

    await push({ resource: ofEpisode('e-along'), context: [episode('e-along')], minute: 1 });
    expect(await named()).toEqual({ ...expected, by: { ...by, reference: 'EpisodeOfCare/e-along' } });
  });

  test('else that of its Encounter: by its episode, its service or its provider', async () => {
    const by = { rule: 'encounter', reference: `Encounter/visit-${count}` };
    const provided = encounter({ serviceProvider: { reference: 'Organization/therapy' } });
    await push({ context: [provided] });
    await push({ resource: atVisit() });
    expect(await named()).toEqual({ program: 'talking-therapy', by, counted: 'talking-therapy' });

    const served = encounter({ serviceType: { coding: [{ code: 'TALK' }] } });
    await push({ resource: atVisit(), context: [served], minute: 1 });
    expect(await named()).toEqual({ program: 'talking-therapy', by, counted: 'talking-therapy' });

    const within = encounter({ episodeOfCare: [{ reference: 'EpisodeOfCare/e-visit' }] });
    await push({ resource: atVisit(), context: [within, episode('e-visit')], minute: 2 });
    expect(await named()).toEqual({ program: 'recovery', by, counted: 'recovery' });
  });

  test('is left open by one that names none: it counts in every stay of its patient', async () => {
    await push({ resource: atVisit() });
    expect(await named()).toEqual({ program: undefined, by: undefined, counted: null });
    await push({ context: [episode('e-stay')] });
    expect(await stays()).toMatchObject([{ program: 'recovery', measurements: [{ scores: 1 }] }]);
  });

  test('is that of a care team, where the settings say which', async () => {
    const team = {
      resourceType: 'CareTeam',
      id: 't1',
      status: 'active',
      subject: { reference: `Patient/${patient}` },
      managingOrganization: [{ reference: 'Organization/therapy' }],
      period: { start: '2026-02-01' },
    };
    await push({ resource: {} });
    await push({ context: [team] });
    expect(await stays()).toMatchObject([
      { program: 'talking-therapy', id: 'care-team:t1', inferred: false, measurements: [{ scores: 1 }] },
    ]);
  });
});

describe('people', () => {
  test('upload a roster, which places responses that came before; a line that fails is named', async () => {
    await push({ resource: {} });
    const file = join(folder, 'roster.csv');
    writeFileSync(file, `patient,start\n${patient},2026-02-20\n${patient},soon\n`);
    const { status, out } = await run('roster', file, '--program', 'talking-therapy');
    expect(out).toBe('1 stays taken, 1 failed\n  line 3  date-unreadable  Write dates as YYYY-MM-DD.\n');
    expect(status).toBe(1);
    expect(await stays()).toMatchObject([
      { program: 'talking-therapy', id: 'roster:2026-02-20', measurements: [{ scores: 1 }] },
    ]);
  });

  test('see what is unassigned, assign it, and take that back; who and when is kept', async () => {
    await push({ resource: {} });
    const line = `${identity}  patient ${patient}  2026-03-01  gad-7\n`;
    expect((await run('assign')).out).toContain(line);

    const who = ['--by', 'dr.lee'];
    const assigned = await run('assign', '--response', identity, '--program', 'recovery', ...who);
    expect(assigned.out).toBe(`Assigned: patient ${patient} in recovery from 2026-03-01\n`);
    expect((await run('assign')).out).not.toContain(identity);
    expect(await stays()).toMatchObject([
      { program: 'recovery', id: 'assigned:2026-03-01', measurements: [{ scores: 1 }] },
    ]);

    const same = ['--patient', patient, '--from', '2026-03-01', '--program', 'recovery'];
    await run('assign', ...same, '--retract', ...who);
    expect(await stays()).toEqual([]);
    expect((await run('assign', '--patient', patient, '--log')).out).toMatch(
      new RegExp(
        `^\\S+Z  dr.lee  assigned  patient ${patient} in recovery from 2026-03-01\n\\S+Z  dr.lee  took back  patient`,
      ),
    );
    const nobody = await run('assign', ...same);
    expect(nobody).toMatchObject({ status: 1, out: expect.stringContaining('--by WHO') });
  }, 30_000);

  test('bring in facts, which the compile counts', async () => {
    await push({ context: [episode('e-facts')] });
    const file = join(folder, 'facts.csv');
    const contact = `contact,${patient},v1,2026-02-10,treatment`;
    writeFileSync(file, `kind,patient,id,start,code\n${contact}\n`);
    expect((await run('facts', file)).out).toBe('1 facts taken, 0 failed\n');
    expect(await stays()).toMatchObject([{ contactDays: [20_494] }]); // 10 February 2026
  });
});

test('the problem treated comes from the Condition the episode refers to, pushed before or after it', async () => {
  const condition = (id: string, code: string) => ({
    resourceType: 'Condition',
    id,
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }] },
    subject: { reference: `Patient/${patient}` },
  });
  const treats = (id: string) => [{ condition: { reference: `Condition/${id}` }, rank: 1 }];
  await push({ context: [{ ...episode(`e-${count}`), diagnosis: treats(`c-${count}`) }] });
  expect((await stays()).map(({ descriptor }) => descriptor)).toEqual([null]);
  await push({ context: [condition(`c-${count}`, 'F43.10')], minute: 1 });
  expect((await stays()).map(({ descriptor }) => descriptor)).toEqual(['F43.10']);
  await push({ context: [condition(`c-${count}`, 'F40.10')], minute: 2 });
  expect((await stays()).map(({ descriptor }) => descriptor)).toEqual(['F40.10']);
});

test('who is on a waiting list has no stay, and when care begins it is known since when they waited', async () => {
  const waiting = { ...episode(`w-${count}`), status: 'waitlist', period: { start: '2026-01-10' } };
  await push({ context: [waiting] });
  expect((await stays()).map(({ start }) => start)).toEqual([-1_000_000]);
  const begun = { ...episode(`w-${count}`), meta: { lastUpdated: '2026-03-02T10:00:00Z' } };
  await push({ context: [begun], minute: 1 });
  const [stay, ...others] = await stays();
  expect(others).toEqual([]);
  const day = (date: string): number => Date.parse(date) / 86_400_000;
  expect(stay).toMatchObject({ start: day('2026-02-01'), referred: day('2026-01-10') });
});

test('since when somebody waited is known whatever comes first, and is not told by what was taken back', async () => {
  const at = (day: string) => ({ meta: { lastUpdated: `2026-${day}T10:00:00Z` } });
  const referral = { status: 'waitlist', period: { start: '2026-01-10' } };
  await push({ context: [{ ...episode(`l-${count}`), ...at('03-02') }] });
  await push({ context: [{ ...episode(`l-${count}`), ...referral, ...at('01-10') }], minute: 1 });
  expect((await stays()).map(({ referred }) => referred)).toEqual([Date.parse('2026-01-10') / 86_400_000]);

  const moved = `n-${count}`;
  patient = `${patient}-n`;
  await push({ context: [{ ...episode(moved, 'talking-therapy'), ...referral, ...at('01-10') }] });
  await push({ context: [{ ...episode(moved), ...at('03-02') }], minute: 1 });
  expect(await stays()).toMatchObject([
    { program: 'recovery', referred: Date.parse('2026-01-10') / 86_400_000 },
  ]);

  const wrong = `m-${count}`;
  patient = `${patient}-m`;
  await push({ context: [{ ...episode(wrong), ...referral, ...at('01-10') }] });
  await push({ context: [{ ...episode(wrong), status: 'entered-in-error', ...at('01-11') }], minute: 1 });
  await push({ context: [{ ...episode(wrong), ...at('03-02') }], minute: 2 });
  expect((await stays()).map(({ referred }) => referred)).toEqual([null]);
});
