/**
 * What was given up on, and the operator's way back: a score the EHR would not take, and a message in the
 * dead letters. First looked at, then sent, then in the chart once.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/cloud/cloud.ts';
import { readLedger } from '../../local/run/ledger.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { Riverside } from '../builders/riverside.ts';

const sheet = responseTo('phq-9', [2, 2, 1, 1, 0, 0, 0, 0, 0]) as object;
let riverside: Riverside;
let cloud: LocalCloud;
let log = '';

async function redrive(...args: readonly string[]): Promise<unknown> {
  return JSON.parse(await riverside.run('redrive', '--json', ...args));
}

const writtenFor = (): readonly (string | undefined)[] =>
  [...riverside.ehr.observations()].flatMap(({ code, derivedFrom }) =>
    code.coding?.some((coding) => coding.code === '44261-6') ? [derivedFrom?.[0]?.reference] : [],
  );
const writeBackOf = async (identity: string) =>
  (await readLedger(cloud)).responses.find((one) => one.identity === identity)?.writeBack;

beforeAll(async () => {
  riverside = await Riverside.open();
  cloud = await riverside.deploy({ cloud: { onLog: ({ line }) => (log += `${line}\n`) } });
}, 120_000);

afterAll(() => riverside?.close());

test('what the EHR will not take waits for a person, is counted, and is asked for again when sent', async () => {
  riverside.ehr.faults.push({ times: 100, status: 422 });
  await riverside.enqueue('refused-one', sheet);
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

  riverside.ehr.faults.length = 0;
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
  await riverside.enqueue('buried', sheet, 'Intake/Responses/DeadLetters');
  const queue = cloud.resourceName('Intake/Responses/Queue').split('/').at(-1);
  expect(await redrive()).toEqual({
    deadLetters: [{ queue, messages: 1, moved: null }],
    refused: [],
    reopened: null,
  });
  expect(await redrive('--send', '--queue', 'WriteBack')).toEqual({
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
