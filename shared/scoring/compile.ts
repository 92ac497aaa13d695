/**
 * Instrument -> lookup tables, made once per cold start so that scoring a response is a few map lookups.
 *
 * @module
 */
import {
  type AnswerList,
  CANONICAL_BASE,
  type CriteriaClause,
  type Instrument,
  type Score,
  type SkipRule,
} from '../instruments/instrument.ts';
import { type ChosenVersions, versionName, versionsInForce } from '../instruments/versions.ts';
import { type ProgramRules, withProgramRules } from './program-rules.ts';

/** An answer that means these points. One object per points, shared by every reading of it. */
export interface PointsReading {
  readonly kind: 'points';
  readonly points: number;
  /** As printed, of the first option with these points. */
  readonly name: string | undefined;
}

/** What one item accepts. A number is accepted only when the list has it, wherever the number came from. */
export interface AcceptedAnswers {
  readonly system: string;
  readonly byCode: ReadonlyMap<string, PointsReading>;
  /** Keyed by the name as printed, and as `answerName` compares it. */
  readonly byName: ReadonlyMap<string, PointsReading>;
  readonly byPoints: ReadonlyMap<number, PointsReading>;
  /** The same for points that are small whole numbers, by index: nearly all of them. */
  readonly byWholePoints: readonly (PointsReading | undefined)[];
  readonly booleans: AnswerList['booleans'];
  readonly min: number;
  readonly max: number;
}

export interface CompiledScore {
  readonly score: Score;
  /** Indices (0-based) of the items it is made from. */
  readonly items: readonly number[];
  /** Of a criteria score, with indices for numbers; else empty. */
  readonly clauses: readonly CriteriaClause[];
}

export interface CompiledInstrument {
  readonly instrument: Instrument;
  /** Item index by LOINC code or alias. */
  readonly byCode: ReadonlyMap<string, number>;
  /** Item index by the link ids that need no taking apart: `LOINC` and `/LOINC`. */
  readonly byLinkId: ReadonlyMap<string, number>;
  /** Item index by its printed number, `1` to `n`: read only where the form is known to be ours. */
  readonly byNumber: ReadonlyMap<string, number>;
  /** Link ids of the items in printed order: numbers, and `/LOINC` where there is one. */
  readonly printedLinkIds: {
    readonly numbers: readonly string[];
    readonly codes: readonly (string | undefined)[];
  };
  /** Score index by the code under which a response may carry it ready-made. */
  readonly reported: ReadonlyMap<string, number>;
  readonly accepted: readonly AcceptedAnswers[];
  /** Per item: `min + max` of its list when it is keyed the other way round, else null. */
  readonly mirrors: readonly (number | null)[];
  readonly skips: readonly (readonly SkipRule[] | undefined)[];
  /** No item is reversed or ever skipped: items count what is printed. */
  readonly printed: boolean;
  readonly scores: readonly CompiledScore[];
  /** Index of the primary score, else of the triage whose level stands for the assessment, else -1. */
  readonly leading: number;
  /** Indices of the items without which no total is given, ascending: scored and not optional. */
  readonly required: readonly number[];
  readonly derived: readonly { readonly compiled: CompiledInstrument; readonly items: readonly number[] }[];
  /** Scratch of one reading at a time: points on the printed scale, what they count, and what was found. */
  readonly scratch: {
    readonly points: Float64Array;
    readonly keyed: Float64Array;
    readonly found: Uint8Array;
  };
}

/** What a deployment or a source decides about scoring. */
export interface ScoringSettings extends ProgramRules {
  /** Which version of an instrument is in force, by instrument id. Check it with `versionFaults` first. */
  readonly versions?: ChosenVersions;
  /** Canonical bases that are ours, beside `CANONICAL_BASE`: under these, link ids are item numbers. */
  readonly canonicalBases?: readonly string[];
}

export interface CanonicalMeaning {
  readonly compiled: CompiledInstrument;
  /** It begins with a base of ours: its link ids are the printed item numbers. */
  readonly own: boolean;
}

export interface Catalog {
  /** The version in force of each instrument. */
  readonly byId: ReadonlyMap<string, CompiledInstrument>;
  /** Every version, by `id|version`. */
  readonly byVersion: ReadonlyMap<string, CompiledInstrument>;
  /** By `url` or `url|version`; `versions.ts` says which version a canonical means. */
  readonly byCanonical: ReadonlyMap<string, CanonicalMeaning>;
  /** Every instrument in force that has an item or a reported score under this code. */
  readonly byItemCode: ReadonlyMap<string, readonly CompiledInstrument[]>;
}

/**
 * @throws {RangeError} when instruments contradict each other (the same version twice, an unknown derived id)
 * or settings were not checked before: a bug, not an input.
 */
export function compileCatalog(instruments: readonly Instrument[], settings: ScoringSettings = {}): Catalog {
  const byId = new Map<string, CompiledInstrument>();
  const byVersion = new Map<string, CompiledInstrument>();
  const byItemCode = new Map<string, CompiledInstrument[]>();
  const inForce = versionsInForce(instruments, settings.versions);

  // Instruments that others derive from are compiled after what they derive.
  const ordered = instruments.toSorted((a, b) => (a.derived?.length ?? 0) - (b.derived?.length ?? 0));
  for (const instrument of ordered) {
    const name = versionName(instrument);
    const stands = inForce.get(instrument.id) === instrument;
    if (byVersion.has(name)) throw new RangeError(`two instruments are ${name}`);
    const compiled = compileInstrument(withProgramRules(instrument, settings, stands), byId);
    byVersion.set(name, compiled);
    if (!stands) continue;
    byId.set(instrument.id, compiled);
    for (const code of [...compiled.byCode.keys(), ...compiled.reported.keys()]) {
      const sharing = byItemCode.get(code);
      if (sharing === undefined) byItemCode.set(code, [compiled]);
      else if (!sharing.includes(compiled)) sharing.push(compiled);
    }
  }
  const canonicalBases = [CANONICAL_BASE, ...(settings.canonicalBases ?? [])];
  const byCanonical = canonicals([...byVersion.values()], byId, canonicalBases);
  return { byId, byVersion, byCanonical, byItemCode };
}

/** What each canonical means: as declared, the version in force first; then `url|version` of who declares `url`. */
function canonicals(
  all: readonly CompiledInstrument[],
  byId: ReadonlyMap<string, CompiledInstrument>,
  bases: readonly string[],
): ReadonlyMap<string, CanonicalMeaning> {
  const declared = new Map<string, CompiledInstrument>();
  const versioned = new Map<string, CompiledInstrument>();
  for (const compiled of all) {
    const { id, version, questionnaires } = compiled.instrument;
    for (const canonical of [...questionnaires, ...bases.map((base) => `${base}${id}`)]) {
      if (byId.get(id) === compiled || !declared.has(canonical)) declared.set(canonical, compiled);
      if (!canonical.includes('|')) versioned.set(`${canonical}|${version}`, compiled);
    }
  }
  return new Map(
    [...versioned, ...declared].map(([canonical, compiled]) => [
      canonical,
      { compiled, own: bases.some((base) => canonical.startsWith(base)) },
    ]),
  );
}

function compileInstrument(
  instrument: Instrument,
  known: ReadonlyMap<string, CompiledInstrument>,
): CompiledInstrument {
  const { items, scores, primary } = instrument;
  const byCode = new Map<string, number>();
  const byNumber = new Map<string, number>();
  for (const [index, { loinc, aliases = [] }] of items.entries()) {
    byNumber.set(String(index + 1), index);
    for (const code of loinc === undefined ? aliases : [loinc, ...aliases]) byCode.set(code, index);
  }
  const reported = new Map<string, number>();
  for (const [index, { code, reportedAs = [] }] of scores.entries()) {
    for (const name of [code.code, ...reportedAs]) reported.set(name, index);
  }
  const compiledScores = scores.map((score) => ({
    score,
    items: itemsOf(score).map((number) => number - 1),
    clauses:
      score.method.kind === 'criteria'
        ? score.method.clauses.map((clause) => ({
            ...clause,
            items: clause.items.map((number) => number - 1),
          }))
        : [],
  }));
  const derived = (instrument.derived ?? []).map(({ instrument: id, items: numbers }) => {
    const compiled = known.get(id);
    if (compiled === undefined)
      throw new RangeError(`${instrument.id} derives ${id}, which is not in the catalog`);
    return { compiled, items: numbers.map((number) => number - 1) };
  });
  const accepted = items.map(({ answers }) => acceptedAnswers(instrument, answers));
  return {
    instrument,
    byCode,
    byLinkId: new Map(
      [...byCode].flatMap(([code, index]) => [
        [code, index],
        [`/${code}`, index],
      ]),
    ),
    byNumber,
    printedLinkIds: {
      numbers: items.map((_, index) => String(index + 1)),
      codes: items.map(({ loinc }) => loinc && `/${loinc}`),
    },
    reported,
    accepted,
    mirrors: items.map(({ reversed }, index) => {
      const list = accepted[index];
      return reversed === true && list !== undefined ? list.min + list.max : null;
    }),
    skips: items.map(({ skippedWhen }) => skippedWhen),
    printed: items.every(({ reversed, skippedWhen }) => reversed !== true && skippedWhen === undefined),
    scores: compiledScores,
    leading: scores.findIndex(({ id, method }) =>
      primary === null ? method.kind === 'triage' : id === primary,
    ),
    required: [...new Set(compiledScores.flatMap((one) => one.items))]
      .filter((index) => items[index]?.optional !== true)
      .sort((a, b) => a - b),
    derived,
    scratch: {
      points: new Float64Array(items.length),
      keyed: new Float64Array(items.length),
      found: new Uint8Array(items.length),
    },
  };
}

function itemsOf({ method }: Score): readonly number[] {
  switch (method.kind) {
    case 'sum':
    case 'mean':
    case 'weighted':
    case 'count-at-least':
    case 'triage':
      return method.items;
    case 'criteria':
      return [...new Set(method.clauses.flatMap(({ items }) => items))];
    case 'gas-t':
      return [];
  }
}

function acceptedAnswers({ id, answerLists }: Instrument, key: string): AcceptedAnswers {
  const list = Object.hasOwn(answerLists, key) ? answerLists[key] : undefined;
  if (list === undefined) throw new RangeError(`${id} has no answer list ${key}`);
  const byCode = new Map<string, PointsReading>();
  const byName = new Map<string, PointsReading>();
  const byPoints = new Map<number, PointsReading>();
  for (const { points, code, name } of list.options) {
    const reading = byPoints.get(points) ?? { kind: 'points', points, name };
    byPoints.set(points, reading);
    if (code !== undefined) byCode.set(code, reading);
    if (name === undefined) continue;
    byName.set(name, reading);
    byName.set(answerName(name), reading);
  }
  const points = [...byPoints.keys()];
  return {
    system: list.system,
    byCode,
    byName,
    byPoints,
    byWholePoints: Array.from({ length: 11 }, (_, whole) => byPoints.get(whole)),
    booleans: list.booleans,
    min: Math.min(...points),
    max: Math.max(...points),
  };
}

/** How answer names are compared: case and outer or repeated white space do not count. */
export function answerName(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
