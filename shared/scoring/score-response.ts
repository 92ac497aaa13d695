/**
 * One QuestionnaireResponse -> one assessment per instrument it answers, derived instruments included.
 *
 * Safety items are judged first and on their own: whatever is wrong with the rest of a response, a positive
 * answer to one is seen. Nothing here throws for bad input.
 *
 * @module
 */
import type { CriticalItem } from '../instruments/instrument.ts';
import type { Answer, ReadResponse } from '../responses/questionnaire-response.ts';
import { readAnswer } from './answer.ts';
import type { Assessment, CriticalState, Outcome, ScoreValue } from './assessment.ts';
import type { Catalog, CompiledInstrument } from './compile.ts';
import { goalAttainment } from './goal-attainment.ts';
import { type Issue, issue } from './issue.ts';
import { type CompiledForm, type Match, matchInstruments } from './match.ts';
import { keyedPoints, scoreOf } from './score.ts';

/** Empty when no instrument recognises the response: the caller says `ignored`, `instrument-unknown`. */
export function scoreResponse(
  response: ReadResponse,
  catalog: Catalog,
  forms: readonly CompiledForm[] = [],
): readonly Assessment[] {
  const assessments: Assessment[] = [];
  for (const match of matchInstruments(response, catalog, forms)) {
    const reading = readItems(match);
    const primary = assess(response, match, reading);
    assessments.push(primary);
    if (primary.outcome === 'scored' || primary.outcome === 'incomplete' || primary.outcome === 'review') {
      for (const { compiled, items } of match.compiled.derived) {
        assessments.push(derive(match.compiled, compiled, items, reading));
      }
    }
  }
  return assessments;
}

/** How each item was found: its points are in the compiled instrument's scratch, the rare faults are here. */
interface Reading {
  readonly points: Float64Array;
  readonly found: Uint8Array;
  readonly faults: readonly ItemFault[];
}

interface ItemFault {
  readonly index: number;
  readonly issue: Issue;
  readonly candidates: readonly number[];
}

const ABSENT = 0;
const ANSWERED = 1;
const FAULTY = 2;

function readItems({ compiled, found: items, answers: local }: Match): Reading {
  const { points, found } = compiled.scratch;
  points.fill(Number.NaN);
  found.fill(ABSENT);
  const faults: ItemFault[] = [];

  for (const { item, index } of items) {
    const accepted = compiled.accepted[index];
    if (accepted === undefined) continue;
    const { linkId, answers } = item;
    if (answers.length > 1) {
      faults.push({
        index,
        issue: issue('answers-multiple', linkId),
        candidates: candidatesOf(answers, accepted, local),
      });
      found[index] = FAULTY;
      continue;
    }
    const [answer] = answers;
    if (answer === undefined) continue;
    const reading = readAnswer(answer, accepted, local);
    if (reading.kind === 'absent') continue;
    if (reading.kind === 'faulty') {
      faults.push({ index, issue: issue(reading.code, linkId), candidates: reading.candidates });
      found[index] = FAULTY;
    } else if (found[index] === ABSENT) {
      points[index] = reading.points;
      found[index] = ANSWERED;
    } else if (points[index] !== reading.points) {
      const candidates = [
        reading.points,
        ...(found[index] === ANSWERED ? [points[index] ?? Number.NaN] : []),
      ];
      faults.push({ index, issue: issue('item-duplicated', linkId), candidates });
      found[index] = FAULTY;
    }
    if (found[index] === FAULTY) points[index] = Number.NaN;
  }
  for (const { index } of faults) points[index] = Number.NaN;
  return { points, found, faults };
}

function candidatesOf(
  answers: readonly Answer[],
  accepted: Parameters<typeof readAnswer>[1],
  local: Parameters<typeof readAnswer>[2],
): readonly number[] {
  return answers.flatMap((answer) => {
    const reading = readAnswer(answer, accepted, local);
    return reading.kind === 'points' ? [reading.points] : reading.kind === 'faulty' ? reading.candidates : [];
  });
}

function assess(response: ReadResponse, match: Match, reading: Reading): Assessment {
  const { compiled } = match;
  const critical = compiled.instrument.critical.map((one) => judge(compiled, one, reading));
  const blocked = blockedBy(response, compiled);
  if (blocked !== undefined) return unscored(compiled, blocked, critical, reading);
  if (compiled.instrument.scores.some(({ method }) => method.kind === 'gas-t')) {
    return assessGoals(response, match, critical);
  }
  return withReported(scoreInstrument(compiled, reading, critical), match);
}

/** What ends a response before its answers are added up; undefined when nothing does. */
function blockedBy(
  { status, faults, author }: ReadResponse,
  { instrument: { rater } }: CompiledInstrument,
): { readonly outcome: Outcome; readonly issues: readonly Issue[] } | undefined {
  if (status === 'entered-in-error') return { outcome: 'retracted', issues: [issue('retracted')] };
  if (faults.length > 0) return { outcome: 'rejected', issues: faults };
  if (status === 'in-progress' || status === 'stopped')
    return { outcome: 'ignored', issues: [issue('not-completed')] };
  if (rater !== 'clinician') return undefined;
  if (author === undefined) return { outcome: 'review', issues: [issue('author-missing')] };
  return /(?:^|\/)(?:Patient|RelatedPerson)\//.test(author)
    ? { outcome: 'rejected', issues: [issue('author-not-clinician')] }
    : undefined;
}

function unscored(
  compiled: CompiledInstrument,
  { outcome, issues }: { readonly outcome: Outcome; readonly issues: readonly Issue[] },
  critical: readonly CriticalState[],
  { points }: Reading,
): Assessment {
  return {
    instrument: compiled,
    outcome,
    ...countAnswered(compiled, points),
    prorated: false,
    scores: [],
    total: null,
    band: null,
    critical,
    reported: { total: null, agrees: null },
    issues,
    points: pointsOf(points),
  };
}

function countAnswered(compiled: CompiledInstrument, points: Float64Array): { answered: number; of: number } {
  let answered = 0;
  for (const index of compiled.scored) if (!Number.isNaN(points[index] ?? Number.NaN)) answered += 1;
  return { answered, of: compiled.scored.length };
}

function pointsOf(points: Float64Array): readonly (number | null)[] {
  return Array.from(points, (one) => (Number.isNaN(one) ? null : one));
}

function scoreInstrument(
  compiled: CompiledInstrument,
  { points, faults }: Reading,
  critical: readonly CriticalState[],
): Assessment {
  const issues: Issue[] = faults.map((fault) => fault.issue);
  const inScores = new Set(compiled.scored);
  const mustReview = faults.some(({ index }) => inScores.has(index));
  const scores: ScoreValue[] = [];
  let prorated = false;
  let atLeast = false;
  let lacking = false;

  for (const which of mustReview ? [] : compiled.scores) {
    const { needsSetting } = which.score;
    if (needsSetting !== undefined) {
      issues.push(issue('keying-unset', needsSetting));
      continue;
    }
    const scored = scoreOf(compiled, which, points);
    if (scored.value === undefined) lacking = true;
    else scores.push(scored.value);
    prorated ||= scored.prorated;
    atLeast ||= scored.atLeast;
  }
  for (const index of compiled.scored) {
    if (
      Number.isNaN(keyedPoints(compiled, index, points)) &&
      !faults.some((fault) => fault.index === index)
    ) {
      if (compiled.instrument.items[index]?.optional !== true)
        issues.push(issue('item-missing', linkIdOf(compiled, index)));
    }
  }

  const outcome: Outcome = mustReview ? 'review' : lacking || atLeast ? 'incomplete' : 'scored';
  const primaryId = compiled.instrument.primary ?? triageId(compiled);
  const primary = scores.find(({ id }) => id === primaryId);
  const isTotal = compiled.instrument.primary !== null;
  return {
    instrument: compiled,
    outcome,
    ...countAnswered(compiled, points),
    prorated,
    scores,
    total: outcome === 'scored' && isTotal ? (primary?.value ?? null) : null,
    band: outcome === 'scored' || atLeast ? (primary?.band ?? null) : null,
    ...(atLeast ? { atLeast: true } : {}),
    critical,
    reported: { total: null, agrees: null },
    issues,
    points: pointsOf(points),
  };
}

/** A triage has no total, but its level is the band of the assessment. */
function triageId({ instrument }: CompiledInstrument): string | undefined {
  return instrument.scores.find(({ method }) => method.kind === 'triage')?.id;
}

/** The item's own name in the data: its LOINC code, else its printed number. */
function linkIdOf({ instrument }: CompiledInstrument, index: number): string {
  const loinc = instrument.items[index]?.loinc;
  return loinc === undefined ? String(index + 1) : `/${loinc}`;
}

function derive(
  parent: CompiledInstrument,
  compiled: CompiledInstrument,
  items: readonly number[],
  reading: Reading,
): Assessment {
  const { points, found } = compiled.scratch;
  for (const [index, from] of items.entries()) {
    points[index] = reading.points[from] ?? Number.NaN;
    found[index] = reading.found[from] ?? ABSENT;
  }
  const faults = reading.faults.flatMap((fault) => {
    const index = items.indexOf(fault.index);
    return index < 0 ? [] : [{ ...fault, index }];
  });
  return { ...scoreInstrument(compiled, { points, found, faults }, []), derivedFrom: parent.instrument.id };
}

function judge(
  compiled: CompiledInstrument,
  { item, atLeast }: CriticalItem,
  reading: Reading,
): CriticalState {
  const index = item - 1;
  const at = { number: item, item: compiled.instrument.items[index]?.loinc ?? String(item) };
  const positive =
    (reading.points[index] ?? Number.NaN) >= atLeast ||
    reading.faults.some(
      (fault) => fault.index === index && fault.candidates.some((points) => points >= atLeast),
    );
  if (positive) return { ...at, state: 'positive', reason: 'answered' };
  if (reading.found[index] === ANSWERED) return { ...at, state: 'negative', reason: 'answered' };
  if (reading.found[index] === FAULTY) return { ...at, state: 'unknown', reason: 'unreadable' };
  const { skippedWhen } = compiled.instrument.items[index] ?? {};
  if (skippedWhen !== undefined && reading.points[skippedWhen.item - 1] === skippedWhen.points) {
    return { ...at, state: 'negative', reason: 'gated' };
  }
  return { ...at, state: 'unknown', reason: 'not-asked' };
}

/** Compares the total that the response carries with ours. Ours stands; a difference is said. */
function withReported(assessment: Assessment, { compiled, reported }: Match): Assessment {
  const carried = reported.find(({ score }) => score === compiled.primary);
  const total = carried === undefined ? null : numberIn(carried.item.answers[0]);
  if (total === null) return assessment;
  const agrees = assessment.total === null ? null : Math.abs(assessment.total - total) < 0.005;
  const issues =
    agrees === false
      ? [...assessment.issues, issue('reported-total-differs', carried?.item.linkId ?? null)]
      : assessment.issues;
  return { ...assessment, reported: { total, agrees }, issues };
}

/** Totals travel as integer, decimal, quantity, and, in US Core's own example, as a string of digits. */
function numberIn(answer: Answer | undefined): number | null {
  const number = answer?.valueInteger ?? answer?.valueDecimal ?? answer?.valueQuantity?.value;
  if (typeof number === 'number') return number;
  const text = answer?.valueString;
  return typeof text === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : null;
}

function assessGoals(
  response: ReadResponse,
  { compiled }: Match,
  critical: readonly CriticalState[],
): Assessment {
  const which = compiled.scores.find(({ score }) => score.method.kind === 'gas-t');
  const rho = which?.score.method.kind === 'gas-t' ? which.score.method.rho : Number.NaN;
  const { t, rated, goals, unreadable } = goalAttainment(response.items, rho);
  const issues = unreadable.map((goal) => issue('answer-out-of-range', goal));
  const outcome: Outcome = unreadable.length > 0 ? 'review' : t === null ? 'incomplete' : 'scored';
  if (outcome === 'incomplete') issues.push(issue('goals-missing'));
  const scored = outcome === 'scored' && which !== undefined && t !== null;
  return {
    instrument: compiled,
    outcome,
    answered: rated,
    of: goals,
    prorated: false,
    scores: scored ? [{ id: which.score.id, code: which.score.code.code, value: t, band: null }] : [],
    total: scored ? t : null,
    band: null,
    critical,
    reported: { total: null, agrees: null },
    issues,
    points: [],
  };
}
