/**
 * What metrics know of each instrument: its thresholds, how its score is read, which items make it. Of the
 * built-in instruments, or of those and the operator's own: the same rules for both, each from its definition.
 *
 * @module
 */
import { instruments as builtIn } from '../instruments/catalog.ts';
import type { Instrument } from '../instruments/instrument.ts';
import { versionsInForce } from '../instruments/versions.ts';
import type { BetterIs } from '../stats/estimate.ts';
import { type Scale, scaleOf } from './courses/alpha.ts';
import { type InstrumentRules, instrumentRules } from './courses/instrument-rules.ts';
import { type FindThreshold, findIn, thresholdsOf } from './thresholds.ts';

/** From where a score is a case and which change is real, where both are registered. */
export interface PairThresholds {
  /** A case at this score or worse. */
  readonly caseness: number;
  /** Reliably changed by this much or more. */
  readonly reliableChange: number;
  readonly better: BetterIs;
}

export interface RuleBook {
  readonly thresholdFor: FindThreshold;
  /** Null where the registry has no usable cut-off and reliable change of the instrument. */
  pairThresholdsOf(instrument: string): PairThresholds | null;
  /** Null for an instrument we do not know, or without one score that is read as better or worse. */
  rulesOf(instrument: string): InstrumentRules | null;
  /** Null where fewer than three items make the score. */
  scaleOf(instrument: string): Scale | null;
}

/** @param instruments the version in force of each. */
export function ruleBook(instruments: Iterable<Instrument>): RuleBook {
  const byId = new Map(Array.from(instruments, (one) => [one.id, one]));
  const thresholdFor = findIn(thresholdsOf([...byId.values()]));
  const of = <T>(make: (instrument: Instrument) => T | null): ((id: string) => T | null) =>
    once((id) => {
      const found = byId.get(id);
      return found === undefined ? null : make(found);
    });
  return {
    thresholdFor,
    pairThresholdsOf: once((id) => {
      const caseness = thresholdFor(id, 'caseness');
      const reliableChange = thresholdFor(id, 'reliable-change');
      return caseness === undefined || reliableChange === undefined
        ? null
        : { caseness: caseness.value, reliableChange: reliableChange.value, better: caseness.better };
    }),
    rulesOf: of((instrument) => instrumentRules(instrument, thresholdFor)),
    scaleOf: of(scaleOf),
  };
}

/** Asked for every episode, worked out once. */
function once<T>(of: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const made = of(id);
    known.set(id, made);
    return made;
  };
}

export const builtInRules = ruleBook(versionsInForce(builtIn).values());
