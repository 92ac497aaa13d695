/**
 * A file of responses, from the operator's command to the scores: dropped in S3, announced by the template's
 * own notification, read, queued, scored. `npm run prove:import` runs it with twenty thousand lines, and with
 * the mapping of the write-back queue switched off in the template.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FailedLine, ImportReport } from '../../functions/adapters/import-store.ts';
import type { LocalCloud } from '../../local/cloud/cloud.ts';
import { type Ledger, readLedger } from '../../local/run/ledger.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { Riverside } from '../builders/riverside.ts';

const LINES = Number(process.env.IMPORT_LINES ?? 1000);

/** One line in a hundred is broken, in one of four ways. */
const brokenWays: readonly (readonly [text: string, code: FailedLine['code']])[] = [
  ['{"resourceType":"QuestionnaireResponse","id":"cut', 'not-json'],
  ['{"status":"completed"}', 'not-a-resource'],
  ['{"resourceType":"Medication","id":"m1"}', 'resource-type-not-kept'],
  ['[1,2,3]', 'not-a-resource'],
];
const broken: FailedLine[] = [];
const good: string[] = [];
const text = Array.from({ length: LINES }, (_, index) => {
  if (index % 100 === 37) {
    const [line = '', code = 'not-json'] = brokenWays[broken.length % brokenWays.length] ?? [];
    broken.push({ line: index + 1, code });
    return line;
  }
  const id = `history-${index}`;
  good.push(id);
  // Without meta.lastUpdated: only the receipt time orders it, which must be the same the second time.
  return JSON.stringify(
    responseTo(
      'phq-9',
      Array.from({ length: 9 }, (_unused, item) => (index + item) % 3),
      {
        id,
        subject: { reference: `Patient/p${index % 50}` },
        authored: '2025-03-01T09:30:00Z',
      },
    ),
  );
}).join('\n');

/** As an operator would before a year of history comes in. */
function switchOffWriteBack(assembly: string): void {
  for (const name of readdirSync(assembly).filter((one) => one.endsWith('.template.json'))) {
    const template = JSON.parse(readFileSync(join(assembly, name), 'utf8')) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    for (const { Type, Properties } of Object.values(template.Resources)) {
      const queue = JSON.stringify(Properties?.EventSourceArn ?? '');
      if (Type === 'AWS::Lambda::EventSourceMapping' && queue.includes('WriteBack'))
        Properties.Enabled = false;
    }
    writeFileSync(join(assembly, name), JSON.stringify(template));
  }
}

let riverside: Riverside;
let file: string;
let cloud: LocalCloud;
let log = '';

async function importFile(
  path: string,
): Promise<{ readonly report: ImportReport; readonly seconds: number; readonly status: number }> {
  const started = performance.now();
  const args = ['cli/import.ts', '--data', riverside.data, '--source', 'riverside', '--json', path];
  const { stdout, code = 0 } = (await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 }).catch(
    (error: { stdout: string; code: number }) => error,
  )) as { stdout: string; code?: number };
  const seconds = (performance.now() - started) / 1000;
  return { report: JSON.parse(stdout) as ImportReport, seconds, status: code };
}

function standing({ responses, versions }: Ledger): readonly [number, number] {
  return [responses.length, versions];
}

beforeAll(async () => {
  const patients = Array.from({ length: 50 }, (_, index) => `p${index}`);
  riverside = await Riverside.open({ patients, validation: 'off' });
  cloud = await riverside.deploy({
    cloud: { onLog: ({ line }) => (log += `${line}\n`) },
    ...(process.env.IMPORT_WRITE_BACK === 'off' && { edit: switchOffWriteBack }),
  });
  file = join(riverside.data, 'history of Ada Lovelace.ndjson');
  writeFileSync(file, text);
});

afterAll(() => riverside?.close());

describe('a file of responses', () => {
  test('every good line is in, every broken one is reported with its number and reason', async () => {
    const started = performance.now();
    const { report, seconds, status } = await importFile(file);
    expect(report).toMatchObject({
      state: 'done',
      lines: LINES,
      responses: good.length,
      facts: 0,
      failed: broken.length,
      failures: broken,
      offset: readFileSync(file).length,
    });
    expect(status).toBe(1);

    await cloud.idle();
    const ledger = await readLedger(cloud);
    const whole = (performance.now() - started) / 1000;
    const measure = { lines: LINES, read: LINES / seconds, scored: LINES / whole, seconds: whole };
    process.stdout.write(`${JSON.stringify({ import: measure })}\n`);
    expect(ledger.responses.map(({ identity }) => identity).toSorted()).toEqual(good.toSorted());
    expect(new Set(ledger.responses.map((one) => one.status))).toEqual(new Set(['scored']));
    expect(ledger.versions).toBe(good.length);
  }, 1_800_000);

  test('a second run adds nothing, whatever the file is called', async () => {
    const before = standing(await readLedger(cloud));
    const renamed = join(riverside.data, 'again.ndjson');
    writeFileSync(renamed, text);
    const { report, status } = await importFile(renamed);
    expect(report).toMatchObject({ state: 'already-imported', responses: 0, failed: 0 });
    expect(status).toBe(0);
    await cloud.idle();
    expect(standing(await readLedger(cloud))).toEqual(before);
  }, 600_000);

  test('nothing was denied, and no log line names the file, a person or an answer', () => {
    expect(cloud.denied).toEqual([]);
    expect(log).toContain('object imported');
    for (const secret of ['Lovelace', 'again.ndjson', 'imports/riverside', '44250-9'])
      expect(log).not.toContain(secret);
  });
});
