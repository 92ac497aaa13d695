/**
 * An instrument -> the FHIR R4 Questionnaire that other tools can show, fill in and score.
 *
 * | element                  | value                                                                       |
 * | ------------------------ | --------------------------------------------------------------------------- |
 * | `url`, `version`         | canonical base + instrument id; the instrument's version                     |
 * | `item.linkId`            | `/LOINC` where the item has a code, else its number: what the matcher reads  |
 * | `item.text`              | our own short label; the printed wording only when the operator supplies it  |
 * | `answerOption`           | the code where there is one, else the number on the printed scale            |
 * | itemWeight, ordinalValue | the points that are added up, so already reversed on a reversed item         |
 * | totals                   | read-only, coded, extracted as Observations; a formula only where it is safe |
 *
 * `compileQuestionnaire` reads it back to an instrument that scores the same.
 *
 * @module
 */
import type { Extension, Questionnaire } from 'fhir/r4.js';
import { CANONICAL_BASE, type Instrument, LOINC } from '../instruments/instrument.ts';
import { NO_PRIMARY, ours, sourceExtension } from './questionnaire-extension.ts';
import { goalGroups, questionItem } from './questionnaire-item.ts';
import { totalItem } from './questionnaire-total.ts';

/** Printed wording by item number, which an operator with the right to use it supplies. */
export type Wording = Readonly<Record<string, string>>;

export interface QuestionnaireOptions {
  /** Put before the instrument's id to make `url`. */
  readonly canonicalBase?: string;
  /** By instrument id. */
  readonly wordings?: Readonly<Record<string, Wording>>;
  /**
   * The id of the resource, where several versions of an instrument are shown.
   *
   * @default the instrument's id
   */
  readonly idOf?: (instrument: Instrument) => string;
}

export function toQuestionnaire(
  instrument: Instrument,
  { canonicalBase = CANONICAL_BASE, wordings = {}, idOf = ({ id }) => id }: QuestionnaireOptions = {},
): Questionnaire {
  const { id, version, title, panel, licence, items, scores } = instrument;
  const wording = Object.hasOwn(wordings, id) ? (wordings[id] ?? {}) : {};
  const goals = scores.some(({ method }) => method.kind === 'gas-t');
  return {
    resourceType: 'Questionnaire',
    id: idOf(instrument),
    extension: [...describing(instrument)],
    url: `${canonicalBase}${id}`,
    version,
    name: nameOf(id),
    title,
    status: 'active',
    subjectType: ['Patient'],
    copyright: licence.cite,
    ...(panel === undefined ? {} : { code: [{ system: LOINC, code: panel }] }),
    item: [
      ...items.map((_, index) => questionItem(instrument, index, wording[String(index + 1)])),
      ...(goals ? goalGroups() : []),
      ...scores.map((score) => totalItem(instrument, score)),
    ],
  };
}

/** A name that programs can use (FHIR invariant que-0): `phq-9` is `Phq9`. */
function nameOf(id: string): string {
  const name = id.replace(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => next.toUpperCase());
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function describing({ rater, recall, primary, licence, scores }: Instrument): readonly Extension[] {
  return [
    { url: ours.rater, valueCode: rater },
    { url: ours.recall, valueString: recall },
    ...(scores.length === 0 ? [] : [{ url: ours.primary, valueString: primary ?? NO_PRIMARY }]),
    sourceExtension(ours.licence, licence),
  ];
}
