/**
 * The read-only totals of a generated Questionnaire: code, extraction, and how the score is made.
 *
 * A `calculatedExpression` is given only where it cannot go wrong: a sum without rules for missing answers,
 * guarded so that a missing or unknown answer gives no total. FHIRPath's own `weight().sum()` would add up
 * what is there and call it the total.
 *
 * @module
 */
import type { Extension, QuestionnaireItem } from 'fhir/r4.js';
import {
  type Instrument,
  LOINC,
  type MissingRule,
  type Score,
  type ScoreMethod,
} from '../instruments/instrument.ts';
import { complex, hl7, ours, sourceExtension } from './questionnaire-extension.ts';
import { isCoded, linkIdOf } from './questionnaire-item.ts';

export function totalItem(instrument: Instrument, score: Score): QuestionnaireItem {
  const expression = safeExpression(instrument, score);
  return {
    extension: [
      { url: ours.scoreId, valueString: score.id },
      methodExtension(instrument, score.method),
      missingExtension(score.missing),
      ...(score.better === null ? [] : [{ url: ours.better, valueCode: score.better }]),
      ...(score.bands ?? []).map(({ from, to, label, code }) =>
        complex(ours.band, [
          { url: 'from', valueDecimal: from },
          { url: 'to', valueDecimal: to },
          { url: 'label', valueString: label },
          ...(code === undefined ? [] : [{ url: 'code', valueString: code }]),
        ]),
      ),
      ...(score.bandsSource === undefined ? [] : [sourceExtension(ours.bandsSource, score.bandsSource)]),
      sourceExtension(ours.source, score.source),
      ...(score.reportedAs ?? []).map((code) => ({ url: ours.reportedAs, valueString: code })),
      ...(score.descriptive === true ? [{ url: ours.descriptive, valueBoolean: true }] : []),
      ...(score.needsSetting === undefined
        ? []
        : [{ url: ours.needsSetting, valueString: score.needsSetting }]),
      ...(expression === undefined
        ? []
        : [{ url: hl7.calculatedExpression, valueExpression: { language: 'text/fhirpath', expression } }]),
      { url: hl7.observationExtract, valueBoolean: true },
      ...categories(instrument),
      {
        url: hl7.unit,
        valueCoding: { system: 'http://unitsofmeasure.org', code: '{score}', display: '{score}' },
      },
    ],
    linkId: score.code.system === LOINC ? `/${score.code.code}` : `score/${score.id}`,
    code: [{ system: score.code.system, code: score.code.code }],
    text: score.label,
    type: 'decimal',
    readOnly: true,
  };
}

/** US Core wants `survey` on every one, and the instrument's own beside it. */
function categories({ category }: Instrument): readonly Extension[] {
  const base = 'http://terminology.hl7.org/CodeSystem/observation-category';
  const system =
    category === 'social-history' ? base : 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category';
  return [
    { url: hl7.observationCategory, valueCodeableConcept: { coding: [{ system: base, code: 'survey' }] } },
    { url: hl7.observationCategory, valueCodeableConcept: { coding: [{ system, code: category }] } },
  ];
}

function methodExtension(instrument: Instrument, method: ScoreMethod): Extension {
  const items = (numbers: readonly number[]): readonly Extension[] =>
    numbers.map((number) => ({ url: 'item', valueString: linkIdOf(instrument, number) }));
  const kind: Extension = { url: 'kind', valueCode: method.kind };
  switch (method.kind) {
    case 'sum':
    case 'mean':
      return complex(ours.method, [kind, ...items(method.items)]);
    case 'weighted':
      return complex(ours.method, [
        kind,
        ...items(method.items),
        { url: 'factor', valueDecimal: method.factor },
      ]);
    case 'count-at-least':
      return complex(ours.method, [
        kind,
        ...items(method.items),
        { url: 'threshold', valueDecimal: method.threshold },
      ]);
    case 'criteria':
      return complex(ours.method, [
        kind,
        ...method.clauses.map(({ label, items: numbers, threshold, atLeast }) =>
          complex('clause', [
            { url: 'label', valueString: label },
            ...items(numbers),
            { url: 'threshold', valueDecimal: threshold },
            { url: 'at-least', valueInteger: atLeast },
          ]),
        ),
      ]);
    case 'triage':
      return complex(ours.method, [
        kind,
        ...items(method.items),
        ...method.clauses.map(({ item, threshold, level }) =>
          complex('clause', [
            ...items([item]),
            { url: 'threshold', valueDecimal: threshold },
            { url: 'level', valueInteger: level },
          ]),
        ),
      ]);
    case 'gas-t':
      return complex(ours.method, [kind, { url: 'rho', valueDecimal: method.rho }]);
  }
}

function missingExtension(missing: MissingRule): Extension {
  return complex(ours.missing, [
    { url: 'kind', valueCode: missing.kind },
    ...(missing.kind === 'prorate'
      ? [
          { url: 'max-missing', valueInteger: missing.maxMissing },
          { url: 'rounding', valueCode: missing.rounding },
        ]
      : []),
    sourceExtension('source', missing.source),
  ]);
}

function safeExpression(
  instrument: Instrument,
  { method, missing, needsSetting }: Score,
): string | undefined {
  if (method.kind !== 'sum' && method.kind !== 'weighted') return undefined;
  if (missing.kind !== 'complete' || needsSetting !== undefined) return undefined;
  const items = method.items.map((number) => instrument.items[number - 1]);
  if (items.some((item) => item?.skippedWhen !== undefined || item?.optional === true)) return undefined;
  const coded = items.filter((item) => {
    const list = item && instrument.answerLists[item.answers];
    return list !== undefined && isCoded(list);
  });
  // A number is added up as it is, so a reversed one has no safe formula.
  const numeric = coded.length === 0 && items.every((item) => item?.reversed !== true);
  if (coded.length !== items.length && !numeric) return undefined;

  const ids = method.items.map((number) => `'${linkIdOf(instrument, number)}'`).join(' | ');
  const points = `%resource.repeat(item).where(linkId in (${ids})).answer${numeric ? '.value' : '.weight()'}`;
  const sum = `${points}.sum()`;
  const total = method.kind === 'weighted' ? `${method.factor} * ${sum}` : sum;
  return `iif(${points}.count() = ${method.items.length}, ${total}, {})`;
}
