/**
 * Depression remission and response, 12 or 6 months after an index score.
 *
 * Of people aged 12 or older with major depression or dysthymia and a PHQ-9 above 9 around a visit, the share
 * whose last PHQ-9 in the window 12 (6) months later, 60 days either way, is below 5 (at most half of the
 * index). Nobody measured in the window is not met: most failures are missing follow-ups, so the share among
 * those measured stands beside the score.
 *
 * Unit: people, one index each and year; score 0..1. Source of the 12-month remission: CMS159 as FHIR
 * (cqframework/ecqm-content-qicore-2024@9ebd48f); a rule without another citation is from there.
 *
 * @module
 */
import { dayOfDate, isoDate } from '../calendar.ts';
import { type Days, hospiceCare, isConfirmedActive, palliativeCare } from './end-of-life-care.ts';
import { addMonths, ageOn, overlaps } from './moment.ts';
import { ageStep, populationsOf, type QualityCase, type TrailStep } from './quality-case.ts';
import { factsIn, type TimedFact, type TimedScore, type Timeline } from './timeline.ts';
import { remissionSets as sets } from './value-set-names.ts';
import type { ValueSets } from './value-sets.ts';

export interface RemissionVariant {
  readonly id: string;
  readonly monthsAfterIndex: 6 | 12;
  readonly outcome: 'remission' | 'response';
  /** Start and end of the identification period in months from the start of the year; the end is not in it. */
  readonly identification: { readonly from: number; readonly to: number };
  readonly citation: string;
  readonly confidence: 'verified' | 'unverified';
}

const twelveMonths = { monthsAfterIndex: 12, identification: { from: -14, to: -2 } } as const;
/** Moved by six months, so that the window ends in the same year as it does in CMS159; not read anywhere. */
const sixMonths = { monthsAfterIndex: 6, identification: { from: -8, to: 4 } } as const;

export const remissionVariants: readonly RemissionVariant[] = [
  {
    id: 'depression-remission-12-months',
    ...twelveMonths,
    outcome: 'remission',
    citation: 'CMS159 / CBE 0710, cqframework/ecqm-content-qicore-2024@9ebd48f',
    confidence: 'verified',
  },
  {
    id: 'depression-response-12-months',
    ...twelveMonths,
    outcome: 'response',
    citation: 'CBE 1885 (endorsement ended 2022): at least 50 % below the index',
    confidence: 'verified',
  },
  {
    id: 'depression-remission-6-months',
    ...sixMonths,
    outcome: 'remission',
    citation: 'CBE 0711: 6 months, 60 days either way; identification period derived by us',
    confidence: 'unverified',
  },
  {
    id: 'depression-response-6-months',
    ...sixMonths,
    outcome: 'response',
    citation: 'CBE 1884: 6 months, 60 days either way; identification period derived by us',
    confidence: 'unverified',
  },
];

/** The value set "PHQ 9 and PHQ 9M Tools" holds the LOINC totals of these two instruments. */
const tools: readonly string[] = ['phq-9', 'phq-a'];
const INDEX_ABOVE = 9;
const REMISSION_BELOW = 5;
const DAYS_BEFORE_VISIT = 7;
const WINDOW_DAYS = 60;
const MINIMUM_AGE = 12;

const otherDisorders = [sets.bipolar, sets.labilePersonality, sets.psychotic, sets.developmental];

/** @param year first day of the measurement period, `YYYY-MM-DD`. */
export function depressionRemission(
  variant: RemissionVariant,
  timeline: Timeline,
  valueSets: ValueSets,
  year: string,
): QualityCase {
  const start = dayOfDate(year);
  const identification: Days = {
    from: addMonths(start, variant.identification.from),
    to: addMonths(start, variant.identification.to) - 1,
  };
  const phq9 = timeline.scores.filter(({ instrument }) => tools.includes(instrument));
  const index = indexScore(phq9, depressionVisits(timeline, valueSets, identification));
  const age = index === undefined || timeline.birth === null ? null : ageOn(timeline.birth, index.when.day);
  const trail = [
    indexStep(index),
    ageStep(age, MINIMUM_AGE, 'at the index', 'No index or no date of birth'),
    ...rejectedSteps(timeline),
  ];
  if (index === undefined || age === null || age < MINIMUM_AGE)
    return caseOf(timeline, { initial: false, excluded: false, met: false }, null, false, trail);

  const middle = addMonths(index.when.day, variant.monthsAfterIndex);
  const window: Days = { from: middle - WINDOW_DAYS, to: middle + WINDOW_DAYS };
  const exclusions = exclusionSteps(timeline, valueSets, { from: identification.from, to: window.to });
  const last = phq9.findLast(({ when }) => when.day >= window.from && when.day <= window.to);
  const met = last !== undefined && isMet(variant, index.value, last.value);
  return caseOf(
    timeline,
    { initial: true, excluded: exclusions.some((step) => step.met), met },
    age < 18 ? '12-17' : '18+',
    last !== undefined,
    [...trail, ...exclusions, lastStep(window, last, met)],
  );
}

/** Finished visits that end in the identification period, while the depression lasts. */
function depressionVisits(timeline: Timeline, valueSets: ValueSets, days: Days): readonly TimedFact[] {
  const depression = factsIn(timeline, ['diagnosis'], valueSets, [
    sets.majorDepression,
    sets.dysthymia,
  ]).filter(isConfirmedActive);
  return factsIn(timeline, ['contact'], valueSets, [sets.visit]).filter(({ span }) => {
    const inPeriod = span.end !== null && span.end.day >= days.from && span.end.day <= days.to;
    return inPeriod && depression.some((diagnosis) => overlaps(span, diagnosis.span));
  });
}

/** The first score above 9 from 7 days before such a visit to its end. */
function indexScore(scores: readonly TimedScore[], visits: readonly TimedFact[]): TimedScore | undefined {
  return scores.find(
    ({ value, when: { day } }) =>
      value > INDEX_ABOVE &&
      visits.some(
        ({ span }) => day >= span.start.day - DAYS_BEFORE_VISIT && span.end !== null && day <= span.end.day,
      ),
  );
}

/** Remission: below 5. Response: at most half of the index, the half included. */
function isMet({ outcome }: RemissionVariant, index: number, last: number): boolean {
  return outcome === 'remission' ? last < REMISSION_BELOW : last <= index / 2;
}

/** Hospice or palliative care, death, and other disorders that call for other care. */
function exclusionSteps(timeline: Timeline, valueSets: ValueSets, days: Days): readonly TrailStep[] {
  const deaths = timeline.facts.filter(({ kind, span }) => kind === 'death' && span.start.day <= days.to);
  const disorders = factsIn(timeline, ['diagnosis'], valueSets, otherDisorders).filter(
    (diagnosis) => isConfirmedActive(diagnosis) && diagnosis.span.start.day <= days.to,
  );
  const until = `up to ${isoDate(days.to)}`;
  return [
    exclusion('hospice', hospiceCare(timeline, valueSets, days), until),
    exclusion('palliative-care', palliativeCare(timeline, valueSets, days), until),
    exclusion('death', deaths, until),
    exclusion('other-disorder', disorders, until),
  ];
}

function exclusion(rule: string, found: readonly TimedFact[], until: string): TrailStep {
  const because = found.length === 0 ? `None ${until}` : `Found ${until}`;
  return { rule, met: found.length > 0, because, evidence: found.map(({ id }) => id) };
}

function indexStep(index: TimedScore | undefined): TrailStep {
  return index === undefined
    ? {
        rule: 'index',
        met: false,
        because: `No score above ${INDEX_ABOVE} around a visit for depression in the identification period`,
        evidence: [],
      }
    : {
        rule: 'index',
        met: true,
        because: `${index.value} on ${isoDate(index.when.day)}`,
        evidence: [index.id],
      };
}

function rejectedSteps({ rejected }: Timeline): readonly TrailStep[] {
  return rejected
    .filter(({ instrument }) => tools.includes(instrument))
    .map(({ id, value, authored }) => ({
      rule: 'score-in-range',
      met: false,
      because: `${value} on ${authored} is no possible total: not counted`,
      evidence: [id],
    }));
}

function lastStep({ from, to }: Days, last: TimedScore | undefined, met: boolean): TrailStep {
  const window = `${isoDate(from)} to ${isoDate(to)}`;
  return {
    rule: 'last-score',
    met,
    because:
      last === undefined
        ? `No score from ${window}`
        : `${last.value} on ${isoDate(last.when.day)}, the last from ${window}`,
    evidence: last === undefined ? [] : [last.id],
  };
}

function caseOf(
  { patient }: Timeline,
  found: Parameters<typeof populationsOf>[0],
  stratum: string | null,
  measured: boolean,
  trail: readonly TrailStep[],
): QualityCase {
  return { patient, populations: populationsOf(found), stratum, measured, trail };
}
