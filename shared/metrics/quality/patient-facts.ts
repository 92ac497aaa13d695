/**
 * What a quality measure knows of one patient: facts and dated scores, no FHIR.
 *
 * A fact is a row of the index (`FactRow`) before it is packed. Besides the codes that say what happened
 * (`system|code`) it carries marks: the few coded properties a measure asks for, as codes of a system of our
 * own, so that a row needs no new field.
 *
 * @module
 */
import type { FactKind } from '../packed-row.ts';

/**
 * Kinds that measures need beyond `factKinds`: `birth` (the date of birth), `encounter` (one that is not
 * finished, so no attended contact), `procedure` (done or under way) and `finding` (an Observation that is
 * neither a score nor a reason for not having one).
 */
export type QualityFactKind = FactKind | 'birth' | 'encounter' | 'procedure' | 'finding';

/** Said of a condition without an onset: it has been there since the beginning of time, as in CQL. */
export const SINCE_EVER = '0001-01-01';

export interface QualityFact {
  /** `Encounter/12`, so that a report can name the resource. */
  readonly id: string;
  readonly kind: QualityFactKind;
  /** `system|code`, then the marks. */
  readonly codes: readonly string[];
  /** FHIR date or dateTime, as the EHR gave it. */
  readonly start: string;
  readonly end: string | null;
}

/** A total somebody else computed, or we did. */
export interface DatedScore {
  /** `Observation/12`, or the identity of a response. */
  readonly id: string;
  readonly instrument: string;
  readonly authored: string;
  readonly value: number;
}

/** A total that its instrument cannot have. It is reported and never counted. */
export interface RejectedScore extends DatedScore {
  readonly reason: 'out-of-range';
}

export interface PatientFacts {
  readonly patient: string;
  readonly facts: readonly QualityFact[];
  readonly scores: readonly DatedScore[];
  readonly rejected: readonly RejectedScore[];
}

const MARKS = 'urn:outcomes-pipeline:';

export type MarkName =
  /** FHIR status of the resource. */
  | 'status'
  /** Clinical and verification status of a condition. */
  | 'clinical'
  | 'verification'
  /** `problem-list-item` ... of a condition. */
  | 'category'
  /** Of a request. */
  | 'intent'
  /** `medication` or `service`: what was ordered. */
  | 'ordered'
  /** Value of a finding: `system|code`, or `uncoded`. */
  | 'result'
  /** Why something was not done: `system|code`. */
  | 'reason'
  /** Where a hospital stay ended: `system|code`. */
  | 'disposition'
  /** AMB, IMP ... of an encounter: `system|code`. */
  | 'class';

export function mark(name: MarkName, value: string): string {
  return `${MARKS}${name}|${value}`;
}

/** Values of one mark; several for a concept with several codings. */
export function marked({ codes }: QualityFact, name: MarkName): readonly string[] {
  const prefix = mark(name, '');
  return codes.filter((code) => code.startsWith(prefix)).map((code) => code.slice(prefix.length));
}

export function isMarked(fact: QualityFact, name: MarkName, values: readonly string[]): boolean {
  return marked(fact, name).some((value) => values.includes(value));
}
