import { describe, expect, test } from 'vitest';
import {
  questionnaireById,
  questionnaireSearch,
  type SearchParameters,
} from '../../../shared/fhir/questionnaire-search.ts';
import { instrumentOf } from './instrument-of.ts';

const instruments = ['phq-9', 'phq-2', 'gad-7', 'iroc'].map(instrumentOf);

describe('GET /fhir/Questionnaire', () => {
  test.for<{ parameters: SearchParameters; ids: string[]; why: string }>([
    { parameters: {}, ids: ['phq-9', 'phq-2', 'gad-7', 'iroc'], why: 'everything without a filter' },
    { parameters: { name: 'phq' }, ids: ['phq-9', 'phq-2'], why: 'a name from its start' },
    { parameters: { name: 'PHQ-9' }, ids: ['phq-9'], why: 'case and punctuation do not count' },
    { parameters: { name: 'hq' }, ids: [], why: 'the middle of a name is no start' },
    { parameters: { 'name:contains': 'hq' }, ids: ['phq-9', 'phq-2'], why: ':contains' },
    { parameters: { 'name:exact': 'Gad7' }, ids: ['gad-7'], why: ':exact' },
    { parameters: { title: 'i.roc' }, ids: ['iroc'], why: 'the title as it is printed' },
    { parameters: { _id: 'gad-7,iroc' }, ids: ['gad-7', 'iroc'], why: 'a comma means or' },
    {
      parameters: { url: 'urn:outcomes-pipeline:questionnaire:phq-2' },
      ids: ['phq-2'],
      why: 'our canonical',
    },
    {
      parameters: { url: 'urn:outcomes-pipeline:questionnaire:phq-2|1.0.0' },
      ids: ['phq-2'],
      why: 'with version',
    },
    { parameters: { url: 'urn:outcomes-pipeline:questionnaire:phq-2|9' }, ids: [], why: 'another version' },
    { parameters: { url: 'http://loinc.org/q/44249-1' }, ids: ['phq-9'], why: 'a canonical others use' },
    { parameters: { name: 'phq', _id: 'phq-2' }, ids: ['phq-2'], why: 'parameters narrow each other' },
    {
      parameters: { constructor: 'x', status: 'draft' },
      ids: ['phq-9', 'phq-2', 'gad-7', 'iroc'],
      why: 'unknown ones are left out',
    },
  ])('$parameters: $why', ({ parameters, ids }) => {
    const bundle = questionnaireSearch(parameters, instruments);
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: ids.length });
    expect((bundle.entry ?? []).map(({ resource }) => resource?.id)).toEqual(ids);
  });

  test('the self link holds the parameters that were used, and fullUrl is absolute', () => {
    const { link, entry } = questionnaireSearch({ name: 'phq', _sort: 'x', _id: 'phq-9' }, instruments, {
      fhirBase: 'https://api.example/fhir',
    });
    expect(link).toEqual([
      { relation: 'self', url: 'https://api.example/fhir/Questionnaire?name=phq&_id=phq-9' },
    ]);
    expect(entry?.[0]?.fullUrl).toBe('https://api.example/fhir/Questionnaire/phq-9');
  });
});

test('GET /fhir/Questionnaire/{id} gives that one, or nothing', () => {
  expect(questionnaireById('gad-7', instruments)?.title).toBe('GAD-7');
  expect(questionnaireById('toString', instruments)).toBeUndefined();
});
