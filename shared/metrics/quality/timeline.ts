/**
 * A patient's facts and scores with their dates read on the organisation's calendar.
 *
 * @module
 */
import type { Calendar } from '../calendar.ts';
import { type Moment, momentOf, type Span, spanOf } from './moment.ts';
import type {
  DatedScore,
  PatientFacts,
  QualityFact,
  QualityFactKind,
  RejectedScore,
} from './patient-facts.ts';
import type { ValueSets } from './value-sets.ts';

export interface TimedFact extends QualityFact {
  readonly span: Span;
}

export interface TimedScore extends DatedScore {
  readonly when: Moment;
}

export interface Timeline {
  readonly patient: string;
  /** Day of birth; null when it is not recorded. */
  readonly birth: number | null;
  readonly facts: readonly TimedFact[];
  /** Oldest first; on one day a date comes before a time, and one moment is ordered by id. */
  readonly scores: readonly TimedScore[];
  readonly rejected: readonly RejectedScore[];
}

/** Facts and scores without a readable date are left out: they cannot be placed. */
export function timelineOf({ patient, facts, scores, rejected }: PatientFacts, calendar: Calendar): Timeline {
  const timed = facts.flatMap((fact): TimedFact[] => {
    const span = spanOf(fact, calendar);
    return span === undefined ? [] : [{ ...fact, span }];
  });
  const dated = scores.flatMap((score): TimedScore[] => {
    const when = momentOf(score.authored, calendar);
    return when === undefined ? [] : [{ ...score, when }];
  });
  return {
    patient,
    birth: timed.find(({ kind }) => kind === 'birth')?.span.start.day ?? null,
    facts: timed,
    scores: dated.sort(inOrder),
    rejected,
  };
}

/** Facts of these kinds whose codes are in any of the value sets. */
export function factsIn(
  { facts }: Timeline,
  kinds: readonly QualityFactKind[],
  valueSets: ValueSets,
  urls: readonly string[],
): readonly TimedFact[] {
  return facts.filter((fact) => kinds.includes(fact.kind) && valueSets.holds(urls, fact.codes));
}

/** Facts of these kinds that carry the code itself. */
export function factsCoded(
  { facts }: Timeline,
  kinds: readonly QualityFactKind[],
  code: string,
): readonly TimedFact[] {
  return facts.filter((fact) => kinds.includes(fact.kind) && fact.codes.includes(code));
}

function inOrder(a: TimedScore, b: TimedScore): number {
  const byDay = a.when.day - b.when.day;
  if (byDay !== 0) return byDay;
  const byTime = (a.when.at ?? -Infinity) - (b.when.at ?? -Infinity);
  if (byTime > 0 || byTime < 0) return byTime;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
