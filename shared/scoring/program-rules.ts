/**
 * An instrument as this deployment scores it: with the keying that no source settles, and the unanswered
 * items that the program accepts.
 *
 * @module
 */
import type { Instrument } from '../instruments/instrument.ts';
import { applyKeying, type KeyingSettings } from '../instruments/keying.ts';
import { type ChosenVersions, versionsInForce } from '../instruments/versions.ts';

export interface ProgramRules {
  /** How many unanswered items a program accepts for an instrument's total, by instrument id. */
  readonly prorating?: Readonly<Record<string, number>>;
  /** Keying that no source settles, by instrument id. Check it with `keyingFaults` first. */
  readonly keying?: KeyingSettings;
}

/**
 * @param inForce keying is for the version in force; another version takes it only where it has that setting.
 * @throws {RangeError} when keying settings of the version in force were not checked before: a bug, not an input.
 */
export function withProgramRules(
  instrument: Instrument,
  { prorating = {}, keying = {} }: ProgramRules,
  inForce = true,
): Instrument {
  const { id } = instrument;
  const own = Object.hasOwn(keying, id) ? keying[id] : undefined;
  const keyed = own === undefined ? undefined : applyKeying(instrument, own);
  if (keyed?.kind === 'invalid' && inForce)
    throw new RangeError(`${keyed.faults[0].at}: ${keyed.faults[0].message}`);
  const maxMissing = Object.hasOwn(prorating, id) ? prorating[id] : undefined;
  return withProrating(keyed?.kind === 'keyed' ? keyed.instrument : instrument, maxMissing);
}

/**
 * The version in force of each, as this deployment scores it.
 *
 * @param rules the versions that are chosen, keying and prorating; check them first.
 */
export function instrumentsAsScored(
  instruments: readonly Instrument[],
  rules: ProgramRules & { readonly versions?: ChosenVersions },
): readonly Instrument[] {
  return Array.from(versionsInForce(instruments, rules.versions).values(), (one) =>
    withProgramRules(one, rules),
  );
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
