/**
 * `npm run --silent score -- [--source FILE] [--instruments DIR] FILE...`
 *
 * Scores QuestionnaireResponses, Bundles and NDJSON with no cloud: one JSON line per response, exit status 1
 * when a file or line could not be read as one.
 */
import { readInstrumentFolder } from '../functions/adapters/instrument-folder.ts';
import { readOptions, refuse } from './command.ts';
import { readSource } from './score/read-source.ts';
import { scoreFile } from './score/score-file.ts';

const { values, positionals } = options();

if (positionals.length === 0)
  refuse('Name at least one file: npm run --silent score -- docs/examples/phq-9.json');

const { instruments: custom, faults } =
  values.instruments === undefined
    ? { instruments: [], faults: [] }
    : readInstrumentFolder(values.instruments);
for (const { file, path, message } of faults) console.error(`${file}: ${path}: ${message}`);
if (faults.length > 0) process.exit(1);

const source = readSource(values.source, custom);
if (source.kind === 'invalid') refuse(source.message);

let failed = false;
for (const file of positionals) {
  for (const line of scoreFile(file, source)) {
    failed ||= 'error' in line;
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
process.exitCode = failed ? 1 : 0;

function options() {
  return readOptions({
    options: { source: { type: 'string' }, instruments: { type: 'string' } },
    allowPositionals: true,
  });
}
