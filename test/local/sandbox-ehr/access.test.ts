import type { FhirResource } from 'fhir/r4.js';
import { Client } from 'fhir-kit-client';
import { expect, test } from 'vitest';
import { anEhr, answerOf } from './ehr-client.ts';
import { screeningObservation } from './screening-observation.ts';

const resourceType = 'Observation';
const body = screeningObservation('a');

test('without the right token everything but the open documents is 401', async () => {
  const { ehr, client } = await anEhr({
    authorize: (authorization) => Promise.resolve(authorization === 'Bearer good'),
    tokenEndpoint: 'http://127.0.0.1:9/token',
  });
  const bad = new Client({ baseUrl: ehr.url, bearerToken: 'bad' });
  const good = new Client({ baseUrl: ehr.url, bearerToken: 'good' });

  for (const stranger of [client, bad]) {
    const { status, headers, body: outcome } = await answerOf(stranger.create({ resourceType, body }));
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(outcome.issue[0].code).toBe('login');
  }
  expect([...ehr.observations()]).toHaveLength(0);
  expect((await answerOf(good.create({ resourceType, body }))).status).toBe(201);
  expect((await answerOf(client.capabilityStatement())).status).toBe(200);
});

test('the SMART configuration names the token endpoint, and is 404 where there is none', async () => {
  const smart = await anEhr({ tokenEndpoint: 'http://127.0.0.1:9/token' });
  const plain = await anEhr();
  const configuration = await fetch(`${smart.ehr.url}/.well-known/smart-configuration`);
  expect(await configuration.json()).toMatchObject({
    token_endpoint: 'http://127.0.0.1:9/token',
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  });
  expect((await fetch(`${plain.ehr.url}/.well-known/smart-configuration`)).status).toBe(404);
});

test('the log counts requests without their queries, and keeps the last thousand', async () => {
  const { ehr, client } = await anEhr();
  await client.create({ resourceType, body });
  await client.search({ resourceType, searchParams: { patient: 'ada' } });
  expect(ehr.log.requests).toEqual([
    { method: 'POST', path: 'Observation', status: 201 },
    { method: 'GET', path: 'Observation', status: 200 },
  ]);

  for (let n = 0; n < 1000; n++) await client.read({ resourceType: 'Patient', id: 'nobody' }).catch(() => {});
  expect(ehr.log.total).toBe(1002);
  expect(ehr.log.requests).toHaveLength(1000);
  expect(Object.fromEntries(ehr.log.counts)).toEqual({
    'POST Observation 201': 1,
    'GET Observation 200': 1,
    'GET Patient 404': 1000,
  });
});

test('onWrite hears of what was written, before the writer does, and not of seeds or failed transactions', async () => {
  const heard: FhirResource[] = [];
  const { ehr, client } = await anEhr({ onWrite: (resource) => heard.push(resource) });
  await ehr.seed([{ resourceType: 'Patient', id: 'ada' }]);
  await answerOf(
    client.transaction({
      body: {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          { resource: body, request: { method: 'POST', url: 'Observation' } },
          { request: { method: 'GET', url: 'Patient/nobody' } },
        ],
      },
    }),
  );
  const { body: created } = await answerOf(client.create({ resourceType, body }));
  expect(heard).toEqual([created]);
});

test('seeded patients can be read with the id and the time they were given', async () => {
  const { ehr, client } = await anEhr();
  await ehr.seed([{ resourceType: 'Patient', id: 'ada', meta: { lastUpdated: '2025-01-01T00:00:00.000Z' } }]);
  const { body: patient } = await answerOf(client.read({ resourceType: 'Patient', id: 'ada' }));
  expect(patient.meta).toEqual({ versionId: '1', lastUpdated: '2025-01-01T00:00:00.000Z' });
});
