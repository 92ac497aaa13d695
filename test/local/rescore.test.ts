/**
 * A changed rule, from settings to EHR: responses scored by one keying, the keying changed and deployed, what
 * would move looked at, and the stored responses taken down the correction path by the operator's commands.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/cloud/cloud.ts';
import { readLedger } from '../../local/run/ledger.ts';
import { registryVersion } from '../../shared/instruments/catalog.ts';
import { phq9 } from '../../shared/instruments/phq-9.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { Riverside } from '../builders/riverside.ts';
import { documentedExamples } from '../cli/run-cli.ts';

let riverside: Riverside;

/** Deploys these rules: same data, new template, new bundles. */
function deploy(reversed: readonly number[], registry: number): Promise<LocalCloud> {
  const scoring = {
    keying: { 'reqol-10': { 'reversed-items': reversed } },
    instruments: 'instruments',
    registry,
  };
  return riverside.deploy({ settings: { scoring } });
}

/** What a command prints, as JSON. */
async function run(command: string, ...args: readonly string[]): Promise<unknown> {
  return JSON.parse(await riverside.run(command, '--json', ...args));
}

/** Value and status of every Observation, by the id of its response and what it is called. */
function observations(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...riverside.ehr.observations()].map(({ derivedFrom, code, valueQuantity, status }) => [
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
  riverside = await Riverside.open();
  mkdirSync(join(riverside.data, 'instruments'));
  writeFileSync(join(riverside.data, 'instruments/morning-check.json'), JSON.stringify(morningCheck));
  writeFileSync(join(riverside.data, 'instruments/phq-9-stricter.json'), JSON.stringify(stricter));
  const first = await deploy([1, 3, 6, 9], 1);
  await riverside.enqueue('quality', responseTo('reqol-10', zeros));
  await riverside.enqueue('mood', responseTo('phq-9', [1, 1, 1, 1, 1, 1, 0, 0, 0]));
  await riverside.enqueue('morning', {
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

afterAll(() => riverside?.close());

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
      ...['--instruments', join(riverside.data, 'instruments')],
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
    await riverside.cloud.idle();
    expect(observations()).toMatchObject({
      'quality ReQoL-10 total': '12 amended',
      'mood PHQ-9 total': '6 final',
      'morning Morning check total': '5 final',
    });
  });

  test('afterwards nothing is behind, and every version is kept', async () => {
    expect(await run('rescore')).toMatchObject({ responses: 0, sent: 0 });
    const { responses, versions } = await readLedger(riverside.cloud);
    expect(responses.map(({ status, writeBack }) => `${status} ${writeBack}`)).toEqual([
      'scored written',
      'scored written',
      'scored written',
    ]);
    expect(versions).toBe(6);
    expect(riverside.cloud.denied).toEqual([]);
  });
});
