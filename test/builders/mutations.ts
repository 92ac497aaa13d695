/**
 * JSON that a careless or hostile sender could push: a valid document with a few things broken at random.
 * The same seed gives the same documents.
 */

export type Lots = () => number;

export function lotsOf(seed: number): Lots {
  let state = (seed + 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const strange: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  3,
  1.5,
  1e308,
  -1e-320,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '0',
  '/44260-8',
  'LA6571-9',
  'constructor',
  '__proto__',
  'toString',
  '2026-02-30T25:61:00Z',
  '9999-99-99',
  'Patient/../../admin',
  'Patient/p1/_history/2',
  '\u0000\ud800',
  '#|;,%\n\r',
  'x'.repeat(5_000),
  [],
  [[]],
  [null],
  {},
  { reference: null },
  { value: {} },
  { constructor: { prototype: { polluted: true } } },
];

/** Some names that other code gives a meaning to. */
const names = [
  'item',
  'answer',
  'linkId',
  'valueCoding',
  'valueInteger',
  'extension',
  'subject',
  'constructor',
];

/** A copy of `document` with one to five changes, as text: a sender sends text. */
export function broken(document: object, lots: Lots): string {
  const copy = structuredClone(document) as Json;
  const changes = 1 + Math.floor(lots() * 5);
  for (let change = 0; change < changes; change += 1) mutate(copy, lots);
  const text = JSON.stringify(copy);
  const fate = lots();
  if (fate < 0.02) return text.slice(0, Math.floor(text.length * lots()));
  // JSON.parse makes an own property of this key; what copies it carelessly changes every object.
  if (fate < 0.08) return text.replace('{', '{"__proto__":{"polluted":true,"status":"completed"},');
  return text;
}

function mutate(document: Json, lots: Lots): void {
  const at = pick(places(document, []), lots);
  if (at === undefined) return;
  const { parent, key } = at;
  const chosen = structuredClone(pick(strange, lots) ?? null);
  const what = lots();
  if (Array.isArray(parent)) {
    const index = Number(key);
    if (what < 0.3) parent[index] = chosen;
    else if (what < 0.5) parent.splice(index, 1);
    else if (what < 0.75) parent.push(structuredClone(parent[index] ?? null));
    else parent[index] = nested(parent[index] ?? null, Math.floor(lots() * 60));
    return;
  }
  if (what < 0.55) parent[key] = chosen;
  else if (what < 0.75) delete parent[key];
  else if (what < 0.9) parent[pick(names, lots) ?? key] = structuredClone(parent[key] ?? null);
  else parent[key] = nested(parent[key] ?? null, Math.floor(lots() * 60));
}

interface Place {
  readonly parent: Json[] | { [key: string]: Json };
  readonly key: string;
}

function places(value: Json, found: Place[]): readonly Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ parent: value, key });
    places((value as { [key: string]: Json })[key] ?? null, found);
  }
  return found;
}

function nested(value: Json, depth: number): Json {
  let whole = value;
  for (let level = 0; level < depth; level += 1) whole = level % 2 === 0 ? [whole] : { item: whole };
  return whole;
}

function pick<T>(from: readonly T[], lots: Lots): T | undefined {
  return from[Math.floor(lots() * from.length)];
}
