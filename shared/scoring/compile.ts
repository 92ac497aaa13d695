/**
 * Instrument -> lookup tables, made once per cold start so that scoring a response is a few map lookups.
 *
 * @module
 */
import type { AnswerList, Instrument, Score } from '../instruments/instrument.ts';

/** What one item accepts. `names` is keyed by the lower-cased answer name. */
export interface AcceptedAnswers {
  readonly system: string;
  readonly byCode: ReadonlyMap<string, number>;
  readonly byName: ReadonlyMap<string, number>;
  readonly points: ReadonlySet<number>;
  readonly booleans: AnswerList['booleans'];
  readonly min: number;
  readonly max: number;
}

export interface CompiledScore {
  readonly score: Score;
  /** Indices (0-based) of the items it is made from. */
  readonly items: readonly number[];
}

export interface CompiledInstrument {
  readonly instrument: Instrument;
  /** Item index by LOINC code or alias. */
  readonly byCode: ReadonlyMap<string, number>;
  /** Item index by its printed number, `1` to `n`: read only where the form is known to be ours. */
  readonly byNumber: ReadonlyMap<string, number>;
  /** Score index by the code under which a response may carry it ready-made. */
  readonly reported: ReadonlyMap<string, number>;
  readonly accepted: readonly AcceptedAnswers[];
  readonly scores: readonly CompiledScore[];
  readonly primary: number;
  /** Indices of all items that some score needs, ascending. */
  readonly scored: readonly number[];
  readonly derived: readonly { readonly compiled: CompiledInstrument; readonly items: readonly number[] }[];
  /** Scratch of one reading at a time: points on the printed scale, and what was found. */
  readonly scratch: { readonly points: Float64Array; readonly found: Uint8Array };
}

/** How many unanswered items a program accepts for an instrument's scores, by instrument id. */
export type ProratingSettings = Readonly<Record<string, number>>;

export interface Catalog {
  readonly byId: ReadonlyMap<string, CompiledInstrument>;
  /** By `url` or `url|version`. */
  readonly byCanonical: ReadonlyMap<string, CompiledInstrument>;
  /** Every instrument that has an item or a reported score under this code. */
  readonly byItemCode: ReadonlyMap<string, readonly CompiledInstrument[]>;
}

/** @throws {RangeError} when instruments contradict each other (the same id twice, an unknown derived id): a bug in the data. */
export function compileCatalog(
  instruments: readonly Instrument[],
  prorating: ProratingSettings = {},
): Catalog {
  const byId = new Map<string, CompiledInstrument>();
  const byCanonical = new Map<string, CompiledInstrument>();
  const byItemCode = new Map<string, CompiledInstrument[]>();

  // Instruments that others derive from are compiled after what they derive.
  const ordered = instruments.toSorted((a, b) => (a.derived?.length ?? 0) - (b.derived?.length ?? 0));
  for (const instrument of ordered) {
    if (byId.has(instrument.id)) throw new RangeError(`two instruments have the id ${instrument.id}`);
    const compiled = compileInstrument(withProrating(instrument, prorating[instrument.id]), byId);
    byId.set(instrument.id, compiled);
    for (const canonical of instrument.questionnaires) byCanonical.set(canonical, compiled);
    for (const code of [...compiled.byCode.keys(), ...compiled.reported.keys()]) {
      const sharing = byItemCode.get(code);
      if (sharing === undefined) byItemCode.set(code, [compiled]);
      else if (!sharing.includes(compiled)) sharing.push(compiled);
    }
  }
  return { byId, byCanonical, byItemCode };
}

/** A program may accept `maxMissing` unanswered items beyond the published rule; the score is then flagged prorated. */
function withProrating(instrument: Instrument, maxMissing: number | undefined): Instrument {
  if (maxMissing === undefined) return instrument;
  const missing = {
    kind: 'prorate',
    maxMissing,
    // CMS RAI Manual, section D0300: the prorated PHQ-9 is rounded to a whole point.
    rounding: 'nearest-integer',
    source: { cite: 'Program setting', confidence: 'unverified' },
  } as const;
  const scores = instrument.scores.map((score) =>
    score.method.kind === 'sum' && score.id === instrument.primary ? { ...score, missing } : score,
  );
  return { ...instrument, scores };
}

function compileInstrument(
  instrument: Instrument,
  known: ReadonlyMap<string, CompiledInstrument>,
): CompiledInstrument {
  const { items, scores } = instrument;
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
  }));
  const derived = (instrument.derived ?? []).map(({ instrument: id, items: numbers }) => {
    const compiled = known.get(id);
    if (compiled === undefined)
      throw new RangeError(`${instrument.id} derives ${id}, which is not in the catalog`);
    return { compiled, items: numbers.map((number) => number - 1) };
  });
  return {
    instrument,
    byCode,
    byNumber,
    reported,
    accepted: items.map(({ answers }) => acceptedAnswers(instrument, answers)),
    scores: compiledScores,
    primary: scores.findIndex(({ id }) => id === instrument.primary),
    scored: [...new Set(compiledScores.flatMap((one) => one.items))].sort((a, b) => a - b),
    derived,
    scratch: { points: new Float64Array(items.length), found: new Uint8Array(items.length) },
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
  const list = answerLists[key];
  if (list === undefined) throw new RangeError(`${id} has no answer list ${key}`);
  const points = list.options.map((option) => option.points);
  return {
    system: list.system,
    byCode: new Map(
      list.options.flatMap((option) => (option.code === undefined ? [] : [[option.code, option.points]])),
    ),
    byName: new Map(
      list.options.flatMap(({ name, points: worth }) =>
        name === undefined ? [] : [[answerName(name), worth]],
      ),
    ),
    points: new Set(points),
    booleans: list.booleans,
    min: Math.min(...points),
    max: Math.max(...points),
  };
}

/** How answer names are compared: case and outer or repeated white space do not count. */
export function answerName(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
