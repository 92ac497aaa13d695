import { describe, expect, test } from 'vitest';
import { anEhr, answerOf } from './ehr-client.ts';
import { SCORE_IDENTIFIER, screeningObservation } from './screening-observation.ts';

const resourceType = 'Observation';
const ifNoneExist = (key: string) => ({
  headers: { 'If-None-Exist': `identifier=${SCORE_IDENTIFIER}|${key}` },
});
const byIdentifier = (key: string) => ({ identifier: `${SCORE_IDENTIFIER}|${key}` });

describe('create', () => {
  test('answers 201 with Location, ETag and Last-Modified of version 1', async () => {
    const { ehr, client } = await anEhr({ now: () => new Date('2026-03-02T08:00:00.500Z') });

    const { status, headers, body } = await answerOf(
      client.create({ resourceType, body: screeningObservation('a', { id: 'mine' }) }),
    );

    expect(status).toBe(201);
    expect(body.id).not.toBe('mine');
    expect(body.meta).toMatchObject({ versionId: '1', lastUpdated: '2026-03-02T08:00:00.500Z' });
    expect(headers.get('location')).toBe(`${ehr.url}/Observation/${body.id}/_history/1`);
    expect(headers.get('etag')).toBe('W/"1"');
    expect(headers.get('last-modified')).toBe('Mon, 02 Mar 2026 08:00:00 GMT');
  });

  test('with If-None-Exist makes it once: 201, then 200 with the same resource', async () => {
    const { ehr, client } = await anEhr();
    const post = () =>
      answerOf(client.create({ resourceType, body: screeningObservation('a'), options: ifNoneExist('a') }));

    const [first, second] = [await post(), await post()];

    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    expect([...ehr.observations()]).toHaveLength(1);
  });

  test('eight concurrent conditional creates leave one resource', async () => {
    const { ehr, client } = await anEhr();

    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        answerOf(client.create({ resourceType, body: screeningObservation('a'), options: ifNoneExist('a') })),
      ),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect([...ehr.observations()]).toHaveLength(1);
  });

  test('asked with return=minimal has no body, and says where the resource is', async () => {
    const { ehr, client } = await anEhr();
    const answer = await answerOf(
      client.create({
        resourceType,
        body: screeningObservation('a'),
        options: { headers: { Prefer: 'return=minimal' } },
      }),
    );

    expect(answer.body).toEqual({});
    const [observation] = [...ehr.observations()];
    expect(answer.headers.get('location')).toBe(`${ehr.url}/Observation/${observation?.id}/_history/1`);
  });
});

describe('update', () => {
  test('with the current version in If-Match is taken, with an older one refused', async () => {
    const { ehr, client } = await anEhr();
    const { body, headers } = await answerOf(
      client.create({ resourceType, body: screeningObservation('a') }),
    );
    const put = (status: 'amended' | 'corrected') =>
      answerOf(
        client.update({
          resourceType,
          id: body.id,
          body: screeningObservation('a', { id: body.id, status }),
          options: { headers: { 'If-Match': headers.get('etag') ?? '' } },
        }),
      );

    const [taken, refused] = [await put('amended'), await put('corrected')];

    expect([taken.status, refused.status]).toEqual([200, 412]);
    expect(taken.headers.get('etag')).toBe('W/"2"');
    expect([...ehr.observations()].map(({ status }) => status)).toEqual(['amended']);
  });

  test('an If-Match that is no ETag is refused, not ignored', async () => {
    const { client } = await anEhr();
    const { body } = await answerOf(client.create({ resourceType, body: screeningObservation('a') }));
    const { status } = await answerOf(
      client.update({ resourceType, id: body.id, body, options: { headers: { 'If-Match': '1' } } }),
    );
    expect(status).toBe(400);
  });

  test('by identifier creates, then replaces, and refuses to choose between two', async () => {
    const { client } = await anEhr();
    const put = () =>
      answerOf(
        client.update({ resourceType, searchParams: byIdentifier('a'), body: screeningObservation('a') }),
      );

    const [created, replaced] = [await put(), await put()];
    await client.create({ resourceType, body: screeningObservation('a') });
    const ambiguous = await put();

    expect([created.status, replaced.status, ambiguous.status]).toEqual([201, 200, 412]);
    expect(replaced.body.id).toBe(created.body.id);
    expect(replaced.body.meta.versionId).toBe('2');
  });

  test('eight concurrent conditional updates leave one resource', async () => {
    const { ehr, client } = await anEhr();

    await Promise.all(
      Array.from({ length: 8 }, () =>
        client.update({ resourceType, searchParams: byIdentifier('a'), body: screeningObservation('a') }),
      ),
    );

    expect([...ehr.observations()].map(({ meta }) => meta?.versionId)).toEqual(['8']);
  });

  test('an id that the client chose makes the resource where the EHR allows it', async () => {
    const { client } = await anEhr();
    const put = () =>
      answerOf(client.update({ resourceType, id: 'mine', body: screeningObservation('a', { id: 'mine' }) }));
    expect([(await put()).status, (await put()).status]).toEqual([201, 200]);
  });

  test('a JSON patch changes one element', async () => {
    const { ehr, client } = await anEhr();
    const { body } = await answerOf(client.create({ resourceType, body: screeningObservation('a') }));
    await client.patch({
      resourceType,
      id: body.id,
      jsonPatch: [{ op: 'replace', path: '/status', value: 'entered-in-error' }],
    });
    expect([...ehr.observations()].map(({ status }) => status)).toEqual(['entered-in-error']);
  });
});

describe('the past', () => {
  test('history reads the same twice, newest first', async () => {
    const { client } = await anEhr();
    const { body } = await answerOf(client.create({ resourceType, body: screeningObservation('a') }));
    await client.update({ resourceType, id: body.id, body: { ...body, status: 'amended' } });
    const statuses = async () => {
      const history = await answerOf(client.history({ resourceType, id: body.id }));
      return history.body.entry.map((entry: { resource: { status: string } }) => entry.resource.status);
    };

    expect(await statuses()).toEqual(['amended', 'final']);
    expect(await statuses()).toEqual(['amended', 'final']);
    const first = await answerOf(client.vread({ resourceType, id: body.id, version: '1' }));
    expect(first.body.status).toBe('final');
  });

  test('a deleted resource is 410, one that never was 404, and its history stays', async () => {
    const { client } = await anEhr();
    const { body } = await answerOf(client.create({ resourceType, body: screeningObservation('a') }));
    await client.delete({ resourceType, id: body.id });

    expect((await answerOf(client.read({ resourceType, id: body.id }))).status).toBe(410);
    expect((await answerOf(client.read({ resourceType, id: 'never' }))).status).toBe(404);
    const history = await answerOf(client.history({ resourceType, id: body.id }));
    expect(history.body.entry.map((entry: { request: { method: string } }) => entry.request.method)).toEqual([
      'DELETE',
      'POST',
    ]);
  });
});

describe('what is not FHIR', () => {
  test.for([
    { sent: '{', type: 'application/fhir+json', status: 400 },
    { sent: '[]', type: 'application/fhir+json', status: 400 },
    { sent: '"Observation"', type: 'application/fhir+json', status: 400 },
    { sent: '{"resourceType":"Patient"}', type: 'application/fhir+json', status: 400 },
    { sent: '<Observation/>', type: 'application/fhir+xml', status: 415 },
  ])('$sent as $type is $status with an OperationOutcome', async ({ sent, type, status }) => {
    const { client } = await anEhr();
    const answer = await answerOf(
      client.request('Observation', {
        method: 'POST',
        body: sent,
        options: { headers: { 'content-type': type } },
      }),
    );
    expect(answer.status).toBe(status);
    expect(answer.body.resourceType).toBe('OperationOutcome');
  });

  test('an unknown resource type is 404, an unknown interaction 405', async () => {
    const { client } = await anEhr();
    expect((await answerOf(client.search({ resourceType: 'Observatoin', searchParams: {} }))).status).toBe(
      404,
    );
    const options = { headers: { 'content-type': 'application/fhir+json' } };
    const posted = client.request('Observation/1', {
      method: 'POST',
      body: screeningObservation('a'),
      options,
    });
    expect((await answerOf(posted)).status).toBe(405);
  });
});
