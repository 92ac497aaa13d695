/**
 * What a monthly release told, kept so that the next one can be judged with it: which episodes were alike then,
 * and which groups of them were shown. It names episodes and patients, so it never leaves the compile.
 *
 * @module
 */
import type { CellSet } from './cell-set.ts';
import { type EpisodeRecord, NEVER } from './episode-record.ts';
import { packed, unpacked } from './packed-text.ts';
import type { Facet, Tally } from './tally.ts';

export interface ReleaseLedger {
  /** `YYYY-MM`. */
  readonly release: string;
  /** Cell of each episode then, from 1. */
  readonly places: ReadonlyMap<string, number>;
  /** Shown groups: the numbers of their cells. */
  readonly shown: readonly ReadonlySet<number>[];
}

/** Names of episodes in ledgers, each made once a compile: every ledger looks all of them up. */
export class EpisodeKeys {
  readonly #keys = new Map<EpisodeRecord, string>();

  of(record: EpisodeRecord): string {
    const known = this.#keys.get(record);
    if (known !== undefined) return known;
    const key = `${packed(record.patient)};${packed(record.id)}`;
    this.#keys.set(record, key);
    return key;
  }
}

export function ledgerOf(
  release: string,
  records: readonly EpisodeRecord[],
  keys: EpisodeKeys,
  tally: Tally,
  shown: readonly CellSet[],
): ReleaseLedger {
  return {
    release,
    places: new Map(records.map((record, i) => [keys.of(record), (tally.cellOf[i] ?? -1) + 1])),
    shown: shown.map(placesIn),
  };
}

function placesIn(set: CellSet): ReadonlySet<number> {
  const places = new Set<number>();
  for (let cell = 0; cell < set.length; cell++) if (set[cell] === 1) places.add(cell + 1);
  return places;
}

/** Tallied by it, an episode is known by where it stood in that release; 0 where it was not in it. */
export function ledgerFacet({ release, places }: ReleaseLedger, keys: EpisodeKeys): Facet {
  return { id: `release ${release}`, of: (record) => places.get(keys.of(record)) ?? 0 };
}

export function releasedSets(tally: Tally, { release, shown }: ReleaseLedger): readonly CellSet[] {
  const places = tally.valuesOf(`release ${release}`);
  const most = places.reduce((greatest, place) => Math.max(greatest, place), 0);
  return shown.map((group) => {
    const isIn = new Uint8Array(most + 1);
    for (const place of group) isIn[place] = 1;
    return Uint8Array.from(places, (place) => isIn[place] ?? 0);
  });
}

/** Episodes of releases that are there no more: they stand in no figure, and still in what was told. */
export function departed(
  ledgers: readonly ReleaseLedger[],
  records: readonly EpisodeRecord[],
  keys: EpisodeKeys,
): readonly EpisodeRecord[] {
  const gone = new Set<string>();
  for (const { places } of ledgers) for (const key of places.keys()) gone.add(key);
  if (gone.size > 0) for (const record of records) gone.delete(keys.of(record));
  return [...gone].sort().map(departedRecord);
}

function departedRecord(key: string): EpisodeRecord {
  const [patient = '', id = ''] = key.split(';');
  return {
    program: '',
    patient: unpacked(patient) ?? '',
    id: unpacked(id) ?? '',
    inferred: false,
    start: NEVER,
    end: NEVER,
    ending: 'other',
    referred: null,
    descriptor: null,
    strata: { ageBand: null, sex: null, race: null, ethnicity: null, language: null },
    payer: null,
    contactDays: [],
    lastContact: null,
    due: [],
    alerts: [],
    measurements: [],
  };
}

const FORMAT = 'outcomes-release/1';

/** A header, a line of cell numbers a shown group, then a line an episode. */
export function encodeLedger({ release, places, shown }: ReleaseLedger): string {
  return [
    JSON.stringify([FORMAT, release, shown.length]),
    ...shown.map((cells) => [...cells].join(',')),
    ...Array.from(places, ([key, place]) => `${place};${key}`),
    '',
  ].join('\n');
}

/** @throws {RangeError} for text of another format: it was written by a release of this software we do not know. */
export function decodeLedger(text: string): ReleaseLedger {
  const [header = '', ...lines] = text.split('\n');
  if (!header.startsWith(`["${FORMAT}"`))
    throw new RangeError(`This is not ${FORMAT}. It starts with ${header.slice(0, 24)}`);
  const [, release, groups] = JSON.parse(header) as readonly [string, string, number];
  return {
    release,
    shown: lines.slice(0, groups).map((line) => new Set(line.split(',').map(Number))),
    places: new Map(
      lines
        .slice(groups)
        .filter((line) => line !== '')
        .map((line) => [line.slice(line.indexOf(';') + 1), Number.parseInt(line, 10)]),
    ),
  };
}
