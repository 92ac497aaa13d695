import type { QuestionnaireResponse, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { instruments } from '../../shared/instruments/catalog.ts';
import type { Instrument } from '../../shared/instruments/instrument.ts';

/** How the answers of a built response are sent. */
export type AnswerStyle = 'coding' | 'integer' | 'decimal' | 'name';

/**
 * A completed response to `instrument` with these points, item by item; `null` leaves the item out.
 * Link ids are LOINC in the `/LOINC` form where the item has one, else the item's number.
 */
export function responseTo(
  instrumentId: string,
  points: readonly (number | null)[],
  overrides: Partial<QuestionnaireResponse> = {},
  style: AnswerStyle = 'coding',
): QuestionnaireResponse {
  const instrument = instruments.find(({ id }) => id === instrumentId);
  if (instrument === undefined) throw new RangeError(`no instrument ${instrumentId}`);
  return {
    resourceType: 'QuestionnaireResponse',
    id: 'response-1',
    status: 'completed',
    questionnaire: `urn:outcomes-pipeline:questionnaire:${instrumentId}`,
    authored: '2026-03-01T09:30:00Z',
    subject: { reference: 'Patient/p1' },
    ...(instrument.rater === 'clinician' && { author: { reference: 'Practitioner/dr1' } }),
    item: points.flatMap((value, index) => {
      if (value === null) return [];
      const { loinc } = instrument.items[index] ?? {};
      return [
        {
          linkId: loinc === undefined ? String(index + 1) : `/${loinc}`,
          answer: [answerWorth(instrument, index, value, style)],
        },
      ];
    }),
    ...overrides,
  };
}

/** Goal attainment: one group per goal. Without a weight it is 1; without a level the goal is unrated. */
export function goalsResponse(
  goals: readonly { readonly level?: number; readonly weight?: number }[],
  overrides: Partial<QuestionnaireResponse> = {},
): QuestionnaireResponse {
  return {
    resourceType: 'QuestionnaireResponse',
    id: 'response-1',
    status: 'completed',
    questionnaire: 'urn:outcomes-pipeline:questionnaire:gas',
    authored: '2026-03-01T09:30:00Z',
    subject: { reference: 'Patient/p1' },
    item: goals.map(({ level, weight }, index) => {
      const item = [
        ...(weight === undefined ? [] : [{ linkId: 'weight', answer: [{ valueDecimal: weight }] }]),
        ...(level === undefined ? [] : [{ linkId: 'level', answer: [{ valueInteger: level }] }]),
      ];
      return { linkId: `goal-${index + 1}`, ...(item.length > 0 && { item }) };
    }),
    ...overrides,
  };
}

function answerWorth(
  { items, answerLists }: Instrument,
  index: number,
  points: number,
  style: AnswerStyle,
): QuestionnaireResponseItemAnswer {
  const list = answerLists[items[index]?.answers ?? ''];
  const option = list?.options.find((one) => one.points === points);
  if (style === 'decimal') return { valueDecimal: points };
  if (style === 'name' && option?.name !== undefined) return { valueString: option.name };
  if (style === 'coding' && list !== undefined && option?.code !== undefined) {
    return {
      valueCoding: { system: list.system, code: option.code, ...(option.name && { display: option.name }) },
    };
  }
  return { valueInteger: points };
}
