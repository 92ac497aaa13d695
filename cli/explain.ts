/**
 * `npm run --silent explain -- [--source FILE] [--instruments DIR] [--html] FILE`
 *
 * The receipt of every score in a file, for people: items, answers as read, points, the arithmetic written
 * out, the rule for missing answers, bands, safety items and sources. `--html` prints one page to print.
 */

import { readInstrumentFolder } from '../functions/adapters/instrument-folder.ts';
import { readOptions, refuse } from './command.ts';
import { toHtml } from './explain/html.ts';
import { readResponses } from './explain/read-responses.ts';
import { receiptsOf } from './explain/receipt.ts';
import { toText } from './explain/text.ts';
import { readSource } from './score/read-source.ts';

const { values, positionals } = options();
const [file, ...others] = positionals;
if (file === undefined || others.length > 0)
  refuse('Name one file: npm run --silent explain -- docs/examples/phq-9.json');

const { instruments: custom, faults } =
  values.instruments === undefined
    ? { instruments: [], faults: [] }
    : readInstrumentFolder(values.instruments);
const [fault] = faults;
if (fault !== undefined) refuse(`${fault.file}: ${fault.path}: ${fault.message}`);

const source = readSource(values.source, custom);
if (source.kind === 'invalid') refuse(source.message);
const read = readResponses(file);
if (read.kind === 'invalid') refuse(read.message);

const receipts = read.responses.flatMap((response) => receiptsOf(response, source));
if (receipts.length === 0) {
  process.stdout.write(
    `${file}: no instrument recognises this questionnaire. Map it under "forms" of the source, or add an instrument.\n`,
  );
} else {
  process.stdout.write(values.html === true ? toHtml(receipts) : receipts.map(toText).join('\n'));
}

function options() {
  return readOptions({
    options: { source: { type: 'string' }, instruments: { type: 'string' }, html: { type: 'boolean' } },
    allowPositionals: true,
  });
}
