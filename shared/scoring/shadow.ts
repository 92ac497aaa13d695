/**
 * What would move if another version of an instrument came into force: each response is scored as it is now
 * and as it would be then, and the differences are counted.
 *
 * A response that names a version itself stays with it, whatever is in force: it is counted as `pinned` and
 * not compared.
 *
 * @module
 */
import type { ReadResponse } from '../responses/questionnaire-response.ts';
import type { Assessment, Outcome } from './assessment.ts';
import type { Catalog } from './compile.ts';
import type { CompiledForm } from './match.ts';
import { exact } from './score.ts';
import { scoreResponse } from './score-response.ts';

export interface ShadowOptions {
  /** Instrument id. */
  readonly instrument: string;
  /** The catalogs with the one version in force, and with the other. */
  readonly from: Catalog;
  readonly to: Catalog;
  readonly forms: readonly CompiledForm[];
  /** How many responses that moved are named. */
  readonly examples: number;
}

export type ShadowOutcome = Outcome | 'unrecognised';

/** So many responses were `from` and would be `to`; those that stay are counted as well. */
export interface Move<Value> {
  readonly from: Value;
  readonly to: Value;
  readonly count: number;
}

export interface ShadowScore {
  readonly id: string;
  /** Whether it is the one shown as the total. */
  readonly primary: boolean;
  /** Responses that have the score under both versions, and those of them where it differs. */
  readonly compared: number;
  readonly moved: number;
  /** Responses that have it under one version only. */
  readonly gained: number;
  readonly lost: number;
  /** New value less old value, ascending. */
  readonly differences: readonly { readonly difference: number; readonly count: number }[];
  readonly bands: readonly Move<string | null>[];
}

export interface ShadowReport {
  readonly instrument: string;
  readonly from: string;
  readonly to: string;
  /** Responses read, of any questionnaire. */
  readonly read: number;
  readonly compared: number;
  readonly pinned: number;
  /** Of the compared, those where an outcome, a score, a band or a safety item differs. */
  readonly moved: number;
  readonly outcomes: readonly Move<ShadowOutcome>[];
  readonly scores: readonly ShadowScore[];
  /** Safety items whose reading changes, by item. */
  readonly alerts: readonly (Move<string> & { readonly item: string })[];
  /** Identities of some that moved. */
  readonly examples: readonly string[];
}

interface ScoreTally {
  compared: number;
  moved: number;
  gained: number;
  lost: number;
  readonly differences: Map<number, number>;
  readonly bands: Map<string, number>;
}

/** Give it responses one by one; it keeps counts only. */
export class Shadow {
  readonly #options: ShadowOptions;
  readonly #outcomes = new Map<string, number>();
  readonly #alerts = new Map<string, number>();
  readonly #scores = new Map<string, ScoreTally>();
  readonly #examples: string[] = [];
  #read = 0;
  #compared = 0;
  #pinned = 0;
  #moved = 0;

  /** @throws {RangeError} when a catalog does not have the instrument. */
  constructor(options: ShadowOptions) {
    this.#options = options;
    this.#inForce(options.from);
    this.#inForce(options.to);
  }

  add(identity: string, response: ReadResponse): void {
    this.#read += 1;
    const { instrument, from, to, forms, examples } = this.#options;
    const before = assessmentOf(instrument, scoreResponse(response, from, forms));
    const after = assessmentOf(instrument, scoreResponse(response, to, forms));
    if (before === undefined && after === undefined) return;
    if (before?.instrument.instrument.version === after?.instrument.instrument.version) {
      this.#pinned += 1;
      return;
    }
    this.#compared += 1;
    const [was, becomes] = [before?.outcome ?? 'unrecognised', after?.outcome ?? 'unrecognised'];
    count(this.#outcomes, pair(was, becomes));
    const alerts = this.#compareAlerts(before, after);
    const scores = this.#compareScores(before, after);
    if (was === becomes && !alerts && !scores) return;
    this.#moved += 1;
    if (this.#examples.length < examples) this.#examples.push(identity);
  }

  report(): ShadowReport {
    const { instrument, from, to } = this.#options;
    const primary = this.#inForce(to).primary ?? this.#inForce(from).primary;
    return {
      instrument,
      from: this.#inForce(from).version,
      to: this.#inForce(to).version,
      read: this.#read,
      compared: this.#compared,
      pinned: this.#pinned,
      moved: this.#moved,
      outcomes: moves<ShadowOutcome>(this.#outcomes),
      scores: [...this.#scores]
        .map(([id, { differences, bands, ...counts }]) => ({
          id,
          primary: id === primary,
          ...counts,
          differences: [...differences]
            .map(([difference, times]) => ({ difference, count: times }))
            .sort((a, b) => a.difference - b.difference),
          bands: moves<string | null>(bands),
        }))
        .sort((a, b) => Number(b.primary) - Number(a.primary)),
      alerts: [...this.#alerts].map(([key, times]) => {
        const [item = '', was = '', becomes = ''] = JSON.parse(key) as readonly string[];
        return { item, from: was, to: becomes, count: times };
      }),
      examples: this.#examples,
    };
  }

  #inForce({ byId }: Catalog) {
    const { instrument: id } = this.#options;
    const compiled = byId.get(id);
    if (compiled === undefined) throw new RangeError(`there is no instrument ${id}`);
    return compiled.instrument;
  }

  #compareAlerts(before: Assessment | undefined, after: Assessment | undefined): boolean {
    let differs = false;
    const states = new Map((before?.critical ?? []).map(({ item, state }) => [item, state]));
    for (const { item, state } of after?.critical ?? []) {
      const was = states.get(item) ?? 'none';
      states.delete(item);
      if (was === state) continue;
      count(this.#alerts, JSON.stringify([item, was, state]));
      differs = true;
    }
    for (const [item, was] of states) {
      count(this.#alerts, JSON.stringify([item, was, 'none']));
      differs = true;
    }
    return differs;
  }

  #compareScores(before: Assessment | undefined, after: Assessment | undefined): boolean {
    let differs = false;
    const old = new Map((before?.scores ?? []).map((score) => [score.id, score]));
    for (const { id, value, band } of after?.scores ?? []) {
      const tally = this.#tallyOf(id);
      const was = old.get(id);
      old.delete(id);
      if (was === undefined) tally.gained += 1;
      else {
        tally.compared += 1;
        const difference = exact(value - was.value);
        count(tally.differences, difference);
        count(tally.bands, pair(was.band, band));
        if (difference !== 0) tally.moved += 1;
        if (difference === 0 && was.band === band) continue;
      }
      differs = true;
    }
    for (const id of old.keys()) {
      this.#tallyOf(id).lost += 1;
      differs = true;
    }
    return differs;
  }

  #tallyOf(id: string): ScoreTally {
    const known = this.#scores.get(id);
    if (known !== undefined) return known;
    const tally = { compared: 0, moved: 0, gained: 0, lost: 0, differences: new Map(), bands: new Map() };
    this.#scores.set(id, tally);
    return tally;
  }
}

function assessmentOf(id: string, assessments: readonly Assessment[]): Assessment | undefined {
  return assessments.find(({ instrument }) => instrument.instrument.id === id);
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function pair(from: string | null, to: string | null): string {
  return JSON.stringify([from, to]);
}

/** Most frequent first. */
function moves<Value>(counts: ReadonlyMap<string, number>): readonly Move<Value>[] {
  return [...counts]
    .map(([key, times]) => {
      const [from, to] = JSON.parse(key) as [Value, Value];
      return { from, to, count: times };
    })
    .sort((a, b) => b.count - a.count);
}
