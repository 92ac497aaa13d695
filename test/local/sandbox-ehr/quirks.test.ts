import { describe, expect, test } from 'vitest';
import { type EhrId, ehrQuirks } from '../../../local/sandbox-ehr/ehr-quirks.ts';
import { anEhr, answerOf } from './ehr-client.ts';
import { SCORE_IDENTIFIER, screeningObservation } from './screening-observation.ts';

const resourceType = 'Observation';
const byIdentifier = { identifier: `${SCORE_IDENTIFIER}|a` };
const ifNoneExist = { headers: { 'If-None-Exist': `identifier=${SCORE_IDENTIFIER}|a` } };
const laboratory = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
];
const emptyBundle = (type: 'batch' | 'transaction') => ({ resourceType: 'Bundle', type, entry: [] }) as const;

test('an EHR without conditional create makes two copies, as real ones do', async () => {
  const { ehr, client } = await anEhr({ ehr: 'epic' });
  for (const _ of [1, 2])
    await client.create({ resourceType, body: screeningObservation('a'), options: ifNoneExist });
  expect([...ehr.observations()]).toHaveLength(2);
});

test('an EHR without conditional update refuses it, and changes nothing', async () => {
  const { ehr, client } = await anEhr({ ehr: 'epic' });
  const answer = await answerOf(
    client.update({ resourceType, searchParams: byIdentifier, body: screeningObservation('a') }),
  );
  expect(answer.status).toBe(405);
  expect([...ehr.observations()]).toHaveLength(0);
});

test('an EHR that ignores the identifier in a search answers with unrelated resources', async () => {
  const { ehr, client } = await anEhr({ ehr: 'epic' });
  await ehr.seed([screeningObservation('b', { id: 'b' })]);
  for (const options of [{}, { postSearch: true }]) {
    const searchParams = { ...byIdentifier, patient: 'Patient/ada' };
    const { body } = await answerOf(client.search({ resourceType, searchParams, options }));
    expect(body.total).toBe(1);
  }
});

test('an EHR that does not let clients choose ids answers 405 to such a PUT', async () => {
  const { client } = await anEhr({ ehr: 'epic' });
  const answer = await answerOf(
    client.update({ resourceType, id: 'x', body: screeningObservation('a', { id: 'x' }) }),
  );
  expect(answer.status).toBe(405);
});

test('athenahealth takes no Observation, and one QuestionnaireResponse', async () => {
  const { client } = await anEhr({ ehr: 'athenahealth' });
  const observation = await answerOf(client.create({ resourceType, body: screeningObservation('a') }));
  const response = await answerOf(
    client.create({
      resourceType: 'QuestionnaireResponse',
      body: { resourceType: 'QuestionnaireResponse', status: 'completed' },
    }),
  );
  const episode = await answerOf(client.search({ resourceType: 'EpisodeOfCare', searchParams: {} }));
  expect([observation.status, response.status, episode.status]).toEqual([405, 201, 404]);
});

describe('Oracle Health', () => {
  test('takes one category, of two', async () => {
    const { client } = await anEhr({ ehr: 'oracle-health' });
    const survey = await answerOf(client.create({ resourceType, body: screeningObservation('a') }));
    const labs = await answerOf(
      client.create({ resourceType, body: screeningObservation('a', { category: laboratory }) }),
    );
    expect([survey.status, labs.status]).toEqual([422, 201]);
  });

  test('answers a create with an empty text/html body, and says where in Location', async () => {
    const { ehr, client } = await anEhr({ ehr: 'oracle-health' });
    const body = screeningObservation('a', { category: laboratory });
    const answer = await answerOf(client.create({ resourceType, body }));
    const [observation] = [...ehr.observations()];
    expect(answer.body).toEqual({});
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect(answer.headers.get('location')).toBe(`${ehr.url}/Observation/${observation?.id}/_history/1`);
    expect(answer.headers.get('etag')).toBe('W/"1"');
  });

  test('takes an update only with If-Match', async () => {
    const { ehr, client } = await anEhr({ ehr: 'oracle-health' });
    const body = screeningObservation('a', { id: 'a', category: laboratory });
    await ehr.seed([body]);
    const put = (headers: Record<string, string>) =>
      answerOf(
        client.update({ resourceType, id: 'a', body: { ...body, status: 'amended' }, options: { headers } }),
      );
    expect([(await put({})).status, (await put({ 'If-Match': 'W/"1"' })).status]).toEqual([412, 200]);
  });

  test('takes a batch and no transaction', async () => {
    const { client } = await anEhr({ ehr: 'oracle-health' });
    const batch = await answerOf(client.batch({ body: emptyBundle('batch') }));
    const transaction = await answerOf(client.transaction({ body: emptyBundle('transaction') }));
    expect([batch.status, transaction.status]).toEqual([200, 404]);
  });
});

describe('HealthLake', () => {
  const key = { headers: { 'x-amz-fhir-idempotency-key': '6d6a5a0e-0001-4000-8000-000000000001' } };

  test('answers a repeated key with 409 and the first resource, also when both come at once', async () => {
    const { ehr, client } = await anEhr({ ehr: 'healthlake' });
    const post = () =>
      answerOf(client.create({ resourceType, body: screeningObservation('a'), options: key }));
    const [first, second] = await Promise.all([post(), post()]);
    const third = await post();
    expect([first.status, second.status, third.status].sort()).toEqual([201, 409, 409]);
    expect(third.body.id).toBe([...ehr.observations()][0]?.id);
    expect([...ehr.observations()]).toHaveLength(1);
  });

  test('lets a client choose the id', async () => {
    const { client } = await anEhr({ ehr: 'healthlake' });
    const answer = await answerOf(
      client.update({ resourceType, id: 'x', body: screeningObservation('a', { id: 'x' }) }),
    );
    expect(answer.status).toBe(201);
  });
});

test('Medplum refuses a conditional transaction of nine entries, and takes one of eight', async () => {
  const { client } = await anEhr({ ehr: 'medplum' });
  const entries = Array.from({ length: 9 }, (_, n) => ({
    resource: screeningObservation(`k${n}`),
    request: { method: 'PUT', url: `Observation?identifier=${SCORE_IDENTIFIER}|k${n}` } as const,
  }));
  const send = (entry: typeof entries) =>
    answerOf(client.transaction({ body: { resourceType: 'Bundle', type: 'transaction', entry } }));
  expect([(await send(entries)).status, (await send(entries.slice(1))).status]).toEqual([400, 200]);
});

test('one habit can be changed without naming another EHR', async () => {
  const { client } = await anEhr({ quirks: { batch: false } });
  expect((await answerOf(client.batch({ body: emptyBundle('batch') }))).status).toBe(404);
});

interface StatedResource {
  type: string;
  interaction: { code: string }[];
  conditionalCreate: boolean;
  conditionalUpdate: boolean;
  updateCreate: boolean;
  searchParam: { name: string }[];
}

describe('the CapabilityStatement tells what happens', () => {
  test.for(Object.keys(ehrQuirks) as EhrId[])('%s', async (id) => {
    const { ehr, client } = await anEhr({ ehr: id });
    await ehr.seed([screeningObservation('seeded', { id: 'seeded', category: laboratory })]);
    const { body: statement } = await answerOf(client.capabilityStatement());
    const [{ resource, interaction: system }] = statement.rest;
    const stated: StatedResource = resource.find(({ type }: StatedResource) => type === 'Observation');
    const codes = stated.interaction.map(({ code }) => code);
    const body = (key: string, extra = {}) => screeningObservation(key, { category: laboratory, ...extra });

    const first = await answerOf(client.create({ resourceType, body: body('a'), options: ifNoneExist }));
    const second = await answerOf(client.create({ resourceType, body: body('a'), options: ifNoneExist }));
    expect(codes.includes('create')).toBe(first.status === 201);
    expect(stated.conditionalCreate).toBe(second.status === 200);

    const put = (params: object, extra = {}, headers = {}) =>
      answerOf(client.update({ resourceType, body: body('b', extra), options: { headers }, ...params }));
    expect(codes.includes('update')).toBe(
      (await put({ id: 'seeded' }, { id: 'seeded' }, { 'If-Match': 'W/"1"' })).status === 200,
    );
    expect(stated.conditionalUpdate).toBe((await put({ searchParams: { identifier: 'b' } })).status < 300);
    expect(stated.updateCreate).toBe((await put({ id: 'new' }, { id: 'new' }, {})).status === 201);

    const found = await answerOf(client.search({ resourceType, searchParams: { identifier: 'nobody' } }));
    expect(stated.searchParam.some(({ name }) => name === 'identifier')).toBe(found.body.total === 0);
    expect(codes.includes('history-instance')).toBe(
      (await answerOf(client.history({ resourceType, id: 'seeded' }))).status === 200,
    );

    const bundles = system.map(({ code }: { code: string }) => code);
    expect(bundles.includes('batch')).toBe(
      (await answerOf(client.batch({ body: emptyBundle('batch') }))).status === 200,
    );
    expect(bundles.includes('transaction')).toBe(
      (await answerOf(client.transaction({ body: emptyBundle('transaction') }))).status === 200,
    );
  });
});
