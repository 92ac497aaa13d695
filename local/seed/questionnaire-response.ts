/**
 * A filled-in form as EHRs send it: LOINC codes, in one of the shapes seen in the wild.
 *
 * | shape       | link ids                                                        |
 * | ----------- | --------------------------------------------------------------- |
 * | `grouped`   | `/LOINC`, inside a group item of the panel, with a total of the EHR's own |
 * | `flat`      | `/LOINC`, one after another                                     |
 * | `defined`   | local (`q1`, `q2` ...), the LOINC code in `item.definition`      |
 *
 * Item texts are our own short words; answer displays are LOINC answer names.
 *
 * @module
 */
import type {
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import { gad7 } from '../../shared/instruments/gad-7.ts';
import { type Instrument, LOINC } from '../../shared/instruments/instrument.ts';
import { phq9 } from '../../shared/instruments/phq-9.ts';
import type { FormId } from './answer-sheet.ts';
import type { FilledForm } from './episode-plan.ts';

export type Shape = 'grouped' | 'flat' | 'defined';

const instruments: Readonly<Record<FormId, Instrument>> = { 'phq-9': phq9, 'gad-7': gad7 };
const canonicals: Readonly<Record<FormId, string>> = {
  'phq-9': 'http://loinc.org/q/44249-1',
  'gad-7': 'http://loinc.org/q/69737-5',
};

/** What surrounds the answers. Times are as written in the resource. */
interface SheetContext {
  readonly id: string;
  readonly patient: string;
  readonly encounter: string;
  readonly authored: string;
  readonly lastUpdated: string;
  readonly shape: Shape;
}

/** Points of an item; `undefined` where it was left unanswered. */
export type Answers = readonly (number | undefined)[];

export function responseOf(
  { form, points, difficulty }: FilledForm,
  { id, patient, encounter, authored, lastUpdated, shape }: SheetContext,
  answers: Answers = points,
): QuestionnaireResponse {
  const given = difficulty === undefined ? answers : [...answers, difficulty];
  const items = given.flatMap((value, index) =>
    value === undefined ? [] : [itemOf(form, index, value, shape)],
  );
  return {
    resourceType: 'QuestionnaireResponse',
    id,
    meta: { lastUpdated },
    questionnaire: canonicals[form],
    status: 'completed',
    subject: { reference: `Patient/${patient}` },
    encounter: { reference: `Encounter/${encounter}` },
    authored,
    source: { reference: `Patient/${patient}` },
    item: shape === 'grouped' ? [group(form, items, answers)] : items,
  };
}

/** The panel around its items. A complete form also carries the total that the EHR worked out. */
function group(
  form: FormId,
  items: QuestionnaireResponseItem[],
  answers: Answers,
): QuestionnaireResponseItem {
  const { panel, title, scores } = instruments[form];
  const [total] = scores;
  const complete = answers.every((value) => value !== undefined);
  const sum = answers.reduce<number>((so_far, value) => so_far + (value ?? 0), 0);
  const reported = { linkId: `/${total?.code.code}`, text: 'total', answer: [{ valueDecimal: sum }] };
  return { linkId: `/${panel}`, text: title, item: complete ? [...items, reported] : items };
}

function itemOf(form: FormId, index: number, points: number, shape: Shape): QuestionnaireResponseItem {
  const { items } = instruments[form];
  const { loinc = '', label = '' } = items[index] ?? {};
  const local = { linkId: `q${index + 1}`, definition: `${LOINC}/${loinc}` };
  return {
    ...(shape === 'defined' ? local : { linkId: `/${loinc}` }),
    text: label,
    answer: [answerWorth(form, index, points)],
  };
}

/** The coded answer that is worth these points at this item (an index, from 0). */
export function answerWorth(form: FormId, index: number, points: number): QuestionnaireResponseItemAnswer {
  const { items, answerLists } = instruments[form];
  const option = answerLists[items[index]?.answers ?? '']?.options.find((one) => one.points === points);
  if (option?.code === undefined)
    throw new RangeError(`${form} item ${index + 1} has no answer worth ${points}`);
  return { valueCoding: { system: LOINC, code: option.code, display: option.name } };
}
