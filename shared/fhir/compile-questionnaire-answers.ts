/**
 * The answers of one item -> its answer list, with points from the Questionnaire itself.
 *
 * Weights are read where SDC puts them: itemWeight, then ordinalValue, on the option, on its coding, or on a
 * concept of a contained value set or code system. A weight is what is added up; on an item marked as
 * reversed the printed scale runs the other way, so its points there are `min + max - weight`.
 *
 * @module
 */
import { ANSWER_SYSTEM, type AnswerList, type AnswerOption, type Source } from '../instruments/instrument.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import { type CompileFault, fault } from './compile-questionnaire-fault.ts';
import {
  extensionValue,
  type Json,
  number,
  objects,
  type QuestionnaireNode,
  text,
} from './compile-questionnaire-read.ts';
import { hl7, ours } from './questionnaire-extension.ts';

/** Longest range of a number item without options that is read as an answer list: a 0 to 100 scale. */
const MAX_RANGE = 200;

export type Answers =
  | {
      readonly kind: 'list';
      readonly list: AnswerList;
      readonly reversed: boolean;
      /** Answers are numbers, so an expression may add up `answer.value`. */
      readonly numeric: boolean;
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly fault: CompileFault };

interface Choice {
  readonly coding: Json | undefined;
  readonly integer: number | undefined;
  readonly string: string | undefined;
  readonly weight: number | undefined;
  readonly prefix: string | undefined;
}

export function answersOf(node: QuestionnaireNode, contained: readonly Json[], source: Source): Answers {
  const { element, path, type } = node;
  const reversed = extensionValue(element, ours.reversed) === true;
  if (element.answerValueSet !== undefined) {
    const set = containedValueSet(element.answerValueSet, contained);
    if (set === undefined) {
      return {
        kind: 'invalid',
        fault: fault(
          'value-set-not-contained',
          `${path}.answerValueSet`,
          'Only a contained value set is read, so that a score never depends on a server. Copy it into Questionnaire.contained with its weights and refer to it as #id.',
        ),
      };
    }
    return listOf(node, conceptsOf(set, contained), reversed, source);
  }
  const options = objects(element.answerOption);
  if (options.length > 0) return listOf(node, options.map(choiceOf), reversed, source);
  return type === 'integer' ? rangeOf(node, reversed, source) : { kind: 'none' };
}

function choiceOf(option: Json): Choice {
  return {
    coding: isObject(option.valueCoding) ? option.valueCoding : undefined,
    integer: number(option.valueInteger),
    string: text(option.valueString),
    weight: weightOf(option) ?? weightOf(option.valueCoding),
    prefix: text(extensionValue(option, hl7.optionPrefix)),
  };
}

function weightOf(element: unknown): number | undefined {
  return number(extensionValue(element, hl7.itemWeight)) ?? number(extensionValue(element, hl7.ordinalValue));
}

function containedValueSet(reference: unknown, contained: readonly Json[]): Json | undefined {
  const name = text(reference);
  return contained.find(
    ({ resourceType, id, url }) =>
      resourceType === 'ValueSet' && name !== undefined && (name === `#${String(id)}` || name === url),
  );
}

function conceptsOf(set: Json, contained: readonly Json[]): readonly Choice[] {
  const { include } = isObject(set.compose) ? set.compose : {};
  const { contains } = isObject(set.expansion) ? set.expansion : {};
  const listed = objects(include).flatMap(({ system, concept }) => {
    const defined = objects(
      contained.find(({ resourceType, url }) => resourceType === 'CodeSystem' && url === system)?.concept,
    );
    // A value set that names no concepts takes the whole contained code system.
    const chosen = concept === undefined ? defined : objects(concept);
    return chosen.map((one) => conceptChoice(system, one, defined));
  });
  return listed.length > 0 ? listed : objects(contains).map((one) => conceptChoice(one.system, one, []));
}

function conceptChoice(system: unknown, concept: Json, defined: readonly Json[]): Choice {
  const definition = defined.find(({ code }) => code === concept.code);
  const display = text(concept.display) ?? text(definition?.display);
  return {
    coding: { system, code: concept.code, ...(display === undefined ? {} : { display }) },
    integer: undefined,
    string: undefined,
    weight: weightOf(concept) ?? weightOf(definition) ?? weightProperty(definition),
    prefix: undefined,
  };
}

/** A code system may give the weight as a concept property instead. */
function weightProperty(concept: Json | undefined): number | undefined {
  const property = objects(concept?.property).find(
    ({ code }) => code === 'itemWeight' || code === 'ordinalValue',
  );
  return number(property?.valueDecimal) ?? number(property?.valueInteger);
}

function listOf(
  { path }: QuestionnaireNode,
  choices: readonly Choice[],
  marked: boolean,
  source: Source,
): Answers {
  const invalid = (code: CompileFault['code'], message: string): Answers => ({
    kind: 'invalid',
    fault: fault(code, `${path}.answerOption`, message),
  });
  if (choices.every(({ integer }) => integer !== undefined))
    return numbersOf(choices, marked, source, invalid);
  if (choices.every(({ weight }) => weight === undefined)) return { kind: 'none' };
  if (choices.some(({ weight }) => weight === undefined)) {
    return invalid(
      'weight-missing',
      'Some answers have a weight and some have none. Give every answer an itemWeight, 0 included: an answer without one would be left out of the sum.',
    );
  }
  const systems = new Set(choices.flatMap(({ coding }) => text(coding?.system) ?? []));
  if (systems.size > 1) {
    return invalid('systems-mixed', 'The answers come from several code systems. Use one system per item.');
  }
  const weights = choices.map(({ weight }) => weight ?? Number.NaN);
  const turn = Math.min(...weights) + Math.max(...weights);
  const options = choices.map(({ coding, string, weight = Number.NaN }): AnswerOption => {
    const code = text(coding?.code);
    const name = text(coding?.display) ?? string;
    return {
      points: marked ? turn - weight : weight,
      ...(code === undefined ? {} : { code }),
      ...(name === undefined ? {} : { name }),
    };
  });
  const list = { system: [...systems][0] ?? ANSWER_SYSTEM, options, source };
  return { kind: 'list', list, reversed: marked, numeric: false };
}

function numbersOf(
  choices: readonly Choice[],
  marked: boolean,
  source: Source,
  invalid: (code: CompileFault['code'], message: string) => Answers,
): Answers {
  const integers = choices.map(({ integer }) => integer ?? Number.NaN);
  const turn = Math.min(...integers) + Math.max(...integers);
  const weights = choices.map(({ weight }, index) => weight ?? integers[index]);
  const plain = weights.every((weight, index) => weight === integers[index]);
  const turned = weights.every((weight, index) => weight === turn - (integers[index] ?? Number.NaN));
  if (!plain && !turned) {
    return invalid(
      'weights-on-numbers',
      'The answers are numbers that carry other weights, so nobody could tell an answer from its points. Give the answers codes (valueCoding) with these weights, or make the weights the numbers themselves or their exact reverse.',
    );
  }
  // A symmetric pair of weights (0 and 0) is both; only the mark says which is meant.
  const reversed = marked || !plain;
  const options = choices.map(
    ({ integer = Number.NaN, prefix }): AnswerOption => ({
      points: integer,
      ...(prefix === undefined ? {} : { name: prefix }),
    }),
  );
  return { kind: 'list', list: { system: ANSWER_SYSTEM, options, source }, reversed, numeric: true };
}

/** A number without options: every whole number between its limits, so that one outside them is refused. */
function rangeOf({ element }: QuestionnaireNode, reversed: boolean, source: Source): Answers {
  const min = number(extensionValue(element, hl7.minValue));
  const max = number(extensionValue(element, hl7.maxValue));
  if (min === undefined || max === undefined || max < min || max - min > MAX_RANGE) return { kind: 'none' };
  const options = Array.from(
    { length: max - min + 1 },
    (_, index): AnswerOption => ({ points: min + index }),
  );
  return { kind: 'list', list: { system: ANSWER_SYSTEM, options, source }, reversed, numeric: true };
}
