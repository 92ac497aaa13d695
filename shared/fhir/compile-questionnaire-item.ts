/**
 * The questions of a Questionnaire -> the items of an instrument, with what is said about each.
 *
 * @module
 */
import {
  type AnswerList,
  type CriticalItem,
  type Item,
  LOINC,
  type SkipRule,
  type Source,
} from '../instruments/instrument.ts';
import { answersOf } from './compile-questionnaire-answers.ts';
import { type CompileFault, fault } from './compile-questionnaire-fault.ts';
import {
  extensions,
  extensionValue,
  type Json,
  number,
  objects,
  type QuestionnaireNode,
  text,
} from './compile-questionnaire-read.ts';
import { isTotal, sourceOf } from './compile-questionnaire-score.ts';
import { hl7, ours } from './questionnaire-extension.ts';

export interface AskedItem {
  readonly node: QuestionnaireNode;
  readonly item: Omit<Item, 'answers' | 'skippedWhen'>;
  readonly list: AnswerList;
  readonly numeric: boolean;
}

/** Questions with points, in order. Others (texts, dates) are part of the form and not of the instrument. */
export function readItems(
  nodes: readonly QuestionnaireNode[],
  contained: readonly Json[],
  source: Source,
  faults: CompileFault[],
): readonly AskedItem[] {
  return nodes.flatMap((node) => {
    const { element, type, linkId, path } = node;
    if (!['choice', 'open-choice', 'integer'].includes(type) || isTotal(node)) return [];
    if (/^goal-\d+\//.test(linkId)) return []; // goals are groups, read by goal attainment scaling
    const answers = answersOf(node, contained, source);
    if (answers.kind === 'invalid') faults.push(answers.fault);
    if (answers.kind !== 'list') return [];
    if (element.repeats === true) {
      faults.push(
        fault(
          'item-repeats',
          path,
          'A scored item takes one answer. Remove repeats, or the weights of its answers.',
        ),
      );
    }
    const loinc = loincOf(element.code);
    const tail = linkId.slice(linkId.lastIndexOf('/') + 1);
    return [
      {
        node,
        item: {
          label: text(extensionValue(element, hl7.shortText)) ?? text(element.text) ?? linkId,
          ...(loinc === undefined ? {} : { loinc }),
          ...(tail === loinc ? {} : { aliases: [linkId] }),
          ...(answers.reversed ? { reversed: true } : {}),
          ...(extensionValue(element, ours.optional) === true ? { optional: true } : {}),
        },
        list: answers.list,
        numeric: answers.numeric,
      },
    ];
  });
}

export function loincOf(code: unknown): string | undefined {
  return text(objects(code).find(({ system }) => system === LOINC)?.code);
}

/** Items with equal answers share a list. */
export function shareLists(all: readonly AnswerList[]): {
  readonly lists: Readonly<Record<string, AnswerList>>;
  readonly keys: readonly string[];
} {
  const byContent = new Map<string, { readonly key: string; readonly list: AnswerList }>();
  const keys = all.map((list) => {
    const content = JSON.stringify(list);
    const shared = byContent.get(content) ?? { key: `answers-${byContent.size + 1}`, list };
    byContent.set(content, shared);
    return shared.key;
  });
  return { lists: Object.fromEntries([...byContent.values()].map(({ key, list }) => [key, list])), keys };
}

export function skipRules(
  { element, path }: QuestionnaireNode,
  numbers: ReadonlyMap<string, number>,
  source: Source,
  faults: CompileFault[],
): { readonly skippedWhen?: readonly SkipRule[] } {
  const rules = extensions(element, ours.skipRule).flatMap((rule) => {
    const counts = number(extensionValue(rule, 'counts'));
    const when = extensions(rule, 'when').map((one) => ({
      item: numbers.get(String(extensionValue(one, 'item'))),
      points: number(extensionValue(one, 'points')),
    }));
    const whole = when.flatMap(({ item, points }) =>
      item === undefined || points === undefined ? [] : [{ item, points }],
    );
    if (counts === undefined || whole.length === 0 || whole.length !== when.length) {
      faults.push(
        fault(
          'element-invalid',
          `${path}.extension(skip-rule)`,
          'A skip rule needs counts, and in each when the linkId of an item with points, and points.',
        ),
      );
      return [];
    }
    return [{ when: whole, counts, source: sourceOf(extensions(rule, 'source')[0], source) }];
  });
  return rules.length === 0 ? {} : { skippedWhen: rules };
}

export function criticalOf(
  { element, path }: QuestionnaireNode,
  item: number,
  source: Source,
  faults: CompileFault[],
): readonly CriticalItem[] {
  return extensions(element, ours.critical).flatMap((extension) => {
    const atLeast = number(extensionValue(extension, 'at-least'));
    if (atLeast !== undefined)
      return [{ item, atLeast, source: sourceOf(extensions(extension, 'source')[0], source) }];
    faults.push(fault('element-invalid', `${path}.extension(critical)`, 'It needs a number in at-least.'));
    return [];
  });
}
