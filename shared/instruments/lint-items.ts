/**
 * Items, answer lists, reversal and safety items: what is referred to exists and can happen.
 *
 * @module
 */
import type { AnswerList, Instrument, ScoreMethod } from './instrument.ts';
import { error, type Finding, warning } from './lint-finding.ts';
import { duplicates } from './lint-identity.ts';
import { printedOptions } from './lint-reach.ts';

export function lintItems(instrument: Instrument): readonly Finding[] {
  return [
    ...existence(instrument),
    ...lists(instrument),
    ...reversal(instrument),
    ...critical(instrument),
    ...derivation(instrument),
  ];
}

/** All items that some score needs. */
function itemsOf(method: ScoreMethod): readonly number[] {
  switch (method.kind) {
    case 'sum':
    case 'mean':
    case 'weighted':
    case 'count-at-least':
    case 'triage':
      return method.items;
    case 'criteria':
      return method.clauses.flatMap(({ items }) => items);
    case 'gas-t':
      return [];
  }
}

function existence({ items, scores, critical: criticals, derived = [] }: Instrument): readonly Finding[] {
  const referred: readonly { readonly path: string; readonly number: number }[] = [
    ...scores.flatMap(({ id, method }) => [
      ...itemsOf(method).map((number) => ({ path: `scores.${id}.method`, number })),
      ...(method.kind === 'triage'
        ? method.clauses.map(({ item }) => ({ path: `scores.${id}.method.clauses`, number: item }))
        : []),
    ]),
    ...criticals.map(({ item }, index) => ({ path: `critical[${index}]`, number: item })),
    ...derived.flatMap(({ instrument, items: numbers }) =>
      numbers.map((number) => ({ path: `derived.${instrument}`, number })),
    ),
    ...items.flatMap(({ skippedWhen = [] }, index) =>
      skippedWhen.flatMap(({ when }) =>
        when.map(({ item }) => ({ path: `items[${index}].skippedWhen`, number: item })),
      ),
    ),
  ];
  return [
    ...referred.flatMap(({ path, number }) =>
      Number.isInteger(number) && number >= 1 && number <= items.length
        ? []
        : [
            error(
              'item-unknown',
              path,
              `There is no item ${number}. Items are numbered from 1 to ${items.length} in the order of the form.`,
            ),
          ],
    ),
    ...scores.flatMap(({ id, method }) =>
      method.kind === 'criteria'
        ? []
        : duplicates(itemsOf(method).map(String)).map((number) =>
            error('item-repeated', `scores.${id}.method`, `Item ${number} is counted twice. Name it once.`),
          ),
    ),
    ...(items.length === 0 && scores.some(({ method }) => method.kind !== 'gas-t')
      ? [error('item-none', 'items', 'There is no item to score.')]
      : []),
  ];
}

function lists({ items, answerLists }: Instrument): readonly Finding[] {
  const used = new Set(items.map(({ answers }) => answers));
  return [
    ...items.flatMap(({ answers }, index) =>
      Object.hasOwn(answerLists, answers)
        ? []
        : [
            error(
              'answer-list-unknown',
              `items[${index}].answers`,
              `There is no answer list "${answers}". Name one of: ${Object.keys(answerLists).join(', ')}.`,
            ),
          ],
    ),
    ...Object.entries(answerLists).flatMap(([key, list]) => [
      ...(used.has(key)
        ? []
        : [warning('answer-list-unused', `answerLists.${key}`, 'No item uses this list. Remove it.')]),
      ...answers(`answerLists.${key}`, list),
    ]),
  ];
}

function answers(path: string, { options }: AnswerList): readonly Finding[] {
  const names = options.flatMap(({ name }) => (name === undefined ? [] : [name.trim().toLowerCase()]));
  const codes = options.flatMap(({ code }) => (code === undefined ? [] : [code]));
  return [
    ...(options.length < 2 ? [error('answer-list-empty', path, 'A list needs at least two answers.')] : []),
    ...[...duplicates(codes), ...duplicates(names)].map((twice) =>
      error('answer-duplicated', path, `"${twice}" stands for two answers. Give each its own code and name.`),
    ),
  ];
}

function reversal(instrument: Instrument): readonly Finding[] {
  const scored = new Set(instrument.scores.flatMap(({ method }) => itemsOf(method)));
  return instrument.items.flatMap(({ reversed }, index) => {
    const effective = scored.has(index + 1) && new Set(printedOptions(instrument, index + 1)).size > 1;
    return reversed !== true || effective
      ? []
      : [
          error(
            'reversal-without-effect',
            `items[${index}].reversed`,
            `Item ${index + 1} is reversed but changes no score. Remove reversed, or add the item to its score.`,
          ),
        ];
  });
}

function critical(instrument: Instrument): readonly Finding[] {
  return instrument.critical.flatMap(({ item, atLeast }, index) => {
    const points = printedOptions(instrument, item);
    const path = `critical[${index}]`;
    if (points.length === 0) return []; // said elsewhere
    if (points.every((one) => one < atLeast)) {
      return [
        error(
          'critical-never',
          path,
          `No answer to item ${item} is worth ${atLeast} points: it can never alert.`,
        ),
      ];
    }
    return points.every((one) => one >= atLeast)
      ? [error('critical-always', path, `Every answer to item ${item} is worth ${atLeast} points or more.`)]
      : [];
  });
}

function derivation({ id, derived = [] }: Instrument): readonly Finding[] {
  return derived.flatMap(({ instrument, items }) =>
    instrument === id || items.length === 0
      ? [error('derived-count', `derived.${instrument}`, 'Name another instrument and at least one item.')]
      : [],
  );
}
