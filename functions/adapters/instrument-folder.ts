/**
 * A folder of custom instruments: every `.json` in it is a definition or an SDC Questionnaire.
 *
 * A file with a fault is left out and said, the others are taken. Nothing that lint refuses is ever scored.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instruments as builtIn } from '../../shared/instruments/catalog.ts';
import type { Instrument } from '../../shared/instruments/instrument.ts';
import { lintInstrument } from '../../shared/instruments/lint.ts';
import { type InstrumentFault, type ParsedInstrument, parseInstrument } from './instrument-definition.ts';

interface InstrumentFileFault extends InstrumentFault {
  readonly file: string;
}

export interface InstrumentFolder {
  /** Sound instruments, in the order of their file names. Add them to the built-in ones. */
  readonly instruments: readonly Instrument[];
  readonly faults: readonly InstrumentFileFault[];
}

/** Reads one file. Never throws: a fault is a value that names the element. */
export function readInstrumentFile(file: string): ParsedInstrument {
  let content: string;
  try {
    content = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return fails('file-unreadable', 'The file cannot be read. Check its path and permissions.');
  }
  let definition: unknown;
  try {
    definition = JSON.parse(content);
  } catch {
    return fails('not-json', 'The file is not JSON.');
  }
  return parseInstrument(definition);
}

export function readInstrumentFolder(dir: string): InstrumentFolder {
  const instruments: Instrument[] = [];
  const faults: InstrumentFileFault[] = [];
  for (const file of jsonFiles(dir, faults)) {
    const parsed = readInstrumentFile(file);
    if (parsed.kind === 'invalid') {
      faults.push(...parsed.faults.map((fault) => ({ file, ...fault })));
      continue;
    }
    const { instrument, golden } = parsed;
    const known = [...builtIn, ...instruments];
    const refused = [
      ...clashes(instrument, known),
      ...lintInstrument(instrument, { catalog: known, ...(golden === undefined ? {} : { golden }) }).filter(
        ({ severity }) => severity === 'error',
      ),
    ];
    if (refused.length === 0) instruments.push(instrument);
    faults.push(...refused.map(({ code, path, message }) => ({ file, code, path, message })));
  }
  return { instruments, faults };
}

function jsonFiles(dir: string, faults: InstrumentFileFault[]): readonly string[] {
  try {
    return readdirSync(dir)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(dir, name));
  } catch {
    faults.push({
      file: dir,
      code: 'file-unreadable',
      path: '',
      message: 'The folder of instruments cannot be read. Check its path and permissions.',
    });
    return [];
  }
}

/** A version never changes, and a canonical means one instrument; its versions may share `url`, never `url|version`. */
function clashes(instrument: Instrument, known: readonly Instrument[]): readonly InstrumentFault[] {
  const { id, version, questionnaires } = instrument;
  return [
    ...(known.some((one) => one.id === id && one.version === version)
      ? [
          {
            code: 'instrument-duplicated' as const,
            path: 'version',
            message: `There already is a version ${version} of ${id}. A new rule is a new version; another instrument needs its own id.`,
          },
        ]
      : []),
    ...questionnaires.flatMap((canonical) => {
      const owner = known.find(
        (one) =>
          one.questionnaires.includes(canonical) &&
          (one.id !== id || (canonical.includes('|') && one.version !== version)),
      );
      return owner === undefined
        ? []
        : [
            {
              code: 'canonical-duplicated' as const,
              path: 'questionnaires',
              message: `${canonical} is scored by ${owner.id}, version ${owner.version}, already. Name a canonical of its own.`,
            },
          ];
    }),
  ];
}

function fails(code: InstrumentFault['code'], message: string): ParsedInstrument {
  return { kind: 'invalid', faults: [{ code, path: '', message }] };
}
