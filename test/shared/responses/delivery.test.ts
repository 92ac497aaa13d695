import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { deliveriesOf } from '../../../shared/responses/delivery.ts';

const sha256 = (text: string): string => hash('sha256', text);
const naming = (mode: 'id' | 'identifier') => ({ mode, baseUrl: 'https://ehr.example/fhir', sha256 });
const sheet = { resourceType: 'QuestionnaireResponse', status: 'completed' };
const bundle = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'batch', entry });
const entry = (method: string, url: string, resource?: object) => ({ request: { method, url }, resource });

test('a conditional PUT names its response by the identifier in its URL, however often it comes', () => {
  const put = (value: string) =>
    deliveriesOf(
      bundle(
        entry('PUT', 'QuestionnaireResponse?identifier=urn%3Aehr%7CA1', {
          ...sheet,
          item: [{ linkId: value }],
        }),
      ),
      naming('identifier'),
    )?.responses.map(({ identity }) => identity);
  expect([put('1'), put('2')]).toEqual([['urn:ehr|A1'], ['urn:ehr|A1']]);
});

test('a delete that does not name a response as the source does is told, and the rest is delivered', () => {
  const both = bundle(
    entry('DELETE', 'QuestionnaireResponse/qr-77'),
    entry('DELETE', 'QuestionnaireResponse?identifier=urn:ehr|A1'),
    entry('POST', 'QuestionnaireResponse', {
      ...sheet,
      id: 'x',
      identifier: { system: 'urn:ehr', value: 'B2' },
    }),
  );
  expect(deliveriesOf(both, naming('identifier'))).toMatchObject({
    responses: [
      { kind: 'delete', identity: 'urn:ehr|A1' },
      { kind: 'upsert', identity: 'urn:ehr|B2' },
    ],
    unnamed: [{ index: 0, id: 'qr-77' }],
  });
  expect(deliveriesOf(both, naming('id'))).toMatchObject({
    responses: [
      { kind: 'delete', identity: 'qr-77' },
      { kind: 'upsert', identity: 'x' },
    ],
    unnamed: [{ index: 1, id: undefined }],
  });
});

test('a patient whom the Bundle itself names is who the response is about', () => {
  const urn = 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0';
  const response = entry('POST', 'QuestionnaireResponse', {
    ...sheet,
    subject: { reference: urn, display: 'P' },
  });
  const subjectBeside = (patient: object) =>
    deliveriesOf(bundle({ fullUrl: urn, ...patient }, response), naming('id'))?.responses[0]?.resource
      ?.subject;

  expect(subjectBeside(entry('PUT', 'Patient/p9', { resourceType: 'Patient' }))).toEqual({
    reference: 'Patient/p9',
    display: 'P',
  });
  expect(subjectBeside({ resource: { resourceType: 'Patient', id: 'p8' } })).toEqual({
    reference: 'Patient/p8',
    display: 'P',
  });
  // A POST gets its id from the EHR, which we do not know.
  expect(subjectBeside(entry('POST', 'Patient', { resourceType: 'Patient', id: 'theirs' }))).toEqual({
    reference: urn,
    display: 'P',
  });
});

test('an episode finds the patient and the Condition that the Bundle names by a urn', () => {
  const [patient, condition] = ['urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0', 'urn:uuid:1d'];
  const episode = {
    ...{ resourceType: 'EpisodeOfCare', id: 'e1', patient: { reference: patient } },
    diagnosis: [{ condition: { reference: condition }, rank: 1 }],
  };
  const pushed = bundle(
    { fullUrl: patient, resource: { resourceType: 'Patient', id: 'p8' } },
    { fullUrl: condition, ...entry('PUT', 'Condition/c1', { resourceType: 'Condition' }) },
    { resource: episode },
  );
  expect(deliveriesOf(pushed, naming('id'))?.context.at(-1)).toEqual({
    ...{ resourceType: 'EpisodeOfCare', id: 'e1', patient: { reference: 'Patient/p8' } },
    diagnosis: [{ condition: { reference: 'Condition/c1' }, rank: 1 }],
  });
});

test('a program tag of any length cannot grow what is kept', () => {
  const tagged = (code: string) =>
    deliveriesOf(
      { ...sheet, id: 'q1', meta: { tag: [{ system: 'urn:outcomes-pipeline:program', code }] } },
      naming('id'),
    )?.responses[0]?.program;
  expect([tagged('talking-therapy'), tagged('x'.repeat(5_000))]).toEqual(['talking-therapy', undefined]);
});
