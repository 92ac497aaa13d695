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

import { type Roster, type RosterTerms, rosterOfCsv, rosterOfGroup } from '../shared/programs/roster.ts';
import { isObject } from '../shared/responses/questionnaire-response.ts';
import { readOptions, refuse } from './command.ts';
import { sourceOfSettings } from './people/settings.ts';
import { missingColumns, readUpload, takeUploaded } from './people/uploaded.ts';
import { placeOptions } from './stored/place.ts';

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
const records = roster.stays.map((episode) => ({ kind: 'episode', episode }) as const);
await takeUploaded(source.id, { what: 'stays', records, failed: roster.failed }, values);

function read(path: string, terms: RosterTerms): Roster {
  const text = readUpload(path);
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
