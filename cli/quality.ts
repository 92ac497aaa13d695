/**
 * `npm run --silent quality -- --year 2025 --value-sets FILE... [--time-zone ZONE] [--measure ID] [--why PATIENT] FILE...`
 * `... --program P --publish (--data DIR | --table NAME --bucket NAME --operations NAME) FILE...`
 *
 * The quality measures (CMS159 and its relatives, CMS2) over exported FHIR resources: JSON, Bundles or NDJSON,
 * a bulk export or `$everything`. Value sets come from the operator (VSAC); none are shipped. One JSON line a
 * measure: counts of each population, the score, and the score among those who were measured.
 *
 * `--why PATIENT` prints how one patient was counted, rule by rule. Nothing leaves this machine, and no date of
 * birth is kept. Exit status 1 when a file cannot be read or a measure lacks a value set.
 *
 * `--program P` counts only people who were in that program in the year. With `--publish` the figures, small groups
 * withheld, are what `GET /programs/P/quality` answers from then on; printed is what was published.
 */

import { snapshotStore } from '../functions/adapters/snapshot-store.ts';
import { dayOfDate, localDate } from '../shared/metrics/calendar.ts';
import { qualityMeasures } from '../shared/metrics/quality/measures.ts';
import type { JudgedMeasure } from '../shared/metrics/quality/quality-figures.ts';
import { readValueSets } from '../shared/metrics/quality/value-sets.ts';
import { episodesOf } from '../shared/metrics/reduce.ts';
import { readOptions, refuse } from './command.ts';
import { readEpisodes } from './metrics/read-episodes.ts';
import { metricsSettings } from './metrics/settings.ts';
import { patientsOf } from './quality/patients.ts';
import { peopleOf, publish } from './quality/publish.ts';
import { readDocuments } from './quality/read-documents.ts';
import { caseLines, measureLine } from './quality/report.ts';
import { openPlace, placeOptions } from './stored/place.ts';
import { openSnapshots, snapshotOptions } from './stored/snapshots.ts';

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
const place = values.program === undefined ? undefined : await placeOf(values.program);
const people = timelines.filter(
  ({ patient }) =>
    (why === undefined || patient === why) && (place === undefined || place.people.has(patient)),
);
if (why !== undefined && people.length === 0) refuse(`There is no patient ${why} in these files.`);

const judged: JudgedMeasure[] = [];
for (const one of wanted) {
  const missing = valueSets.missing(one.valueSets);
  if (missing.length > 0) {
    process.exitCode = 1;
    say({ measure: one.id, error: { code: 'value-sets-not-provided', missing } });
    continue;
  }
  const cases = people.map((timeline) => one.judge(timeline, valueSets, `${year}-01-01`));
  if (values.publish === true) judged.push({ measure: one, cases });
  else if (why === undefined) say(measureLine(one, year, cases));
  else for (const line of caseLines(one, cases)) process.stdout.write(`${line}\n`);
}

if (values.publish === true) {
  if (place === undefined) refuse('Say whose figures they are: --program P.');
  if (judged.length === 0) refuse('No measure could be judged, so there is nothing to publish.');
  const published = await publish(place.snapshots, judged, { ...place.settings, year });
  if (published === null) refuse('Somebody has published this year in between. Run it again.');
  for (const one of published.publication.measures) say({ published: one.id, year, ...one });
  if (published.givenAway > 0)
    console.error(
      `${published.givenAway} small groups can be worked out from this and what was published before; nothing shown now adds to that.`,
    );
}

/** The program, who was in it, and where its figures are kept. */
async function placeOf(id: string) {
  const settings = metricsSettings(id, values.settings, values.data);
  if (settings.kind === 'invalid') return refuse(settings.message);
  const opened = openPlace(values);
  if (opened.kind === 'invalid') return refuse(opened.message);
  const { dynamo, table } = opened;
  const { program, timeZone: zone, series } = settings;
  const merged = await readEpisodes(dynamo, table, {
    source: program.source,
    timeZone: zone,
    asOf: localDate(new Date(), zone),
    series,
  });
  const [from, to] = [dayOfDate(`${year}-01-01`), dayOfDate(`${year}-12-31`)];
  const people = peopleOf(episodesOf(merged, id).records, from, to);
  return { settings, people, snapshots: snapshotStore(...openSnapshots(values)) };
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
      program: { type: 'string' },
      publish: { type: 'boolean' },
      settings: { type: 'string' },
      ...placeOptions,
      ...snapshotOptions,
    },
  });
}
