import fc from 'fast-check';
import type { Questionnaire, QuestionnaireItem, QuestionnaireResponseItem } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { compileQuestionnaire } from '../../../shared/fhir/compile-questionnaire.ts';
import { toQuestionnaire } from '../../../shared/fhir/questionnaire.ts';
import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument } from '../../../shared/instruments/instrument.ts';
import { readQuestionnaireResponse } from '../../../shared/responses/questionnaire-response.ts';
import { type Catalog, compileCatalog } from '../../../shared/scoring/compile.ts';
import { scoreResponse } from '../../../shared/scoring/score-response.ts';

describe.each(instruments.map((instrument) => [instrument.id, instrument] as const))(
  '%s',
  (_, instrument) => {
    const questionnaire = toQuestionnaire(instrument);
    const ours = compileCatalog([{ ...instrument, derived: [] }]);
    const theirs = compileCatalog([{ ...compiled(questionnaire), derived: [] }]);

    test('compiled from its own Questionnaire, it scores complete answers the same', () => {
      fc.assert(
        fc.property(answers(questionnaire, false), (items) => {
          const [first, second] = [scored(ours, questionnaire, items), scored(theirs, questionnaire, items)];
          expect(second).toEqual(first);
          expect(['scored', 'review']).toContain(first.outcome); // review: its keying waits for a setting
        }),
        { numRuns: 25 },
      );
    });

    test('and answers with gaps the same', () => {
      fc.assert(
        fc.property(answers(questionnaire, true), (items) => {
          expect(scored(theirs, questionnaire, items)).toEqual(scored(ours, questionnaire, items));
        }),
        { numRuns: 25 },
      );
    });
  },
);

test('the Questionnaire of a compiled instrument is scored under url|version only', () => {
  const [phq9] = instruments;
  if (phq9 === undefined) throw new RangeError('the catalog is empty');
  expect(compiled(toQuestionnaire(phq9)).questionnaires).toEqual([
    'urn:outcomes-pipeline:questionnaire:phq-9|1.0.0',
  ]);
});

function compiled(questionnaire: Questionnaire): Instrument {
  const result = compileQuestionnaire(questionnaire);
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.faults));
  return result.instrument;
}

/** Filled in as a form filler would: one of the options offered, under the link ids of the Questionnaire. */
function answers({ item = [] }: Questionnaire, gaps: boolean): fc.Arbitrary<QuestionnaireResponseItem[]> {
  const asked = item.filter(({ readOnly }) => readOnly !== true).map((one) => answered(one, gaps));
  return fc.tuple(...asked).map((found) => found.filter((one) => one !== null));
}

function answered(item: QuestionnaireItem, gaps: boolean): fc.Arbitrary<QuestionnaireResponseItem | null> {
  const { linkId, type, answerOption = [] } = item;
  if (type === 'group') {
    return fc
      .tuple(...(item.item ?? []).map((one) => answered(one, gaps)))
      .map((found) => ({ linkId, item: found.filter((one) => one !== null) }));
  }
  const answer =
    type === 'decimal'
      ? fc.integer({ min: 1, max: 5 }).map((valueDecimal) => ({ valueDecimal }))
      : fc
          .constantFrom(...answerOption)
          .map(({ valueCoding, valueInteger }) =>
            valueCoding === undefined ? { valueInteger: valueInteger ?? 0 } : { valueCoding },
          );
  const whole = answer.map((one): QuestionnaireResponseItem => ({ linkId, answer: [one] }));
  return gaps ? fc.option(whole, { freq: 6 }) : whole;
}

function scored(catalog: Catalog, { url, version }: Questionnaire, item: QuestionnaireResponseItem[]) {
  const response = readQuestionnaireResponse({
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: `${url}|${version}`,
    author: { reference: 'Practitioner/1' },
    item,
  });
  const [assessment] = scoreResponse(response, catalog);
  if (assessment === undefined) throw new Error('not recognised');
  const { outcome, scores, total, band, critical, prorated, points } = assessment;
  return { outcome, scores, total, band, critical, prorated, points };
}
