/**
 * The whole way of a response, through the synthesized template: `npm start` is spawned as a user starts it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAMS, SOURCE } from '../../local/run/local-settings.ts';
import type { Summary } from '../../local/run/summary.ts';
import { expected, seed } from '../../local/seed/seed.ts';

const SIZE = 0.05;
const folders: string[] = [];
const running = new Set<ChildProcess>();

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'outcomes-test-'));
  folders.push(made);
  return made;
}

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

function start(args: readonly string[]): {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, ['local/start.ts', '--size', String(SIZE), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const lines: string[] = [];
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  const ended = new Promise<number | null>((done) =>
    child.once('close', (code) => {
      running.delete(child);
      done(code);
    }),
  );
  return { child, lines, ended };
}

function ndjson<T>(file: string): readonly T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

const ends = ['scored', 'incomplete', 'review', 'ignored', 'rejected', 'retracted'] as const;
const story = (asOf: string) => expected({ asOf, source: SOURCE, programs: PROGRAMS, size: SIZE });

interface Dumped {
  readonly identity: string;
  readonly status: string;
  readonly scores: readonly { readonly value: number }[];
  readonly writeBack: string | null;
}

/** Nothing lost, nothing twice: every response stands where the story says, every score once in the EHR. */
function expectWhole(dumped: string, asOf: string): void {
  const wanted = story(asOf);
  const responses = ndjson<Dumped>(join(dumped, 'responses.ndjson'));
  const observations = ndjson<Observation>(join(dumped, 'observations.ndjson'));
  const alerts = ndjson<{ publishedAt: string | null }>(join(dumped, 'alerts.ndjson'));

  expect(responses).toHaveLength(wanted.responses);
  for (const end of ends) {
    expect([end, responses.filter(({ status }) => status === end).length]).toEqual([end, wanted[end]]);
  }
  expect(alerts.filter(({ publishedAt }) => publishedAt !== null)).toHaveLength(wanted.alerts);

  const identifiers = observations.map(({ identifier }) => identifier?.[0]?.value);
  expect(new Set(identifiers).size).toBe(identifiers.length);
  const inForce = observations.filter(({ status }) => status !== 'entered-in-error');
  const scores = responses
    .filter(({ status }) => status === 'scored' || status === 'incomplete')
    .flatMap((response) => response.scores.map(({ value }) => value));
  expect(inForce.map(({ valueQuantity }) => valueQuantity?.value).sort()).toEqual(scores.sort());
}

describe('npm start -- --exit', () => {
  const data = folder();
  const dumped = folder();
  const asOf = new Date().toISOString();
  let summary: Summary;
  let status: number | null;

  beforeAll(async () => {
    const { lines, ended } = start(['--exit', '--data', data, '--dump', dumped]);
    status = await ended;
    summary = JSON.parse(lines.at(-1) ?? '{}') as Summary;
  });

  test('ends with status 0 and a summary whose counts add up', () => {
    expect(status).toBe(0);
    expect(summary.received).toBe(ends.reduce((sum, end) => sum + summary[end], 0));
  });

  test('says of each response what the story says', () => {
    const { responses, duplicates, alerts, ...wanted } = story(asOf);
    expect(summary).toMatchObject({
      received: responses,
      duplicates,
      alerts,
      ...Object.fromEntries(ends.map((end) => [end, wanted[end]])),
    });
    expectWhole(dumped, asOf);
  });

  test('is denied nothing by the permissions the functions are deployed with', () => {
    expect(summary.denied).toEqual([]);
  });

  test('tells the event bus of every alert, by ids and codes', () => {
    const events = ndjson<{ 'detail-type': string; detail: { response: string; text: string } }>(
      join(data, 'cloud', 'us-east-1', 'events.ndjson'),
    );
    const published = ndjson<{ identity: string; status: string; publishedAt: string | null }>(
      join(dumped, 'alerts.ndjson'),
    ).filter(({ publishedAt }) => publishedAt !== null);
    expect(events.map(({ detail }) => detail.response)).toEqual(published.map(({ identity }) => identity));
    expect(published.map(({ status: standing }) => standing)).toEqual(published.map(() => 'open'));
    for (const event of events) {
      expect(event).toMatchObject({
        'detail-type': 'alert-raised',
        detail: { text: 'needs clinical review' },
      });
    }
  });

  test('prints no answer and no person in any log or event', () => {
    const cloud = join(data, 'cloud');
    const files = readdirSync(join(cloud, 'logs')).map((name) => join(cloud, 'logs', name));
    expect(files.length).toBeGreaterThan(3);
    for (const file of [...files, join(cloud, 'us-east-1', 'events.ndjson')]) {
      expect(readFileSync(file, 'utf8')).not.toMatch(
        /Patient\/|several days|every day|value(?:Coding|String)|LA6\d{3}-/i,
      );
    }
  });

  test('compiles a snapshot of every program', () => {
    expect(summary.snapshots).toBe(PROGRAMS.length);
  });

  test('makes at most two DynamoDB calls and one SQS call for a resource, from its receipt to the EHR', () => {
    // The seed tells of people, stays and visits as well as of answers. Compiling costs per run, not here.
    const pushed = seed({ asOf, source: SOURCE, programs: PROGRAMS, size: SIZE })
      .map(({ body }) => body as { readonly entry?: readonly unknown[] } | undefined)
      .reduce((sum, body) => sum + (body?.entry?.length ?? 1), 0);
    const onTheWay = Object.entries(summary.awsCallsBy).filter(([name]) => /Receive|Score|Write/.test(name));
    const total = (service: string): number =>
      onTheWay
        .flatMap(([, calls]) => Object.entries(calls[service] ?? {}))
        .filter(([operation]) => operation !== 'EmptyReceive')
        .reduce((sum, [, count]) => sum + count, 0);
    expect(onTheWay).toHaveLength(3);
    expect(total('dynamodb') / pushed).toBeLessThanOrEqual(2);
    expect(total('sqs') / pushed).toBeLessThanOrEqual(1);
  });
});

describe('kill -9', () => {
  test.for([
    {
      when: 'while the seed is being pushed',
      killed: (lines: readonly string[]) => lines.some((line) => line.includes('"pushed"')),
    },
    {
      when: 'as soon as the API answers',
      killed: (lines: readonly string[]) => lines.some((line) => line.includes('the API is')),
    },
  ])('$when loses nothing and writes nothing twice', async ({ killed }) => {
    const data = folder();
    const dumped = folder();
    const asOf = new Date().toISOString();
    const first = start(['--json', '--data', data]);
    while (!killed(first.lines) && first.child.exitCode === null)
      await new Promise((done) => setTimeout(done, 20));
    first.child.kill('SIGKILL');
    await first.ended;

    const { lines, ended } = start(['--exit', '--data', data, '--dump', dumped]);
    expect(await ended).toBe(0);
    expect((JSON.parse(lines.at(-1) ?? '{}') as Summary).denied).toEqual([]);
    expectWhole(dumped, asOf);
  });
});
