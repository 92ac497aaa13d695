/**
 * Commands of an operator against a running pipeline: what waits for a person is found, and what cannot be done is
 * said with exit status 1 instead of succeeding in silence.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/cloud/cloud.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { Riverside } from '../builders/riverside.ts';

let riverside: Riverside;
let cloud: LocalCloud;

beforeAll(async () => {
  riverside = await Riverside.open({ patients: ['p1', 'p2'], validation: 'off' });
  cloud = await riverside.deploy({
    settings: { programs: [{ id: 'therapy', source: 'riverside', name: 'Therapy' }] },
  });
  const sheet = responseTo('gad-7', [1, 1, 1, 1, 1, 1, 1]);
  const contradictory = JSON.parse(readFileSync('docs/examples/phq-9-contradictory.json', 'utf8')) as object;
  await riverside.enqueue('two-answers', { ...contradictory, subject: { reference: 'Patient/p1' } });
  await riverside.enqueue('in-therapy', sheet, undefined, 'therapy');
  await riverside.enqueue('mistyped', sheet, undefined, 'terapy');
  await cloud.idle();
}, 120_000);

afterAll(() => riverside?.close());

/** What a command prints, and its exit status. */
async function run(command: string, ...args: readonly string[]) {
  try {
    return { status: 0, out: await riverside.run(command, ...args), err: '' };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, out: stdout, err: stderr };
  }
}

test('reviews lists what a person has to look at, by id and reason, and nothing of the answers', async () => {
  const { status, out } = await run('reviews', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual({
    source: 'riverside',
    identity: 'two-answers',
    since: '2026-03-01T10:00:00.000Z',
    reason: 'answer-contradictory',
  });
});

test('reviews lists what has no score and waits for nobody, by its status and reason', async () => {
  await riverside.enqueue('half', responseTo('gad-7', [1, 1, 1, null, 1, 1, 1]));
  await cloud.idle();
  const { status, out } = await run('reviews', '--unscored', '--source', 'riverside', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    ...{ source: 'riverside', identity: 'half', status: 'incomplete', reason: 'item-missing' },
  });
});

test('assign lists a response that names a program which the settings do not have, and by which name', async () => {
  const { out } = await run('assign', '--source', 'riverside', '--json');
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { identity: string; named: string | null })
      .map(({ identity, named }) => [identity, named]),
  ).toEqual([['mistyped', 'terapy']]);
});

function stayOf(patient: string): readonly string[] {
  const words = `--source riverside --patient ${patient} --from 2026-03-01 --program therapy --by ann`;
  return words.split(' ');
}

test.for<[what: string, args: readonly string[], says: RegExp]>([
  [
    'reviews of a source that there is not',
    ['reviews', '--source', 'riversde'],
    /There is no source 'riversde' in .*\. Use one of riverside\./,
  ],
  [
    'redrive of a queue that there is not',
    ['redrive', '--queue', 'Nope'],
    /No dead-letter queue's name holds 'Nope': /,
  ],
  [
    'rescore of a source that there is not',
    ['rescore', '--only', 'riversde'],
    /There is no source 'riversde' in the settings\. Use one of riverside\./,
  ],
  [
    'restatements of a program that there is not',
    ['restatements', '--program', 'no-such-program'],
    /Nothing has been compiled for a program 'no-such-program'/,
  ],
  [
    'taking back what was never assigned',
    ['assign', ...stayOf('p1'), '--retract'],
    /Nothing is assigned from that day on/,
  ],
  [
    'an import for a source that there is not',
    ['import', '--source', 'riversde', 'file.ndjson'],
    /There is no source 'riversde' in .*\. Use one of riverside\./,
  ],
])('%s is exit status 1 and a sentence', async ([, [command = '', ...args], says]) => {
  const { status, out, err } = await run(command, ...args);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toMatch(says);
});

test('a response that names another program is not said to be assigned', async () => {
  const words = '--source riverside --response in-therapy --program therapy --by ann'.split(' ');
  expect((await run('assign', ...words)).status).toBe(0);
  const { status, out, err } = await run('assign', ...words.with(3, 'mistyped'));
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain("names the program 'terapy' itself");
});

test('what was assigned can be taken back once', async () => {
  const stay = stayOf('p2');
  expect((await run('assign', ...stay)).out).toContain('Assigned');
  expect((await run('assign', ...stay, '--retract')).out).toContain('Taken back');
  expect((await run('assign', ...stay, '--retract')).status).toBe(1);
});

test('what is no file, or an empty one, is not imported as if nothing had failed', async () => {
  expect(await run('import', '--source', 'riverside', riverside.data)).toMatchObject({
    status: 1,
    err: expect.stringContaining('a pipe or a folder, not a file'),
  });
  expect(await run('import', '--source', 'riverside', 'docs/examples/phq-9.json')).toMatchObject({
    status: 1,
    err: expect.stringContaining('it is one JSON document over several lines'),
  });
  expect(await run('import', '--source', 'riverside', 'nowhere.ndjson')).toMatchObject({
    status: 1,
    err: 'nowhere.ndjson could not be dropped: There is no file nowhere.ndjson\n',
  });
  const empty = join(riverside.data, 'empty.ndjson');
  writeFileSync(empty, '');
  expect(await run('import', '--source', 'riverside', empty)).toMatchObject({
    status: 1,
    err: expect.stringContaining('it is empty'),
  });
});
