/**
 * `npm run --silent import -- --source S FILE | s3://BUCKET/KEY [--data DIR | --bucket NAME --operations NAME]`
 *
 * Drops an NDJSON file where the pipeline reads files of that source, follows it while it is read, and says
 * which lines failed and why. Each line is a QuestionnaireResponse, a Bundle, or a resource that outcomes use
 * (EpisodeOfCare, Encounter ...). The same file again adds nothing. `imported` means queued: `$status` and
 * the page say what became of each response.
 *
 * `--report KEY` shows the report of a file that was dropped before, `--no-wait` does not follow it, `--json`
 * prints one line of JSON: the report, with every failed line. Exit status 1 when a line failed.
 */

import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CopyObjectCommand } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import type { ImportReport } from '../functions/adapters/import-store.ts';
import { readOptions, reasonOf, refuse } from './command.ts';
import { openImportPlace } from './import/place.ts';
import { progressText, reportText } from './import/report-text.ts';
import { upload } from './import/upload.ts';
import { readSettingsFile } from './stored/settings-file.ts';

const POLL_MS = 500;
/** A file that is not read on by then is in the dead letters, or waits behind others. */
const MOVES_WITHIN_MS = 5 * 60_000;

const { values, positionals } = options();
const { source } = values;
if (source === undefined) refuse('Say whose responses these are: --source S.');
const known = values.data === undefined ? undefined : sourcesOf(values.data);
if (known !== undefined && !known.includes(source))
  refuse(`There is no source '${source}' in ${values.data}. Use one of ${known.join(', ')}.`);
const [file] = positionals;
if ((file === undefined) === (values.report === undefined))
  refuse('Name one file, or --report KEY of one that was dropped before.');
const place = openImportPlace(values);
if (place.kind === 'invalid') refuse(place.message);
const { s3, bucket, store } = place;

const key = values.report ?? (await drop(file ?? ''));
let report = await store.readReport(source, key);
if (values.report === undefined && values.wait === false) {
  say(`Dropped as ${key}. Follow it with --report ${key}`);
  process.exit(0);
}
if (values.report === undefined) report = await follow();
if (report === undefined) refuse(`There is no report for ${key}. Was it dropped for source ${source}?`);

const failures = report.failuresKey === null ? [] : await store.readFailures(bucket, report.failuresKey);
if (values.json === true) process.stdout.write(`${JSON.stringify({ ...report, failures })}\n`);
else for (const line of reportText(report, failures)) say(line);
process.exitCode = report.failed > 0 ? 1 : 0;

/** Under a name of its own each time: what came before is known by its bytes, not by its name. */
async function drop(from: string): Promise<string> {
  const name = basename(from).replace(/[^\w.-]/g, '_');
  const to = `imports/${source}/${new Date().toISOString().replaceAll(':', '')}-${name}`;
  try {
    if (from.startsWith('s3://')) {
      const [, , fromBucket = '', ...rest] = from.split('/');
      const CopySource = `${fromBucket}/${rest.map(encodeURIComponent).join('/')}`;
      await s3.send(new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource }));
      return to;
    }
    await upload(s3, from, { Bucket: bucket, Key: to });
    return to;
  } catch (error) {
    return refuse(`${from} could not be dropped: ${reasonOf(error)}`);
  }
}

async function follow(): Promise<ImportReport> {
  let movedAt = Date.now();
  for (let shown = ''; ; await sleep(POLL_MS)) {
    const standing = await store.readReport(source ?? '', key);
    const waited = Date.now() - movedAt > MOVES_WITHIN_MS;
    if (standing === undefined && waited)
      refuse(
        `Nobody has begun to read ${key} in five minutes. Is there a source '${source}'? Look for it in the dead letters (docs/runbooks/import-dead-letters.md), then follow it with --report ${key}`,
      );
    if (standing !== undefined && standing.state !== 'running') return standing;
    const text = standing === undefined ? 'waiting to be read' : progressText(standing);
    if (text !== shown) {
      say(text);
      movedAt = Date.now();
    } else if (waited)
      refuse(
        `Nobody has read on in ${key} for five minutes: ${text}. Look for it in the dead letters (docs/runbooks/import-dead-letters.md), then follow it with --report ${key}`,
      );
    shown = text;
  }
}

/** Of a running `npm start`; undefined where its settings cannot be read. */
function sourcesOf(data: string): readonly string[] | undefined {
  const read = readSettingsFile(v.object({ sources: v.array(v.object({ id: v.string() })) }), { data });
  return read.kind === 'settings' ? read.settings.sources.map(({ id }) => id) : undefined;
}

function say(line: string): void {
  if (values.json !== true) process.stdout.write(`${line}\n`);
}

function options() {
  return readOptions({
    allowPositionals: true,
    allowNegative: true,
    options: {
      source: { type: 'string' },
      data: { type: 'string' },
      bucket: { type: 'string' },
      operations: { type: 'string' },
      report: { type: 'string' },
      wait: { type: 'boolean', default: true },
      json: { type: 'boolean' },
    },
  });
}
