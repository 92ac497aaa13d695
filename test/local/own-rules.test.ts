/**
 * An operator's own instrument, keying and rounding, from the settings to the outcomes: what the nightly compile
 * shows by them, and what the command shows.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/cloud/cloud.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { Riverside } from '../builders/riverside.ts';
import { documentedExamples } from '../cli/run-cli.ts';

const PEOPLE = 30;
const people = Array.from({ length: PEOPLE }, (_, number) => `p${number}`);
const REVERSED = [1, 3, 6, 9];
let riverside: Riverside;

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** The documented example, with a remission that only this clinic has. */
const [morningCheck = {}] = documentedExamples();
const ownCheck = {
  ...morningCheck,
  area: 'recovery',
  thresholds: [
    {
      kind: 'remission',
      score: 'total',
      value: 5,
      authority: 'Riverside',
      population: 'adults of Riverside',
      effective: '2026-01-01',
      source: { cite: 'Riverside quality report 2025', confidence: 'verified' },
    },
  ],
};

function morning(patient: string, date: string, points: readonly number[]): QuestionnaireResponse {
  return {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: 'https://clinic.example/Questionnaire/morning-check|1',
    authored: `${date}T09:30:00Z`,
    subject: { reference: `Patient/${patient}` },
    item: points.map((valueInteger, at) => ({ linkId: `q${at + 1}`, answer: [{ valueInteger }] })),
  };
}

/** Everybody answers all items alike once those that the operator's setting names are turned: alpha is 1. */
function quality(patient: string, number: number): QuestionnaireResponse {
  const points = Array.from({ length: 10 }, (_, at) =>
    REVERSED.includes(at + 1) ? 4 - (number % 5) : number % 5,
  );
  const subject = { reference: `Patient/${patient}` };
  return responseTo('reqol-10', [...points, 0], { authored: `${daysAgo(130)}T09:40:00Z`, subject });
}

function deploy(metrics: object = {}): Promise<LocalCloud> {
  const programs = [{ id: 'talking-therapy', source: 'riverside', name: 'Talking Therapy' }];
  const keying = { 'reqol-10': { 'reversed-items': REVERSED } };
  return riverside.deploy({
    settings: { programs, scoring: { keying, instruments: 'instruments' }, metrics },
  });
}

async function compile(): Promise<void> {
  await riverside.cloud.runSchedule('Metrics/Nightly');
  await riverside.cloud.idle();
}

async function served(): Promise<Snapshot> {
  return (await riverside.ask('talking-therapy', 'outcomes')).body as Snapshot;
}

beforeAll(async () => {
  riverside = await Riverside.open({ patients: people });
  mkdirSync(join(riverside.data, 'instruments'));
  writeFileSync(join(riverside.data, 'instruments/own.json'), JSON.stringify(ownCheck));
  const cloud = await deploy();
  const roster = join(riverside.data, 'roster.csv');
  writeFileSync(roster, ['patient,start', ...people.map((id) => `${id},${daysAgo(130)}`)].join('\n'));
  await riverside.run('roster', roster, '--source', 'riverside', '--program', 'talking-therapy');
  for (const [number, id] of people.entries()) {
    await riverside.enqueue(`first-${id}`, morning(id, daysAgo(130), [0, 2, 0]));
    // Four weeks later twelve have 2 + (2 - 0) + 1 = 5, eighteen still none.
    const later = number < 12 ? [2, 0, 1] : [0, 2, 0];
    await riverside.enqueue(`later-${id}`, morning(id, daysAgo(102), later));
    await riverside.enqueue(`quality-${id}`, quality(id, number));
  }
  await cloud.idle();
  await compile();
}, 120_000);

afterAll(() => riverside?.close());

function outcomesOf({ instruments }: Snapshot, id: string) {
  return instruments.find(({ instrument }) => instrument === id);
}

function remittedOf(snapshot: Snapshot) {
  const own = outcomesOf(snapshot, 'morning-check');
  return own?.measures.find(({ id }) => id === 'remission-week-4')?.current;
}

function expectOwnRules(snapshot: Snapshot): void {
  expect(outcomesOf(snapshot, 'morning-check')).toMatchObject({
    title: 'Morning check',
    area: 'recovery',
    better: 'higher',
  });
  expect(remittedOf(snapshot)).toMatchObject({
    populations: { denominator: 30, denominatorExclusion: 0, numerator: 12 },
    denominators: { eligible: 30, observed: 30 },
  });
  const alpha = outcomesOf(snapshot, 'reqol-10')?.alpha;
  expect(alpha).toMatchObject({ n: 30, warning: 'redundant' });
  expect(alpha?.alpha).toBeCloseTo(1, 12);
}

test('the nightly compile reads own instruments and keying from the deployed settings', async () => {
  expectOwnRules(await served());
  expect(riverside.cloud.denied).toEqual([]);
});

test('the command reads them from the settings file', async () => {
  expectOwnRules(JSON.parse(await riverside.run('metrics', '--program', 'talking-therapy', '--json')));
});

test('both round counts where the settings say so, and never the rate', async () => {
  await deploy({ minimumCell: 5, roundCountsTo: 5 });
  await compile();
  const rounded = { populations: { denominator: 30, numerator: 10 }, rate: 0.4 };
  expect(remittedOf(await served())).toMatchObject(rounded);
  const printed = JSON.parse(await riverside.run('metrics', '--program', 'talking-therapy', '--json'));
  expect(remittedOf(printed)).toMatchObject(rounded);
});
