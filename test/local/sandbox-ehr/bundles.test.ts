import type { Bundle, BundleEntry, Observation } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { anEhr, answerOf } from './ehr-client.ts';
import { SCORE_IDENTIFIER, type Sendable, screeningObservation } from './screening-observation.ts';

const bundle = (type: 'batch' | 'transaction', entry: BundleEntry<Observation>[]): Sendable<Bundle> => ({
  resourceType: 'Bundle',
  type,
  entry,
});
const post = (resource: Observation, fullUrl?: string): BundleEntry<Observation> => ({
  ...(fullUrl && { fullUrl }),
  resource,
  request: { method: 'POST', url: 'Observation' },
});
const put = (key: string, overrides: Partial<Observation> = {}): BundleEntry<Observation> => ({
  resource: screeningObservation(key, overrides),
  request: { method: 'PUT', url: `Observation?identifier=${SCORE_IDENTIFIER}|${key}` },
});
const notAnObservation = { resourceType: 'Patient' } as unknown as Observation;
const statuses = ({ entry = [] }: Bundle) => entry.map(({ response }) => response?.status);

describe('a batch', () => {
  test('answers each entry on its own, in order', async () => {
    const { ehr, client } = await anEhr();

    const { status, body } = await answerOf(
      client.batch({
        body: bundle('batch', [
          put('a'),
          post(notAnObservation),
          put('a'),
          { request: { method: 'GET', url: `Observation?identifier=${SCORE_IDENTIFIER}|a` } },
        ]),
      }),
    );

    expect(status).toBe(200);
    expect(body.type).toBe('batch-response');
    expect(statuses(body)).toEqual(['201 Created', '400 Bad Request', '200 OK', '200 OK']);
    const [observation] = [...ehr.observations()];
    expect(body.entry[0].response).toMatchObject({
      location: `${ehr.url}/Observation/${observation?.id}/_history/1`,
      etag: 'W/"1"',
    });
    expect(body.entry[1].response.outcome.resourceType).toBe('OperationOutcome');
    expect(body.entry[3].resource.total).toBe(1);
  });

  test('asked with return=minimal holds no resources', async () => {
    const { client } = await anEhr();
    const options = { headers: { Prefer: 'return=minimal' } };
    const { body } = await answerOf(client.batch({ body: bundle('batch', [put('a')]), options }));
    expect(Object.keys(body.entry[0])).toEqual(['response']);
  });
});

describe('a transaction', () => {
  const member = 'urn:uuid:8f6b2f0e-5a07-4d0c-9f7e-0d6b6a1e0001';

  test('turns references between its entries into real ones', async () => {
    const { ehr, client } = await anEhr();

    const { body } = await answerOf(
      client.transaction({
        body: bundle('transaction', [
          put('panel', { hasMember: [{ reference: member }] }),
          post(screeningObservation('item'), member),
        ]),
      }),
    );

    expect(body.type).toBe('transaction-response');
    expect(statuses(body)).toEqual(['201 Created', '201 Created']);
    const [item, panel] = ['item', 'panel'].map((key) =>
      [...ehr.observations()].find(({ identifier }) => identifier?.[0]?.value === key),
    );
    expect(panel?.hasMember).toEqual([{ reference: `Observation/${item?.id}` }]);
  });

  test('that finds what it would create links to that', async () => {
    const { client, ehr } = await anEhr();
    const { body: existing } = await answerOf(
      client.create({ resourceType: 'Observation', body: screeningObservation('item') }),
    );
    const again = post(screeningObservation('item'), member);
    const request = {
      ...again.request,
      method: 'POST',
      url: 'Observation',
      ifNoneExist: `identifier=${SCORE_IDENTIFIER}|item`,
    } as const;

    const { body } = await answerOf(
      client.transaction({
        body: bundle('transaction', [
          { ...again, request },
          put('panel', { hasMember: [{ reference: member }] }),
        ]),
      }),
    );

    expect(statuses(body)).toEqual(['200 OK', '201 Created']);
    const panel = [...ehr.observations()].find(({ hasMember }) => hasMember !== undefined);
    expect(panel?.hasMember).toEqual([{ reference: `Observation/${existing.id}` }]);
    expect([...ehr.observations()]).toHaveLength(2);
  });

  test('that fails leaves nothing behind: no resource, no version, no search hit', async () => {
    const { ehr, client } = await anEhr();
    await client.update({
      resourceType: 'Observation',
      searchParams: { identifier: `${SCORE_IDENTIFIER}|kept` },
      body: screeningObservation('kept'),
    });

    const { status, body } = await answerOf(
      client.transaction({
        body: bundle('transaction', [
          put('new'),
          put('kept', { status: 'amended' }),
          { resource: notAnObservation, request: { method: 'PUT', url: 'Observation/x' } },
        ]),
      }),
    );

    expect(status).toBe(400);
    expect(body.issue[0].expression).toEqual(['Bundle.entry[2]']);
    expect([...ehr.observations()].map(({ status, meta }) => [status, meta?.versionId])).toEqual([
      ['final', '1'],
    ]);
    for (const [key, total] of [
      ['new', 0],
      ['kept', 1],
    ] as const) {
      const found = await answerOf(
        client.search({
          resourceType: 'Observation',
          searchParams: { identifier: `${SCORE_IDENTIFIER}|${key}` },
        }),
      );
      expect(found.body.total).toBe(total);
    }
  });

  test('is not seen before its end, and holds up other writers', async () => {
    const { ehr, client } = await anEhr();
    ehr.faults.push({ scope: 'entry', match: ({ entry }) => entry === 1, delayMs: 150 });

    const [, seen] = await Promise.all([
      client.transaction({ body: bundle('transaction', [put('a'), put('b')]) }),
      new Promise((resolve) => setTimeout(resolve, 50)).then(() =>
        answerOf(client.search({ resourceType: 'Observation', searchParams: { status: 'final' } })),
      ),
      new Promise((resolve) => setTimeout(resolve, 50)).then(() =>
        client.update({
          resourceType: 'Observation',
          searchParams: { identifier: `${SCORE_IDENTIFIER}|a` },
          body: screeningObservation('a', { status: 'amended' }),
        }),
      ),
    ]);

    expect(seen.body.total).toBe(2);
    expect([...ehr.observations()]).toHaveLength(2);
  });

  test('with two entries about one resource is refused', async () => {
    const { client } = await anEhr();
    const { status } = await answerOf(
      client.transaction({ body: bundle('transaction', [put('a'), put('a')]) }),
    );
    expect(status).toBe(400);
  });
});

test('a Bundle that is neither batch nor transaction is refused', async () => {
  const { client } = await anEhr();
  const body: Sendable<Bundle> = { resourceType: 'Bundle', type: 'collection', entry: [] };
  expect((await answerOf(client.batch({ body }))).status).toBe(400);
});
