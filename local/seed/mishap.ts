/**
 * What goes wrong with forms in a real clinic, how often, and where each such form must end.
 *
 * The end is stated here, by hand, and not asked of the scorer: a test compares the two.
 *
 * @module
 */
import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import type { FormId } from './answer-sheet.ts';
import type { Chance } from './chance.ts';
import type { FilledForm } from './episode-plan.ts';
import { type Answers, answerWorth } from './questionnaire-response.ts';

export type End = 'scored' | 'incomplete' | 'review' | 'ignored' | 'rejected' | 'retracted';

export type Mishap =
  | 'incomplete'
  | 'contradictory'
  | 'amended'
  | 'reordered'
  | 'entered-in-error'
  | 'deleted'
  | 'in-progress'
  | 'finished-later'
  | 'unknown-form'
  | 'broken';

interface MishapRule {
  readonly ends: End;
  /** Of about 2 100 responses. */
  readonly count: number;
  /** A positive item 9 is as visible as without the mishap, so it may happen to such a form too. */
  readonly keepsItem9: boolean;
}

export const mishaps: Readonly<Record<Mishap, MishapRule>> = {
  incomplete: { ends: 'incomplete', count: 26, keepsItem9: true },
  /** Code and display of one answer mean different things. */
  contradictory: { ends: 'review', count: 9, keepsItem9: true },
  /** A later version with other answers. */
  amended: { ends: 'scored', count: 14, keepsItem9: true },
  /** As amended, but the later version arrives first. */
  reordered: { ends: 'scored', count: 5, keepsItem9: true },
  'entered-in-error': { ends: 'retracted', count: 7, keepsItem9: false },
  deleted: { ends: 'retracted', count: 1, keepsItem9: false },
  /** Begun, never finished. */
  'in-progress': { ends: 'ignored', count: 5, keepsItem9: false },
  /** Sent in progress, then completed. */
  'finished-later': { ends: 'scored', count: 4, keepsItem9: true },
  /** A form that no instrument knows. */
  'unknown-form': { ends: 'ignored', count: 1, keepsItem9: false },
  /** Not shaped as FHIR R4 says. */
  broken: { ends: 'rejected', count: 1, keepsItem9: false },
};

/** Which items a patient left out: one to three, and now and then item 9 itself when it would be negative. */
export function someLeftOut({ form, points }: FilledForm, chance: Chance): Answers {
  const ordinary = points.map((_, index) => index).filter((index) => !isSelfHarm(form, index));
  const left = new Set(chance.shuffled(ordinary).slice(0, chance.between(1, 3)));
  if (form === 'phq-9' && points[8] === 0 && chance.happens(0.3)) left.add(8);
  return points.map((value, index) => (left.has(index) ? undefined : value));
}

/** The first items only: somebody was called in. */
export function begun({ points }: FilledForm): Answers {
  return points.map((value, index) => (index < 4 ? value : undefined));
}

/** One or two answers corrected by a point; item 9 is as it was. */
export function corrected({ form, points }: FilledForm, chance: Chance): readonly number[] {
  const ordinary = points.map((_, index) => index).filter((index) => !isSelfHarm(form, index));
  const wrong = new Set(chance.shuffled(ordinary).slice(0, chance.between(1, 2)));
  return points.map((value, index) => (wrong.has(index) ? (value === 3 ? 2 : value + 1) : value));
}

/** Gives one answer (never item 9) the display of another answer. */
export function contradicted(
  response: QuestionnaireResponse,
  { form, points }: FilledForm,
  chance: Chance,
): QuestionnaireResponse {
  const index = chance.between(0, 6);
  const shown = answerWorth(form, index, ((points[index] ?? 0) + 2) % 4).valueCoding?.display;
  return withItem(response, index, (item) => ({
    ...item,
    answer: (item.answer ?? []).map(({ valueCoding }) => ({
      valueCoding: { ...valueCoding, display: shown },
    })),
  }));
}

/** An answer that is not in a list, which R4 does not allow. */
export function broken(response: QuestionnaireResponse): object {
  return withItem(response, 1, (item) => ({ ...item, answer: item.answer?.[0] as never }));
}

/** The clinic's own form in the place of the instrument. */
export function foreign(response: QuestionnaireResponse): QuestionnaireResponse {
  return {
    ...response,
    questionnaire: 'https://forms.example.org/Questionnaire/arrival|2',
    item: [{ linkId: 'came-by-bus', text: 'came by bus', answer: [{ valueBoolean: true }] }],
  };
}

function isSelfHarm(form: FormId, index: number): boolean {
  return form === 'phq-9' && index === 8;
}

/** A copy in which the item at `index` (of the form, through its group if there is one) is another. */
function withItem(
  response: QuestionnaireResponse,
  index: number,
  change: (item: QuestionnaireResponseItem) => QuestionnaireResponseItem,
): QuestionnaireResponse {
  const changed = (items: readonly QuestionnaireResponseItem[] = []) =>
    items.map((item, position) => (position === index ? change(item) : item));
  const [first] = response.item ?? [];
  return first?.item === undefined
    ? { ...response, item: changed(response.item) }
    : { ...response, item: [{ ...first, item: changed(first.item) }] };
}
