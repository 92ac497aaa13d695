/**
 * `npm run --silent metrics -- --program P [--period PERIOD] (--data DIR | --table NAME) [--json]`
 * `npm run --silent metrics -- --program P --why EPISODE (--data DIR | --table NAME)`
 *
 * Compiles the outcomes of one program from the store as it stands and prints them. PERIOD is `2025`,
 * `2025-Q3`, `2025-07`, `2025-04..2026-03` or `2025-04-01..2025-09-30`; without it the last twelve full months.
 * Small groups are withheld as everywhere. Nothing is written.
 *
 * `--why EPISODE` prints how that episode was counted, rule by rule, with the scores used: for people who may
 * see them. `--as-of DATE` another day than today, `--settings FILE` the settings that were deployed
 * (infra/settings.json, or those in `--data`), `--endpoint URL` another engine, `--json` the whole snapshot.
 */

import { writeTimes } from '../functions/adapters/write-times.ts';
import { askedPeriod } from '../shared/metrics/asked-period.ts';
import { dayOfDate, localDate } from '../shared/metrics/calendar.ts';
import { expectedCourse } from '../shared/metrics/courses/expected-course.ts';
import type { Partial } from '../shared/metrics/partial.ts';
import { episodesOf, reduceProgram } from '../shared/metrics/reduce.ts';
import { whyCounted } from '../shared/metrics/why.ts';
import { readOptions, reasonOf, refuse } from './command.ts';
import { readEpisodes } from './metrics/read-episodes.ts';
import { metricsSettings } from './metrics/settings.ts';
import { snapshotText } from './metrics/snapshot-text.ts';
import { openPlace, placeOptions } from './stored/place.ts';

const values = options();
if (values.program === undefined || values.program === '') refuse('Name the program: --program ID.');
const settings = metricsSettings(values.program, values.settings, values.data);
if (settings.kind === 'invalid') refuse(settings.message);
const { program, timeZone, minimumCell, roundCountsTo, registry, book, series } = settings;
const asOf = values['as-of'] ?? localDate(new Date(), timeZone);
if (Number.isNaN(dayOfDate(asOf)) || asOf.length !== 10) refuse(`--as-of takes YYYY-MM-DD, not ${asOf}.`);
const asked = askedPeriod(values.period, asOf);
if (asked.kind === 'invalid') refuse(asked.message);
const { periods } = asked;
const place = openPlace(values);
if (place.kind === 'invalid') refuse(place.message);
const { dynamo, table, operations } = place;

try {
  const merged = await readEpisodes(dynamo, table, { source: program.source, timeZone, asOf, series });
  for (const line of values.why === undefined ? await snapshot(merged) : why(merged, values.why))
    process.stdout.write(`${line}\n`);
} catch (error) {
  refuse(`The store could not be read: ${reasonOf(error)}.`);
}

async function snapshot(merged: Partial): Promise<readonly string[]> {
  const { start, end } = periods.current;
  const written =
    operations === undefined
      ? undefined
      : await writeTimes(dynamo, operations).read(program.source, start.slice(0, 7), end.slice(0, 7));
  const compiled = reduceProgram(merged, program, {
    minimumCell,
    roundCountsTo,
    periods,
    registry,
    book,
    ...(written !== undefined && { written }),
  });
  if (values.json === true) return [JSON.stringify(compiled)];
  return snapshotText(compiled);
}

function why(merged: Partial, episode: string): readonly string[] {
  const { records } = episodesOf(merged, program.id);
  const found = records.filter(({ id }) => id === episode);
  if (found.length === 0)
    refuse(`${program.id} has no episode ${episode} as of ${asOf}. It has ${records.length} episodes.`);
  const inputs = {
    measures: { ...program.measures, book },
    asOf: merged.asOf,
    period: periods.current,
    expectedOf(instrument: string) {
      const rules = book.rulesOf(instrument);
      return rules === null
        ? ({ basis: 'static-rules', limit: () => null } as const)
        : expectedCourse(records, rules, dayOfDate(periods.current.start));
    },
  };
  return found.flatMap((record) => [
    `Episode ${record.id} of ${program.name}, as of ${asOf}, outcomes of ${periods.current.label}`,
    ...whyCounted(record, inputs).flatMap(({ title, lines }) => [
      '',
      title,
      ...lines.map(({ rule, holds, because }) => {
        const mark = holds === null ? '   ' : holds ? 'yes' : 'no ';
        return `  ${mark} ${rule}${because === '' ? '' : `: ${because}`}`;
      }),
    ]),
  ]);
}

function options() {
  return readOptions({
    options: {
      ...placeOptions,
      program: { type: 'string' },
      period: { type: 'string' },
      why: { type: 'string' },
      'as-of': { type: 'string' },
      settings: { type: 'string' },
      json: { type: 'boolean' },
    },
  }).values;
}
