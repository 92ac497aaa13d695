/**
 * An SDC Questionnaire -> the instrument it describes, or why it cannot be scored as it stands.
 *
 * | in the Questionnaire                                        | in the instrument                       |
 * | ----------------------------------------------------------- | --------------------------------------- |
 * | `url`, `version`                                            | canonical `url|version`, nothing wider  |
 * | questions whose answers have weights or are numbers         | items, in the order of the form         |
 * | `item.code` in LOINC; `linkId`                              | `loinc`; an alias                       |
 * | itemWeight, then ordinalValue                               | points                                  |
 * | read-only item with a code and observationExtract, or a sum | a score                                 |
 *
 * Weights come from the Questionnaire only, never from a response, and a score with a missing answer is
 * never given unless the `missing` extension states a rule. docs/custom-instruments.md is the guide.
 *
 * @module
 */
import type { Instrument, Item, Score, Source } from '../instruments/instrument.ts';
import { reachOf } from '../instruments/lint-reach.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import { type CompileFault, fault } from './compile-questionnaire-fault.ts';
import { criticalOf, loincOf, readItems, shareLists, skipRules } from './compile-questionnaire-item.ts';
import {
  descendants,
  extensions,
  extensionValue,
  extensionValues,
  type Json,
  objects,
  type QuestionnaireNode,
  readNodes,
  text,
} from './compile-questionnaire-read.ts';
import { isTotal, type ScoreDraft, scoreOf, sourceOf } from './compile-questionnaire-score.ts';
import { hl7, NO_PRIMARY, ours } from './questionnaire-extension.ts';

export type CompiledQuestionnaire =
  | { readonly kind: 'compiled'; readonly instrument: Instrument }
  | { readonly kind: 'invalid'; readonly faults: readonly [CompileFault, ...CompileFault[]] };

export function compileQuestionnaire(questionnaire: unknown): CompiledQuestionnaire {
  const faults: CompileFault[] = [];
  const instrument = isObject(questionnaire) ? read(questionnaire, faults) : undefined;
  const [first, ...rest] = faults;
  if (first !== undefined) return { kind: 'invalid', faults: [first, ...rest] };
  if (instrument !== undefined) return { kind: 'compiled', instrument };
  const nothing = fault('not-a-questionnaire', 'Questionnaire', 'Give a FHIR R4 Questionnaire as JSON.');
  return { kind: 'invalid', faults: [nothing] };
}

function read(questionnaire: Json, faults: CompileFault[]): Instrument | undefined {
  if (questionnaire.resourceType !== 'Questionnaire') return undefined;
  const url = required(questionnaire, 'url', 'the canonical URL that responses name', faults);
  const version = required(questionnaire, 'version', 'a version: rules never change under one', faults);
  const id = required(questionnaire, 'id', 'the id under which scores are stored', faults);
  const copyright = required(
    questionnaire,
    'copyright',
    'who owns the form and on which terms it is used',
    faults,
  );
  const source: Source = { cite: `Questionnaire ${url}|${version}`, confidence: 'unverified' };
  const before = faults.length;
  const roots = readNodes(questionnaire.item, faults);
  const nodes = descendants(roots);
  const asked = readItems(nodes, objects(questionnaire.contained), source, faults);
  if (faults.length > before) return undefined; // of scores over faulty items there is nothing new to say
  const numbers = new Map(asked.map(({ node }, index) => [node.linkId, index + 1]));

  const totals = nodes.filter(isTotal);
  const context = {
    instrument: id,
    roots,
    variables: variablesOf(questionnaire, nodes),
    numbers,
    plainNumbers: new Set(
      asked.flatMap(({ node, numeric, item }) => (numeric && item.reversed !== true ? [node.linkId] : [])),
    ),
    only: totals.length === 1,
    source,
  };
  const drafts = totals.flatMap((node) => scoreOf(node, context, faults) ?? []);
  if (totals.length === 0) {
    faults.push(
      fault(
        'score-none',
        'Questionnaire.item',
        'There is no total. Add a read-only item with a code, observationExtract and a calculatedExpression that is a sum.',
      ),
    );
  }

  const { lists, keys } = shareLists(asked.map(({ list }) => list));
  const items = asked.map(
    ({ node, item }, index): Item => ({
      ...item,
      answers: keys[index] ?? '',
      ...skipRules(node, numbers, source, faults),
    }),
  );
  const anyVersion = extensionValue(questionnaire, ours.anyVersion) === true;
  const panel = loincOf(questionnaire.code);
  const partial = {
    id,
    version,
    title: text(questionnaire.title) ?? text(questionnaire.name) ?? id,
    rater: raterOf(extensionValue(questionnaire, ours.rater)),
    recall: text(extensionValue(questionnaire, ours.recall)) ?? 'not stated',
    questionnaires: [`${url}|${version}`, ...(anyVersion ? [url] : [])],
    ...(panel === undefined ? {} : { panel }),
    answerLists: lists,
    items,
    critical: asked.flatMap(({ node }, index) => criticalOf(node, index + 1, source, faults)),
    thresholds: [],
    reliability: [],
    category: categoryOf(totals),
    licence: sourceOf(extensions(questionnaire, ours.licence)[0], {
      cite: copyright,
      confidence: 'unverified',
    }),
    sources: [source.cite],
  } as const;
  const bare: Instrument = { ...partial, scores: [], primary: null };
  const scores = drafts.map((draft): Score => ({ ...draft, range: rangeOf(bare, draft) }));
  return { ...bare, scores, primary: primaryOf(questionnaire, scores, faults) };
}

function required(questionnaire: Json, element: string, meaning: string, faults: CompileFault[]): string {
  const value = text(questionnaire[element]);
  if (value === undefined)
    faults.push(fault('element-missing', `Questionnaire.${element}`, `Give ${element}: ${meaning}.`));
  return value ?? '';
}

function variablesOf(questionnaire: Json, nodes: readonly QuestionnaireNode[]): ReadonlyMap<string, string> {
  const all = [questionnaire, ...nodes.map(({ element }) => element)];
  return new Map(
    all
      .flatMap((element) => extensionValues(element, hl7.variable))
      .flatMap((value): readonly [string, string][] => {
        const name = isObject(value) ? text(value.name) : undefined;
        const expression = isObject(value) ? text(value.expression) : undefined;
        return name === undefined || expression === undefined ? [] : [[name, expression]];
      }),
  );
}

const raters: readonly Instrument['rater'][] = [
  'self',
  'clinician',
  'therapist',
  'client',
  'self-or-interviewer',
];

function raterOf(value: unknown): Instrument['rater'] {
  return raters.find((one) => one === value) ?? 'self';
}

const categories: readonly Instrument['category'][] = [
  'cognitive-status',
  'social-history',
  'functional-status',
  'disability-status',
  'sdoh',
];

/** The first US Core category that a total is extracted with; mental health where none is stated. */
function categoryOf(totals: readonly QuestionnaireNode[]): Instrument['category'] {
  const codes = totals
    .flatMap(({ element }) => extensionValues(element, hl7.observationCategory))
    .flatMap((value) => (isObject(value) ? objects(value.coding) : []))
    .map(({ code }) => code);
  return categories.find((one) => codes.includes(one)) ?? 'cognitive-status';
}

function rangeOf(bare: Instrument, { method }: ScoreDraft): Score['range'] {
  const reach = reachOf(bare, method);
  const [min] = reach ?? [];
  const max = reach?.at(-1);
  return min === undefined || max === undefined ? null : { min, max };
}

function primaryOf(questionnaire: Json, scores: readonly Score[], faults: CompileFault[]): string | null {
  const stated = text(extensionValue(questionnaire, ours.primary));
  if (stated === NO_PRIMARY) return null;
  if (stated === undefined) return scores.length === 1 ? (scores[0]?.id ?? null) : null;
  if (scores.some(({ id }) => id === stated)) return stated;
  faults.push(
    fault(
      'element-invalid',
      'Questionnaire.extension(primary)',
      `There is no score ${stated}. Name one of: ${scores.map(({ id }) => id).join(', ')}, or ${NO_PRIMARY}.`,
    ),
  );
  return null;
}
