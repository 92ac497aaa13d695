/**
 * `npm run --silent shadow -- --instrument ID --from VERSION --to VERSION [--table NAME | --data DIR]`
 *
 * Scores every stored response as it is now and as another version of the instrument would, and reports what
 * would move. It reads and never writes.
 *
 * `--instruments DIR` holds the versions that are not built in, `--source FILE` the forms and settings of the
 * source (only its responses are then compared), `--endpoint URL` another engine, `--examples N` how many
 * responses that moved are named (10), `--json` prints the report as JSON.
 */

import { readInstrumentFolder } from '../functions/adapters/instrument-folder.ts';
import { storedResponses } from '../functions/adapters/stored-responses.ts';
import { instruments as builtIn } from '../shared/instruments/catalog.ts';
import type { Instrument } from '../shared/instruments/instrument.ts';
import { isObject, readQuestionnaireResponse } from '../shared/responses/questionnaire-response.ts';
import { Shadow } from '../shared/scoring/shadow.ts';
import { readOptions, reasonOf, refuse } from './command.ts';
import { readSource } from './score/read-source.ts';
import { shadowText } from './shadow/text.ts';
import { openPlace, placeOptions } from './stored/place.ts';

const { instrument, from, to, ...values } = options();
if (instrument === undefined || from === undefined || to === undefined)
  refuse('Name the instrument and two of its versions: --instrument phq-9 --from 1.0.0 --to 2.0.0');
if (from === to) refuse(`--from and --to are both ${from}. Name two versions.`);
const examples = Number(values.examples);
if (!Number.isInteger(examples) || examples < 0) refuse('--examples takes a whole number.');

const custom = customInstruments(values.instruments);
const versions = [...builtIn, ...custom].filter(({ id }) => id === instrument).map(({ version }) => version);
if (versions.length === 0)
  refuse(
    `There is no instrument ${instrument}. Name one of docs/instruments.md, or its folder with --instruments.`,
  );
for (const version of [from, to]) {
  if (!versions.includes(version))
    refuse(`${instrument} has no version ${version}. It has: ${versions.join(', ')}.`);
}
const source = readSource(values.source, custom, { [instrument]: from });
if (source.kind === 'invalid') refuse(source.message);
const place = openPlace(values);
if (place.kind === 'invalid') refuse(place.message);

const shadow = new Shadow({
  instrument,
  from: source.catalog,
  to: source.catalogWith({ [instrument]: to }),
  forms: source.forms,
  examples,
});
try {
  const only = source.id === undefined ? {} : { source: source.id };
  for await (const page of storedResponses(place.dynamo, place.table, only)) {
    for (const { current, raw } of page) {
      if (isObject(raw)) shadow.add(current.identity, readQuestionnaireResponse(raw));
    }
  }
} catch (error) {
  refuse(`${place.table} cannot be read: ${reasonOf(error)}`);
}
const report = shadow.report();
process.stdout.write(values.json === true ? `${JSON.stringify(report)}\n` : shadowText(report));

function options() {
  return readOptions({
    options: {
      ...placeOptions,
      instrument: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      instruments: { type: 'string' },
      source: { type: 'string' },
      examples: { type: 'string', default: '10' },
      json: { type: 'boolean' },
    },
  }).values;
}

function customInstruments(dir: string | undefined): readonly Instrument[] {
  const { instruments, faults } =
    dir === undefined ? { instruments: [], faults: [] } : readInstrumentFolder(dir);
  const [fault] = faults;
  if (fault !== undefined) refuse(`${fault.file}: ${fault.path}: ${fault.message}`);
  return instruments;
}
