/**
 * `npm run --silent quality -- --year 2025 --value-sets FILE... [--time-zone ZONE] [--measure ID] [--why PATIENT] FILE...`
 *
 * The quality measures (CMS159 and its relatives, CMS2) over exported FHIR resources: JSON, Bundles or NDJSON,
 * a bulk export or `$everything`. Value sets come from the operator (VSAC); none are shipped. One JSON line a
 * measure: counts of each population, the score, and the score among those who were measured.
 *
 * `--why PATIENT` prints how one patient was counted, rule by rule. Nothing leaves this machine, and no date of
 * birth is kept. Exit status 1 when a file cannot be read or a measure lacks a value set.
 */

import { qualityMeasures } from '../shared/metrics/quality/measures.ts';
import { readValueSets } from '../shared/metrics/quality/value-sets.ts';
import { readOptions, refuse } from './command.ts';
import { patientsOf } from './quality/patients.ts';
import { readDocuments } from './quality/read-documents.ts';
import { caseLines, measureLine } from './quality/report.ts';

const { values, positionals } = options();
const { year = '', measure, why } = values;
if (!/^\d{4}$/.test(year)) refuse('Say which year: --year 2025.');
if (positionals.length === 0) refuse('Name the files of resources: JSON, Bundles or NDJSON.');
const timeZone = values['time-zone'] ?? 'UTC';
if (!isTimeZone(timeZone)) refuse(`--time-zone ${timeZone} is no IANA time zone, such as America/New_York.`);
const wanted = qualityMeasures.filter(({ id }) => measure === undefined || id === measure);
if (wanted.length === 0)
  refuse(`There is no measure ${measure}. There are: ${qualityMeasures.map(({ id }) => id).join(', ')}.`);

const valueSets = readValueSets(documentsOf(values['value-sets'] ?? []));
const { timelines, unassigned } = patientsOf(documentsOf(positionals), timeZone);
if (unassigned > 0)
  console.error(`${unassigned} resources name no patient of these files and were left out.`);
const people = timelines.filter(({ patient }) => why === undefined || patient === why);
if (why !== undefined && people.length === 0) refuse(`There is no patient ${why} in these files.`);

for (const one of wanted) {
  const missing = valueSets.missing(one.valueSets);
  if (missing.length > 0) {
    process.exitCode = 1;
    say({ measure: one.id, error: { code: 'value-sets-not-provided', missing } });
    continue;
  }
  const cases = people.map((timeline) => one.judge(timeline, valueSets, `${year}-01-01`));
  if (why === undefined) say(measureLine(one, year, cases));
  else for (const line of caseLines(one, cases)) process.stdout.write(`${line}\n`);
}

function documentsOf(files: readonly string[]): readonly unknown[] {
  const read = readDocuments(files);
  return read.kind === 'documents' ? read.documents : refuse(read.message);
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function options() {
  return readOptions({
    allowPositionals: true,
    options: {
      year: { type: 'string' },
      'value-sets': { type: 'string', multiple: true },
      'time-zone': { type: 'string' },
      measure: { type: 'string' },
      why: { type: 'string' },
    },
  });
}
