/**
 * What a quality measure says of one patient, and of all of them.
 *
 * Populations are FHIR measure populations. Counts stand before exclusions are subtracted: whoever is
 * excluded is still in the denominator, and never in the numerator.
 *
 * score = numerator / (denominator - exclusions - exceptions), 0..1; null where nobody remains.
 *
 * @module
 */
export const populationCodes = [
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator',
] as const;

export type PopulationCode = (typeof populationCodes)[number];

/** One rule and how it went, for whoever asks why. */
export interface TrailStep {
  /** Stable; stored. */
  readonly rule: string;
  readonly met: boolean;
  readonly because: string;
  /** Ids of the facts and scores it rests on. */
  readonly evidence: readonly string[];
}

/** @param at in words, such as `at the index`; `unknown` says why there is no age. */
export function ageStep(age: number | null, least: number, at: string, unknown: string): TrailStep {
  const met = age !== null && age >= least;
  return { rule: `age-${least}`, met, because: age === null ? unknown : `${age} ${at}`, evidence: [] };
}

export interface QualityCase {
  readonly patient: string;
  readonly populations: Readonly<Record<PopulationCode, boolean>>;
  /** Age group of the measure; null outside the initial population. */
  readonly stratum: string | null;
  /** A score or screening that decides is there. Unmeasured people stay in the denominator, as not met. */
  readonly measured: boolean;
  readonly trail: readonly TrailStep[];
}

export interface QualityTotals {
  readonly counts: Readonly<Record<PopulationCode, number>>;
  readonly score: number | null;
  /** Of the denominator that remains, those with a measurement: the score among them says what care did. */
  readonly measured: number;
  readonly scoreOfMeasured: number | null;
}

/** Populations in the order in which FHIR nests them: an outer no is a no inside. */
export function populationsOf(found: {
  readonly initial: boolean;
  readonly excluded: boolean;
  readonly met: boolean;
  readonly excepted?: boolean;
}): QualityCase['populations'] {
  const excluded = found.initial && found.excluded;
  const numerator = found.initial && !excluded && found.met;
  return {
    'initial-population': found.initial,
    denominator: found.initial,
    'denominator-exclusion': excluded,
    'denominator-exception': found.initial && !excluded && !numerator && found.excepted === true,
    numerator,
  };
}

export function totalsOf(cases: readonly QualityCase[]): QualityTotals {
  const count = (code: PopulationCode): number => cases.filter(({ populations }) => populations[code]).length;
  const remaining = cases.filter(isCounted);
  const measured = remaining.filter((one) => one.measured).length;
  const numerator = count('numerator');
  const rate = (of: number): number | null => (of === 0 ? null : numerator / of);
  return {
    counts: {
      'initial-population': count('initial-population'),
      denominator: count('denominator'),
      'denominator-exclusion': count('denominator-exclusion'),
      'denominator-exception': count('denominator-exception'),
      numerator,
    },
    score: rate(remaining.length),
    measured,
    scoreOfMeasured: rate(measured),
  };
}

/** In the denominator, and neither excluded nor excepted. */
export function isCounted({ populations }: QualityCase): boolean {
  return (
    populations.denominator && !populations['denominator-exclusion'] && !populations['denominator-exception']
  );
}
