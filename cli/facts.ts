/**
 * `npm run --silent facts -- FILE.csv --source S [--table NAME | --data DIR]`
 *
 * What outcomes need besides scores, from a CSV: `kind,patient,id,start` and, if wanted, `end,code,system,
 * program`. Kinds are contact, diagnosis, hospice, death, order, screening-due and exception; several lines of
 * one fact give it several codes. Codes mean what docs/programs-and-people.md says; no value set is shipped.
 *
 * `--dry-run` only checks, `--settings FILE` names the settings that were deployed, `--json` prints one line of
 * JSON. Exit status 1 when a line failed; the others are taken all the same.
 */

import { factsOfCsv } from '../shared/programs/fact-file.ts';
import { readOptions, refuse } from './command.ts';
import { sourceOfSettings } from './people/settings.ts';
import { missingColumns, readUpload, takeUploaded } from './people/uploaded.ts';
import { placeOptions } from './stored/place.ts';

const { values, positionals } = options();
const source = sourceOfSettings(values.source, values);
if (source.kind === 'invalid') refuse(source.message);
const [file] = positionals;
if (file === undefined) refuse('Name one CSV file.');

const read = factsOfCsv(readUpload(file), source.programs, new Date().toISOString());
if (read.kind === 'invalid') refuse(missingColumns(read.missing));
const records = read.facts.map((fact) => ({ kind: 'fact', fact }) as const);
await takeUploaded(source.id, { what: 'facts', records, failed: read.failed }, values);

function options() {
  return readOptions({
    allowPositionals: true,
    options: {
      ...placeOptions,
      source: { type: 'string' },
      settings: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
}
