/**
 * `GET /fhir/Questionnaire?...` and `GET /fhir/Questionnaire/{id}` over the instruments we score.
 *
 * | parameter         | matches                                                                         |
 * | ----------------- | ------------------------------------------------------------------------------- |
 * | `_id`             | the instrument's id                                                             |
 * | `url`             | our canonical or another canonical of the instrument, with or without `|version` |
 * | `name`, `title`   | from the start, whatever the case and punctuation; `:contains` and `:exact`     |
 *
 * A comma means "or". Other parameters are left out, and so out of the `self` link, as FHIR asks.
 *
 * @module
 */
import type { Bundle, Questionnaire } from 'fhir/r4.js';
import type { Instrument } from '../instruments/instrument.ts';
import { type QuestionnaireOptions, toQuestionnaire } from './questionnaire.ts';

export interface QuestionnaireSearchOptions extends QuestionnaireOptions {
  /** FHIR base of the API, without a trailing slash: makes `fullUrl` and the `self` link absolute. */
  readonly fhirBase?: string;
}

/** As API Gateway gives them; a repeated parameter is joined by commas there. */
export type SearchParameters = Readonly<Record<string, string | undefined>>;

export function questionnaireById(
  id: string,
  instruments: readonly Instrument[],
  options: QuestionnaireOptions = {},
): Questionnaire | undefined {
  const { idOf = (one: Instrument): string => one.id } = options;
  const instrument = instruments.find((one) => idOf(one) === id);
  return instrument && toQuestionnaire(instrument, options);
}

export function questionnaireSearch(
  parameters: SearchParameters,
  instruments: readonly Instrument[],
  { fhirBase, ...options }: QuestionnaireSearchOptions = {},
): Bundle<Questionnaire> {
  const used = Object.entries(parameters).flatMap(([parameter, value]) => {
    const test = tests.get(parameter);
    return test === undefined || value === undefined || value === '' ? [] : [{ parameter, value, test }];
  });
  const found = instruments
    .map((instrument) => ({ instrument, questionnaire: toQuestionnaire(instrument, options) }))
    .filter(({ instrument, questionnaire }) =>
      used.every(({ value, test }) =>
        value.split(',').some((one) => test(one.trim(), questionnaire, instrument)),
      ),
    );
  const query = used.map(({ parameter, value }) => `${parameter}=${encodeURIComponent(value)}`).join('&');
  const path = `${fhirBase === undefined ? '' : `${fhirBase}/`}Questionnaire`;
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link: [{ relation: 'self', url: query === '' ? path : `${path}?${query}` }],
    ...(found.length === 0
      ? {}
      : {
          entry: found.map(({ questionnaire }) => ({
            ...(fhirBase === undefined ? {} : { fullUrl: `${path}/${questionnaire.id}` }),
            resource: questionnaire,
            search: { mode: 'match' as const },
          })),
        }),
  };
}

type Test = (value: string, questionnaire: Questionnaire, instrument: Instrument) => boolean;

const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['_id', (value, { id }) => value === id],
  ['url', (value, questionnaire, instrument) => canonicals(questionnaire, instrument).has(value)],
  ['name', (value, { name }) => plain(name).startsWith(plain(value))],
  ['name:contains', (value, { name }) => plain(name).includes(plain(value))],
  ['name:exact', (value, { name }) => value === name],
  ['title', (value, { title }) => plain(title).startsWith(plain(value))],
  ['title:contains', (value, { title }) => plain(title).includes(plain(value))],
  ['title:exact', (value, { title }) => value === title],
]);

function canonicals(
  { url = '', version = '' }: Questionnaire,
  { questionnaires }: Instrument,
): ReadonlySet<string> {
  return new Set([url, `${url}|${version}`, ...questionnaires]);
}

function plain(text = ''): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
