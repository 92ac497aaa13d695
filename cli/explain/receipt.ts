/**
 * An assessment as a receipt: everything a clinician needs to check a score by hand, in words.
 *
 * It holds what was answered, so it is for the person who may see the chart: print it, never log it.
 *
 * @module
 */
import type { MissingRule, Score, Source } from '../../shared/instruments/instrument.ts';
import type { Answer, ReadResponse, ResponseItem } from '../../shared/responses/questionnaire-response.ts';
import type { Assessment, CriticalState, ScoreValue } from '../../shared/scoring/assessment.ts';
import type { Catalog, CompiledInstrument } from '../../shared/scoring/compile.ts';
import { type CompiledForm, type Match, matchInstruments } from '../../shared/scoring/match.ts';
import { keyedPoints } from '../../shared/scoring/score.ts';
import { scoreResponse } from '../../shared/scoring/score-response.ts';
import { arithmetic, unanswered } from './arithmetic.ts';

export interface Receipt {
  readonly title: string;
  /** Instrument id and version, and where it was derived from. */
  readonly instrument: string;
  readonly outcome: string;
  readonly items: readonly ReceiptItem[];
  readonly scores: readonly ReceiptScore[];
  readonly alerts: readonly string[];
  readonly reported: string | null;
  readonly issues: readonly string[];
  readonly terms: readonly string[];
}

export interface ReceiptItem {
  readonly number: string;
  readonly label: string;
  readonly code: string;
  /** As it stands in the response. */
  readonly answer: string;
  /** What it is worth, with the reversal or the skip rule written out. */
  readonly points: string;
  readonly answers: string;
}

export interface ReceiptScore {
  readonly label: string;
  readonly code: string;
  readonly value: string;
  readonly band: string;
  readonly arithmetic: readonly string[];
  readonly missing: string;
  readonly sources: readonly string[];
}

/** One receipt per assessment of the response; none when no instrument recognises it. */
export function receiptsOf(
  response: ReadResponse,
  { catalog, forms }: { readonly catalog: Catalog; readonly forms: readonly CompiledForm[] },
): readonly Receipt[] {
  const assessments = scoreResponse(response, catalog, forms);
  const matches = matchInstruments(response, catalog, forms);
  return assessments.map((assessment) => receiptOf(assessment, matches, response));
}

function receiptOf(assessment: Assessment, matches: readonly Match[], response: ReadResponse): Receipt {
  const { instrument: compiled, derivedFrom, issues } = assessment;
  const { id, version, title, licence, sources } = compiled.instrument;
  const points = Float64Array.from(assessment.points, (one) => one ?? Number.NaN);
  return {
    title,
    instrument: `${id}, version ${version}${derivedFrom === undefined ? '' : `, from the answers of ${derivedFrom}`}`,
    outcome: outcomeOf(assessment),
    items: compiled.instrument.items.map((_, index) =>
      itemOf(compiled, index, points, answersFor(compiled, index, matches)),
    ),
    scores: compiled.instrument.scores.map((score, at) => {
      const value = assessment.scores.find((one) => one.id === score.id);
      const lines =
        value === undefined
          ? [whyAbsent(assessment, score, compiled.scores[at]?.items ?? [], points)]
          : arithmetic(compiled, score, value.value, points, response);
      return scoreOf(score, value, assessment, lines);
    }),
    alerts: assessment.critical.map((state) => alertOf(compiled, state)),
    reported: reportedOf(assessment),
    issues: issues.map(({ message }) => message),
    terms: [`Licence: ${cited(licence)}`, ...sources.map((source) => `Source: ${source}`)],
  };
}

function cited({ cite, confidence }: Source): string {
  return `${cite} [${confidence}]`;
}

const outcomes: Readonly<Record<Assessment['outcome'], string>> = {
  scored: 'Scored.',
  incomplete: 'Not scored: answers are missing. No partial sum is made.',
  review: 'Held for review: something in it must be settled by a person first.',
  ignored: 'Not scored: the response is not completed.',
  rejected: 'Refused: the response cannot be scored as it is.',
  retracted: 'Withdrawn: the response was entered in error.',
};

function outcomeOf({ outcome, answered, of, prorated }: Assessment): string {
  return `${outcomes[outcome]} ${answered} of ${of} answers are there.${prorated ? ' The total is prorated.' : ''}`;
}

/** The answers of an item; a derived instrument reads those of the instrument it was derived from. */
function answersFor(
  compiled: CompiledInstrument,
  index: number,
  matches: readonly Match[],
): readonly ResponseItem[] {
  for (const match of matches) {
    const from =
      match.compiled === compiled
        ? index
        : match.compiled.derived.find((one) => one.compiled === compiled)?.items[index];
    if (from !== undefined) return match.items.filter((_, at) => match.indices[at] === from);
  }
  return [];
}

function itemOf(
  compiled: CompiledInstrument,
  index: number,
  points: Float64Array,
  items: readonly ResponseItem[],
): ReceiptItem {
  const { items: questions, answerLists } = compiled.instrument;
  const { label = '', loinc, answers = '', reversed } = questions[index] ?? {};
  const list = answerLists[answers];
  const raw = points[index] ?? Number.NaN;
  const keyed = keyedPoints(compiled, index, points);
  const given = items.flatMap((item) => item.answers).flatMap((answer) => written(answer) ?? []);
  return {
    number: String(index + 1),
    label,
    code: loinc ?? '',
    answer: given.length === 0 ? 'no answer' : given.join(' and '),
    points: worth(compiled, index, raw, keyed, given.length > 0, reversed === true),
    answers: list === undefined ? '' : cited(list.source),
  };
}

function worth(
  { accepted }: CompiledInstrument,
  index: number,
  raw: number,
  keyed: number,
  answered: boolean,
  reversed: boolean,
): string {
  if (Number.isNaN(keyed)) return answered ? 'cannot be read' : '-';
  if (Number.isNaN(raw)) return `${keyed} (not asked, counts so)`;
  if (!reversed) return String(keyed);
  const { min = 0, max = 0 } = accepted[index] ?? {};
  return `${keyed} (reversed: ${min} + ${max} - ${raw})`;
}

const LONGEST = 60;

/** An answer as the response has it; undefined for one without a value. */
function written(answer: Answer): string | undefined {
  const { valueCoding, valueInteger, valueDecimal, valueString, valueBoolean, valueQuantity } = answer;
  if (valueCoding !== undefined) {
    const { code, display } = valueCoding;
    return [code, display === undefined ? undefined : `"${shortened(display)}"`]
      .filter((part) => part !== undefined)
      .join(' ');
  }
  if (valueString !== undefined) return `"${shortened(valueString)}"`;
  const value = valueInteger ?? valueDecimal ?? valueBoolean ?? valueQuantity?.value;
  return value === undefined ? undefined : String(value);
}

function shortened(text: unknown): string {
  const line = String(text).replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}

function scoreOf(
  score: Score,
  value: ScoreValue | undefined,
  { atLeast }: Assessment,
  lines: readonly string[],
): ReceiptScore {
  const triage = score.method.kind === 'triage';
  const range = score.range === null ? '' : ` of ${score.range.min} to ${score.range.max}`;
  return {
    label: score.label,
    code: `${score.code.system} ${score.code.code}`,
    value: value === undefined ? 'not given' : triage ? `level ${value.value}` : `${value.value}${range}`,
    band: bandLine(score, value, triage && atLeast === true),
    arithmetic: lines,
    missing: missingRule(score.missing),
    sources: [
      `How it is made: ${cited(score.source)}`,
      ...(score.bandsSource === undefined ? [] : [`Bands: ${cited(score.bandsSource)}`]),
      `Missing answers: ${cited(score.missing.source)}`,
    ],
  };
}

function bandLine({ bands }: Score, value: ScoreValue | undefined, atLeast: boolean): string {
  if (bands === null) return 'no bands published';
  const all = bands
    .map(({ from, to, label }) => `${label} ${from === to ? from : `${from}-${to}`}`)
    .join(', ');
  if (value === undefined || value.band === null) return `none (${all})`;
  return `${atLeast ? 'at least ' : ''}${value.band} (${all})`;
}

function missingRule(rule: MissingRule): string {
  if (rule.kind === 'complete') return 'every answer is needed';
  const rounding = rule.rounding === 'none' ? 'not rounded' : 'rounded to a whole point';
  return `up to ${rule.maxMissing} missing answers count as the mean of the others, ${rounding}, and the score is marked prorated`;
}

function whyAbsent(
  { outcome, answered }: Assessment,
  score: Score,
  items: readonly number[],
  points: Float64Array,
): string {
  if (score.needsSetting !== undefined)
    return `Not given: its published keying could not be verified. It waits for the setting ${score.needsSetting} (docs/instruments.md).`;
  if (outcome !== 'scored' && outcome !== 'incomplete') return 'Not given, for the reason above.';
  if (score.method.kind === 'gas-t') return 'Not given: no goal has a rating.';
  const missing = unanswered(items, points);
  return missing === '' || answered === 0
    ? 'Not given: there are no answers to it.'
    : `Not given: no readable answer to item ${missing}.`;
}

function alertOf({ instrument }: CompiledInstrument, { number, item, state, reason }: CriticalState): string {
  const { label = '' } = instrument.items[number - 1] ?? {};
  const rule = instrument.critical.find((one) => one.item === number);
  const why = {
    answered: `${rule?.atLeast ?? '?'} or more is positive`,
    unreadable: 'answered in a way that cannot be read: a person must look',
    'not-asked': 'no answer, which is not a No',
    gated: 'left out by the form after an earlier No',
  }[reason];
  return `Item ${number} ${label} (${item}): ${state}, ${why}. ${rule === undefined ? '' : cited(rule.source)}`;
}

function reportedOf({ reported: { total, agrees } }: Assessment): string | null {
  if (total === null) return null;
  const verdict =
    agrees === null
      ? 'there is none of ours to compare'
      : agrees
        ? 'ours is the same'
        : 'ours differs and stands';
  return `The response itself carries the total ${total}: ${verdict}.`;
}
