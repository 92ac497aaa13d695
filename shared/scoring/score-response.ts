/**
 * One QuestionnaireResponse -> one assessment per instrument it answers, derived instruments included.
 *
 * Safety items are judged first and on their own: whatever is wrong with the rest of a response, a positive
 * answer to one is seen. Nothing here throws for bad input.
 *
 * @module
 */
import type { ReadResponse } from '../responses/questionnaire-response.ts';
import type { Assessment, CriticalState, Outcome, ScoreValue } from './assessment.ts';
import type { Catalog, CompiledInstrument } from './compile.ts';
import { judgeCritical } from './critical.ts';
import { goalAttainment } from './goal-attainment.ts';
import { type Issue, issue } from './issue.ts';
import { type CompiledForm, type Match, matchInstruments } from './match.ts';
import { type Reading, readItems, readingFor } from './reading.ts';
import { withReported } from './reported.ts';
import { keyItems, lacksAnswers, scoreOf } from './score.ts';

/** Empty when no instrument recognises the response: the caller says `ignored`, `instrument-unknown`. */
export function scoreResponse(
  response: ReadResponse,
  catalog: Catalog,
  forms: readonly CompiledForm[] = [],
): readonly Assessment[] {
  const assessments: Assessment[] = [];
  const matches = matchInstruments(response, catalog, forms);
  for (const match of matches) {
    const reading = readItems(match);
    const primary = assess(response, match, reading);
    assessments.push(primary);
    if (primary.outcome === 'scored' || primary.outcome === 'incomplete' || primary.outcome === 'review') {
      for (const { compiled, items } of match.compiled.derived) {
        // Sent in its own right beside its parent, or derived from another parent, it is already there.
        const { id: derived } = compiled.instrument;
        const isThere =
          matches.length > 1 &&
          (matches.some((other) => other.compiled.instrument.id === derived) ||
            assessments.some(
              ({ instrument, derivedFrom }) =>
                derivedFrom !== undefined && instrument.instrument.id === derived,
            ));
        if (!isThere) {
          const { id } = match.compiled.instrument;
          assessments.push(scoreInstrument(compiled, readingFor(compiled, items, reading), none, none, id));
        }
      }
    }
  }
  return assessments;
}

const none: readonly never[] = [];
const nothingReported: Assessment['reported'] = { total: null, agrees: null };

function assess(response: ReadResponse, match: Match, reading: Reading): Assessment {
  const { compiled, strangers } = match;
  const critical = judgeCritical(compiled, reading);
  const blocked = blockedBy(response, compiled);
  if (blocked !== undefined) return unscored(compiled, blocked, critical, reading);
  if (compiled.scores[compiled.leading]?.score.method.kind === 'gas-t') {
    return assessGoals(response, match, critical);
  }
  const unknown = strangers.length === 0 ? none : [issue('item-unknown', strangers[0]?.linkId ?? null)];
  return withReported(scoreInstrument(compiled, reading, critical, unknown), match);
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
  if (rater !== 'clinician' && rater !== 'therapist') return undefined;
  if (author !== undefined && SELF_REPORT.test(author))
    return { outcome: 'rejected', issues: [issue('author-not-clinician')] };
  return rater === 'therapist' || (author !== undefined && CLINICIAN.test(author))
    ? undefined
    : { outcome: 'review', issues: [issue('author-missing')] };
}

const SELF_REPORT = /(?:^|\/)(?:Patient|RelatedPerson)\//;
/** A device, an organisation or an unresolved reference does not say that a clinician rated. */
const CLINICIAN = /(?:^|\/)(?:Practitioner|PractitionerRole)\//;

function unscored(
  compiled: CompiledInstrument,
  { outcome, issues }: { readonly outcome: Outcome; readonly issues: readonly Issue[] },
  critical: readonly CriticalState[],
  { points }: Reading,
): Assessment {
  return {
    instrument: compiled,
    outcome,
    answered: countAnswered(compiled, points),
    of: compiled.required.length,
    prorated: false,
    scores: [],
    total: null,
    band: null,
    critical,
    reported: nothingReported,
    issues,
    points: pointsOf(points),
  };
}

function countAnswered({ required }: CompiledInstrument, points: Float64Array): number {
  let answered = 0;
  for (const index of required) if (!Number.isNaN(points[index] ?? Number.NaN)) answered += 1;
  return answered;
}

/** Items that were due and have no answer; what was answered unreadably is told as such, not as missing. */
function pushMissing(
  issues: Issue[],
  compiled: CompiledInstrument,
  keyed: Float64Array,
  faults: Reading['faults'],
): void {
  for (const index of compiled.required) {
    if (!Number.isNaN(keyed[index] ?? Number.NaN)) continue;
    if (!faults.some((fault) => fault.index === index))
      issues.push(issue('item-missing', linkIdOf(compiled, index)));
  }
}

function pointsOf(points: Float64Array): readonly (number | null)[] {
  const packed: (number | null)[] = [];
  for (let index = 0; index < points.length; index += 1) {
    const one = points[index] ?? Number.NaN;
    packed.push(Number.isNaN(one) ? null : one);
  }
  return packed;
}

/**
 * The outcome is that of the leading score (the primary one, or the triage), and of every score where there
 * is none; a score of optional items, or one whose keying is unset, is merely absent. First an unreadable
 * answer (`review`), then a missing one (`incomplete`), then unset keying of the primary score (`review`).
 *
 * @param unknown issues that leave in doubt which form this is.
 */
function scoreInstrument(
  compiled: CompiledInstrument,
  { points, faults }: Reading,
  critical: readonly CriticalState[],
  unknown: readonly Issue[],
  derivedFrom?: string,
): Assessment {
  const { instrument, required, leading } = compiled;
  const issues: Issue[] = unknown.length === 0 ? [] : [...unknown];
  let doubtful = unknown.length > 0;
  for (const fault of faults) {
    issues.push(fault.issue);
    doubtful ||= required.includes(fault.index);
  }
  const keyed = keyItems(compiled, points);
  const scores: ScoreValue[] = [];
  let led: ScoreValue | undefined;
  let prorated = false;
  let atLeast = false;
  let lacking = false;
  let unkeyed = false;

  for (let at = 0; at < compiled.scores.length && !doubtful; at += 1) {
    const which = compiled.scores[at];
    if (which === undefined) continue;
    const leads = leading < 0 || at === leading;
    const { needsSetting } = which.score;
    if (needsSetting !== undefined) {
      const setting = `${instrument.id}.${needsSetting}`;
      if (!issues.some(({ linkId }) => linkId === setting)) issues.push(issue('keying-unset', setting));
      if (leads) {
        unkeyed = true;
        lacking ||= lacksAnswers(which, keyed);
      }
      continue;
    }
    const scored = scoreOf(which, keyed);
    if (scored.value === undefined) lacking ||= leads;
    else {
      scores.push(scored.value);
      if (at === leading) led = scored.value;
    }
    prorated ||= scored.prorated;
    atLeast ||= scored.atLeast;
  }
  const answered = countAnswered(compiled, points);
  if (answered < required.length) pushMissing(issues, compiled, keyed, faults);

  const outcome = doubtful ? 'review' : lacking || atLeast ? 'incomplete' : unkeyed ? 'review' : 'scored';
  return {
    instrument: compiled,
    outcome,
    answered,
    of: required.length,
    prorated,
    scores,
    total: outcome === 'scored' && instrument.primary !== null ? (led?.value ?? null) : null,
    band: outcome === 'scored' || atLeast ? (led?.band ?? null) : null,
    atLeast: atLeast ? true : undefined,
    critical,
    reported: nothingReported,
    issues,
    points: pointsOf(points),
    derivedFrom,
  };
}

/** The item's own name in the data: its LOINC code, else its printed number. */
function linkIdOf({ instrument }: CompiledInstrument, index: number): string {
  const loinc = instrument.items[index]?.loinc;
  return loinc === undefined ? String(index + 1) : `/${loinc}`;
}

function assessGoals(
  response: ReadResponse,
  { compiled }: Match,
  critical: readonly CriticalState[],
): Assessment {
  const score = compiled.scores[compiled.leading]?.score;
  const rho = score?.method.kind === 'gas-t' ? score.method.rho : Number.NaN;
  const { t, rated, goals, unreadable } = goalAttainment(response.items, rho);
  const issues = unreadable.map((goal) => issue('answer-out-of-range', goal));
  const outcome: Outcome = unreadable.length > 0 ? 'review' : t === null ? 'incomplete' : 'scored';
  if (outcome === 'incomplete') issues.push(issue('goals-missing'));
  const scored = outcome === 'scored' && score !== undefined && t !== null;
  return {
    instrument: compiled,
    outcome,
    answered: rated,
    of: goals,
    prorated: false,
    scores: scored ? [{ id: score.id, code: score.code.code, value: t, band: null }] : [],
    total: scored ? t : null,
    band: null,
    critical,
    reported: nothingReported,
    issues,
    points: [],
  };
}
