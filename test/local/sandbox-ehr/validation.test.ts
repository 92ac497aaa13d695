import type { Observation } from 'fhir/r4.js';
import { Client } from 'fhir-kit-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxEhr, startSandboxEhr } from '../../../local/sandbox-ehr/sandbox-ehr.ts';
import { answerOf } from './ehr-client.ts';
import { type Sendable, screeningObservation } from './screening-observation.ts';

const resourceType = 'Observation';
const good = screeningObservation('a');
const { subject: _subject, ...withoutSubject } = good;
const { valueQuantity: _value, ...withoutValue } = good;
const { code: _code, ...withoutCode } = good;
const [survey, cognitive] = good.category ?? [];

let ehr: SandboxEhr;
let client: Client;
beforeAll(async () => {
  ehr = await startSandboxEhr({ validation: 'us-core' });
  client = new Client({ baseUrl: ehr.url });
});
afterAll(() => ehr.close());

const create = (body: object) =>
  answerOf(client.create({ resourceType, body: body as Sendable<Observation> }));

describe('a screening Observation is taken', () => {
  test.for<[string, object]>([
    ['with a score', good],
    ['with a reason instead of a value', { ...withoutValue, dataAbsentReason: { text: 'unknown' } }],
    [
      'as a panel with members and no value',
      { ...withoutValue, hasMember: [{ reference: 'Observation/1' }] },
    ],
    [
      'with a local category besides',
      { ...good, category: [survey, { coding: [{ system: 'urn:clinic', code: 'x' }] }] },
    ],
    ['with a logical reference to the response', { ...good, derivedFrom: [{ identifier: { value: 'r1' } }] }],
  ])('%s', async ([, body]) => {
    expect((await create(body)).status).toBe(201);
  });
});

describe('a screening Observation is refused', () => {
  test.for<[string, object, number, string]>([
    // US Core: 422
    ['without survey category', { ...good, category: [cognitive] }, 422, 'Observation.category'],
    ['with two survey categories', { ...good, category: [survey, survey] }, 422, 'Observation.category'],
    [
      'with a code that US Core categories do not have',
      { ...good, category: [survey, { coding: [{ ...cognitive?.coding?.[0], code: 'mental-health' }] }] },
      422,
      'Observation.category',
    ],
    ['without subject', withoutSubject, 422, 'Observation.subject'],
    ['about a group', { ...good, subject: { reference: 'Group/1' } }, 422, 'Observation.subject'],
    ['dated to the month', { ...good, effectiveDateTime: '2026-03' }, 422, 'Observation.effectiveDateTime'],
    ['without value and reason', withoutValue, 422, 'Observation'],
    [
      'with a unit that is not UCUM',
      { ...good, valueQuantity: { ...good.valueQuantity, system: 'urn:units' } },
      422,
      'Observation.valueQuantity',
    ],
    ['with an empty code', { ...good, code: { coding: [{ code: '44261-6' }] } }, 422, 'Observation.code'],
    // R4: 400
    ['without code', withoutCode, 400, 'Observation.code'],
    ['with a status that is none', { ...good, status: 'completed' }, 400, 'Observation.status'],
    ['with an unknown element', { ...good, score: 12 }, 400, 'Observation.score'],
    ['with two values', { ...good, valueString: '12' }, 400, 'Observation.value[x]'],
    [
      'derived from a Questionnaire',
      { ...good, derivedFrom: [{ reference: 'Questionnaire/1' }] },
      400,
      'Observation.derivedFrom',
    ],
    ['with value and reason (obs-6)', { ...good, dataAbsentReason: { text: 'unknown' } }, 400, 'Observation'],
    ['with a text for a performer', { ...good, performer: ['Patient/ada'] }, 400, 'Observation.performer'],
    [
      'with a comparator that is none',
      { ...good, valueQuantity: { ...good.valueQuantity, comparator: '~' } },
      400,
      'Observation.valueQuantity.comparator',
    ],
    ['with an empty list', { ...good, note: [] }, 400, 'Observation.note'],
    ['with an empty text', { ...good, code: { ...good.code, text: '' } }, 400, 'Observation.code.text'],
  ])('%s', async ([, body, status, element]) => {
    const { status: answered, body: outcome } = await create(body);
    expect(answered).toBe(status);
    const elements = outcome.issue.flatMap(({ expression = [] }: { expression?: string[] }) => expression);
    expect(elements.some((path: string) => path.startsWith(element))).toBe(true);
  });
});

test('an Observation that does not claim the profile needs only R4', async () => {
  const { meta: _meta, category: _category, ...plain } = withoutSubject;
  expect((await create(plain)).status).toBe(201);
  expect((await create({ ...plain, status: 'completed' })).status).toBe(400);
});

test('a refused entry of a batch names its element, the others are kept', async () => {
  const { body } = await answerOf(
    client.batch({
      body: {
        resourceType: 'Bundle',
        type: 'batch',
        entry: [good, withoutSubject].map((resource) => ({
          resource,
          request: { method: 'POST', url: 'Observation' },
        })),
      },
    }),
  );
  expect(body.entry.map(({ response }: { response: { status: string } }) => response.status)).toEqual([
    '201 Created',
    '422 Unprocessable Entity',
  ]);
});

test.for([
  { validation: 'r4', status: 201 },
  { validation: 'off', status: 201 },
  { validation: 'us-core', status: 422 },
] as const)('a score without subject under $validation is $status', async ({ validation, status }) => {
  const other = await startSandboxEhr({ validation });
  const answer = await answerOf(
    new Client({ baseUrl: other.url }).create({
      resourceType,
      body: withoutSubject as Sendable<Observation>,
    }),
  );
  await other.close();
  expect(answer.status).toBe(status);
});
