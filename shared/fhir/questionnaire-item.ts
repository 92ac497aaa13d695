/**
 * The questions of a generated Questionnaire, and the goal groups of goal attainment scaling.
 *
 * @module
 */
import type { Extension, QuestionnaireItem, QuestionnaireItemAnswerOption } from 'fhir/r4.js';
import {
  type AnswerList,
  type Instrument,
  type Item,
  LOINC,
  type SkipRule,
} from '../instruments/instrument.ts';
import { complex, hl7, ours, sourceExtension } from './questionnaire-extension.ts';

/** The link id under which the matcher knows an item (1-based number). */
export function linkIdOf({ items }: Instrument, number: number): string {
  const loinc = items[number - 1]?.loinc;
  return loinc === undefined ? String(number) : `/${loinc}`;
}

/** Every option has a code of the list's system, so that answers travel as codings. */
export function isCoded({ options }: AnswerList): boolean {
  return options.every(({ code }) => code !== undefined);
}

export function questionItem(
  instrument: Instrument,
  index: number,
  wording: string | undefined,
): QuestionnaireItem {
  const item = instrument.items[index];
  const list = item && instrument.answerLists[item.answers];
  if (item === undefined || list === undefined)
    throw new RangeError(`${instrument.id} has no answer list for item ${index + 1}`);
  const extension = itemExtensions(instrument, item, index + 1, wording);
  return {
    ...(extension.length === 0 ? {} : { extension: [...extension] }),
    linkId: linkIdOf(instrument, index + 1),
    ...(item.loinc === undefined ? {} : { code: [{ system: LOINC, code: item.loinc }] }),
    prefix: String(index + 1),
    text: wording ?? item.label,
    type: isCoded(list) ? 'choice' : 'integer',
    answerOption: [...answerOptions(list, item.reversed === true)],
  };
}

function itemExtensions(
  instrument: Instrument,
  { label, reversed, optional, skippedWhen = [] }: Item,
  number: number,
  wording: string | undefined,
): readonly Extension[] {
  const critical = instrument.critical.filter(({ item }) => item === number);
  return [
    ...(wording === undefined ? [] : [{ url: hl7.shortText, valueString: label }]),
    ...(reversed === true ? [{ url: ours.reversed, valueBoolean: true }] : []),
    ...(optional === true ? [{ url: ours.optional, valueBoolean: true }] : []),
    ...skippedWhen.map((rule) => skipExtension(instrument, rule)),
    ...critical.map(({ atLeast, source }) =>
      complex(ours.critical, [{ url: 'at-least', valueDecimal: atLeast }, sourceExtension('source', source)]),
    ),
  ];
}

function skipExtension(instrument: Instrument, { when, counts, source }: SkipRule): Extension {
  return complex(ours.skipRule, [
    ...when.map(({ item, points }) =>
      complex('when', [
        { url: 'item', valueString: linkIdOf(instrument, item) },
        { url: 'points', valueDecimal: points },
      ]),
    ),
    { url: 'counts', valueDecimal: counts },
    sourceExtension('source', source),
  ]);
}

function answerOptions(list: AnswerList, reversed: boolean): readonly QuestionnaireItemAnswerOption[] {
  const points = list.options.map((option) => option.points);
  const turn = Math.min(...points) + Math.max(...points);
  const weighted = (worth: number): Extension[] => {
    const weight = reversed ? turn - worth : worth;
    return [
      { url: hl7.itemWeight, valueDecimal: weight },
      { url: hl7.ordinalValue, valueDecimal: weight },
    ];
  };
  if (isCoded(list)) {
    return list.options.map(({ code = '', name, points: worth }) => ({
      extension: weighted(worth),
      valueCoding: { system: list.system, code, ...(name === undefined ? {} : { display: name }) },
    }));
  }
  return [...new Set(points)].map((worth) => {
    const names = list.options.flatMap(({ points: other, name }) =>
      other === worth && name !== undefined ? [name] : [],
    );
    return {
      extension: [
        ...weighted(worth),
        ...(names.length === 0 ? [] : [{ url: hl7.optionPrefix, valueString: names.join(' / ') }]),
      ],
      valueInteger: worth,
    };
  });
}

/** Goals a form offers. A response may hold more: the scorer counts every `goal-N`. */
const GOALS = 6;

/**
 * One group per goal. They are separate groups, not one that repeats: the repetitions of a FHIR group share
 * their link id, and a level could then no longer be told from the level of the next goal.
 */
export function goalGroups(): readonly QuestionnaireItem[] {
  return Array.from({ length: GOALS }, (_, index): QuestionnaireItem => {
    const linkId = `goal-${index + 1}`;
    return {
      linkId,
      text: `goal ${index + 1}`,
      type: 'group',
      item: [
        { linkId: `${linkId}/weight`, text: 'weight (1 when left out)', type: 'decimal' },
        {
          linkId: `${linkId}/level`,
          text: 'level reached, -2 to 2',
          type: 'integer',
          answerOption: [-2, -1, 0, 1, 2].map((level) => ({ valueInteger: level })),
        },
      ],
    };
  });
}
