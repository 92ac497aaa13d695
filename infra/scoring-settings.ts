/**
 * The scoring part of the settings as it is bundled: the folder of instruments and the file of wordings are
 * read and checked here, when the stack is synthesized, so that a function needs no file and a definition with
 * a fault never reaches an account.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import * as v from 'valibot';
import { readInstrumentFolder } from '../functions/adapters/instrument-folder.ts';
import { instruments as builtIn } from '../shared/instruments/catalog.ts';
import { CANONICAL_BASE, type Instrument } from '../shared/instruments/instrument.ts';
import { keyingFaults } from '../shared/instruments/keying.ts';
import { versionFaults, versionsInForce } from '../shared/instruments/versions.ts';
import type { DeployedScoring } from '../shared/settings/settings.ts';
import type { WrittenScoring } from './settings-schema.ts';

export type ScoringReading =
  | { readonly ok: true; readonly scoring: DeployedScoring }
  | { readonly ok: false; readonly faults: readonly string[] };

/** @param folder that paths in the settings are relative to: the one the settings file is in. */
export function readScoring(written: WrittenScoring, folder: string): ScoringReading {
  const { instruments: dir, wordings: file, canonicalBase, canonicalBases, ...rules } = written;
  const own = dir === undefined ? none : readInstrumentFolder(resolve(folder, dir));
  // What else is wrong may only follow from an instrument that was left out, so its faults are told alone.
  if (own.faults.length > 0) {
    const faults = own.faults.map(
      ({ file: at, path, message }) =>
        `scoring.instruments: ${relative(folder, at)}${path === '' ? '' : ` at ${path}`}: ${message}`,
    );
    return { ok: false, faults };
  }
  const all = [...builtIn, ...own.instruments];
  const inForce = [...versionsInForce(all, rules.versions).values()];
  const worded = file === undefined ? { wordings: {}, faults: [] } : readWordings(file, folder, all);
  const faults = [
    ...versionFaults(builtIn, own.instruments, rules.versions).map(
      ({ at, message }) => `scoring.versions.${at}: ${message}`,
    ),
    ...keyingFaults(inForce, rules.keying).map(({ at, message }) => `scoring.keying.${at}: ${message}`),
    ...worded.faults,
  ];
  if (faults.length > 0) return { ok: false, faults };
  const bases = [canonicalBase, ...canonicalBases].filter((base) => base !== CANONICAL_BASE);
  return {
    ok: true,
    scoring: {
      ...rules,
      instruments: own.instruments,
      canonicalBase,
      canonicalBases: [...new Set(bases)],
      wordings: worded.wordings,
    },
  };
}

const none: ReturnType<typeof readInstrumentFolder> = { instruments: [], faults: [] };

const Wordings = v.record(v.string(), v.record(v.string(), v.pipe(v.string(), v.trim(), v.nonEmpty())));

interface WordingsReading {
  readonly wordings: DeployedScoring['wordings'];
  readonly faults: readonly string[];
}

function readWordings(file: string, folder: string, instruments: readonly Instrument[]): WordingsReading {
  const wrong = (...faults: readonly string[]): WordingsReading => ({
    wordings: {},
    faults: faults.map((fault) => `scoring.wordings: ${file}: ${fault}`),
  });
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(resolve(folder, file), 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return wrong(
      error instanceof SyntaxError
        ? 'This is not JSON.'
        : 'The file cannot be read. Check its path and permissions.',
    );
  }
  const reading = v.safeParse(Wordings, content);
  if (!reading.success) {
    return wrong(
      'Write the printed text by instrument id and item number: { "phq-9": { "1": "..." } }; no text may be empty.',
    );
  }
  const strange = Object.entries(reading.output).flatMap(([id, wording]) => {
    const versions = instruments.filter((one) => one.id === id);
    if (versions.length === 0) return [`no instrument is called '${id}'.`];
    return Object.keys(wording)
      .filter(
        (number) =>
          !versions.some(({ items }) => /^[1-9]\d*$/.test(number) && Number(number) <= items.length),
      )
      .map((number) => `${id} has no item ${number}. Use the numbers of the form, from 1.`);
  });
  return strange.length > 0 ? wrong(...strange) : { wordings: reading.output, faults: [] };
}
