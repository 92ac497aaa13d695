/**
 * `npm run --silent roster -- FILE --source S --program P [--table NAME | --data DIR]`
 *
 * Says who is in a program, where the EHR keeps no episodes: FILE is a CSV (`patient,start` and, if wanted,
 * `end,ending,id`) or a FHIR Group as JSON. Where the EHR gives a stay for the same time, the EHR is believed.
 * Uploading it again changes what has changed; whoever is no longer in it keeps their stay, so close it with an
 * end. The outcomes follow with the next compile. docs/programs-and-people.md says more.
 *
 * `--dry-run` only checks, `--settings FILE` names the settings that were deployed, `--json` prints one line of
 * JSON. Exit status 1 when a line failed; the others are taken all the same.
 */

import { readFileSync } from 'node:fs';
import { type Roster, type RosterTerms, rosterOfCsv, rosterOfGroup } from '../shared/programs/roster.ts';
import { isObject } from '../shared/responses/questionnaire-response.ts';
import { readOptions, refuse } from './command.ts';
import { sourceOfSettings } from './people/settings.ts';
import { missingColumns, putRecords, uploadedText } from './people/uploaded.ts';
import { openPlace, placeOptions } from './stored/place.ts';

const { values, positionals } = options();
const source = sourceOfSettings(values.source, values);
if (source.kind === 'invalid') refuse(source.message);
const { program } = values;
if (program === undefined || !source.programs.has(program))
  refuse(`Name a program of that source: --program P, one of ${[...source.programs].join(', ')}.`);
const [file] = positionals;
if (file === undefined) refuse('Name one file: a CSV, or a FHIR Group as JSON.');

const roster = read(file, { program, changedAt: new Date().toISOString() });
if (roster.kind === 'invalid') refuse(missingColumns(roster.missing));
const { stays, failed } = roster;
const dryRun = values['dry-run'] === true;
if (!dryRun) {
  const place = openPlace(values);
  if (place.kind === 'invalid') refuse(place.message);
  await putRecords(
    place,
    source.id,
    stays.map((episode) => ({ kind: 'episode', episode })),
  );
}
if (values.json === true) process.stdout.write(`${JSON.stringify({ stays: stays.length, failed })}\n`);
else
  for (const line of uploadedText('stays', stays.length, failed, dryRun)) process.stdout.write(`${line}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

function read(path: string, terms: RosterTerms): Roster {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return refuse(`${path} cannot be read.`);
  }
  if (!text.trimStart().startsWith('{')) return rosterOfCsv(text, terms);
  try {
    const group: unknown = JSON.parse(text);
    if (isObject(group) && group.resourceType === 'Group') return rosterOfGroup(group, terms);
  } catch {
    // Said below.
  }
  return refuse(`${path} is neither a CSV nor a FHIR Group.`);
}

function options() {
  return readOptions({
    allowPositionals: true,
    options: {
      ...placeOptions,
      source: { type: 'string' },
      program: { type: 'string' },
      settings: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
}
