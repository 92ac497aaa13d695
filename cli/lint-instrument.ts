/**
 * `npm run --silent lint-instrument -- FILE...`
 *
 * Checks instrument definitions (our JSON, or SDC Questionnaires) before anyone is scored by them: one line
 * per finding, exit status 1 on any error.
 */
import { readInstrumentFile } from '../functions/adapters/instrument-folder.ts';
import { instruments } from '../shared/instruments/catalog.ts';
import { lintInstrument } from '../shared/instruments/lint.ts';
import { readOptions, refuse } from './command.ts';

const { positionals } = readOptions({ allowPositionals: true });
if (positionals.length === 0)
  refuse('Name at least one file: npm run --silent lint-instrument -- my-instrument.json');

let failed = false;
for (const file of positionals) {
  const lines = check(file);
  failed ||= lines.some(({ severity }) => severity === 'error');
  for (const { severity, path, code, message } of lines)
    process.stdout.write(`${file}: ${severity} ${code}${path === '' ? '' : ` at ${path}`}: ${message}\n`);
}
process.exitCode = failed ? 1 : 0;

interface Line {
  readonly severity: 'error' | 'warning' | 'ok';
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

function check(file: string): readonly Line[] {
  const parsed = readInstrumentFile(file);
  if (parsed.kind === 'invalid') return parsed.faults.map((fault) => ({ severity: 'error', ...fault }));
  const { instrument, golden } = parsed;
  // The built-in instrument of this name, if it is one, is not what is checked.
  const catalog = instruments.filter(({ id }) => id !== instrument.id);
  const lines: Line[] = [
    ...lintInstrument(instrument, { catalog, ...(golden === undefined ? {} : { golden }) }),
    ...(golden === undefined
      ? [
          {
            severity: 'warning' as const,
            code: 'golden-missing',
            path: '',
            message:
              'A Questionnaire holds no golden cases. Score a few responses by hand and compare: npm run score -- --instruments DIR.',
          },
        ]
      : []),
  ];
  return lines.some(({ severity }) => severity === 'error')
    ? lines
    : [
        ...lines,
        { severity: 'ok', code: instrument.id, path: '', message: summary(instrument, golden?.length) },
      ];
}

function summary(
  { version, items, scores, questionnaires }: (typeof instruments)[number],
  cases: number | undefined,
): string {
  const proven = cases === undefined ? '' : `, ${cases} golden cases right`;
  return `version ${version}, ${items.length} items, scores ${scores.map(({ id }) => id).join(', ')}${proven}; recognised as ${questionnaires.join(', ')}.`;
}
