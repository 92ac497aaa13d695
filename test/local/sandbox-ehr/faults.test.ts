import type { Observation } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { anEhr, answerOf } from './ehr-client.ts';
import { screeningObservation } from './screening-observation.ts';

const resourceType = 'Observation';
const body = screeningObservation('a');
const batchOf = (...keys: string[]) => ({
  body: {
    resourceType: 'Bundle',
    type: 'batch',
    entry: keys.map((key) => ({
      resource: screeningObservation(key),
      request: { method: 'POST', url: 'Observation' },
    })),
  },
});
const keysOf = (observations: Iterable<Observation>) =>
  [...observations].map(({ identifier }) => identifier?.[0]?.value);

test('a throttled EHR says when to come back, as often as told', async () => {
  const { ehr, client } = await anEhr();
  ehr.faults.push({ times: 2, status: 429, headers: { 'retry-after': '7' } });

  const answers = [];
  for (const _ of [1, 2, 3]) answers.push(await answerOf(client.create({ resourceType, body })));

  expect(answers.map(({ status }) => status)).toEqual([429, 429, 201]);
  expect(answers[0]?.headers.get('retry-after')).toBe('7');
  expect(answers[0]?.body.resourceType).toBe('OperationOutcome');
  expect(ehr.faults).toEqual([]);
});

test('a cut before leaves nothing, a cut after leaves what the client never heard of', async () => {
  const { ehr, client } = await anEhr();
  ehr.faults.push({ drop: 'before' });
  await expect(client.create({ resourceType, body: screeningObservation('before') })).rejects.toThrow(
    'fetch failed',
  );
  ehr.faults.push({ drop: 'after' });
  await expect(client.create({ resourceType, body: screeningObservation('after') })).rejects.toThrow(
    'fetch failed',
  );

  expect(keysOf(ehr.observations())).toEqual(['after']);
  expect(ehr.log.requests.map(({ status }) => status)).toEqual([0, 0]);
});

test('a gateway timeout may hide a write that landed', async () => {
  const { ehr, client } = await anEhr();
  ehr.faults.push({ status: 504, applied: true });
  expect((await answerOf(client.create({ resourceType, body }))).status).toBe(504);
  expect([...ehr.observations()]).toHaveLength(1);
});

test('a slow answer outlives the patience of the client, and lands', async () => {
  const { ehr, client } = await anEhr();
  ehr.faults.push({ delayMs: 150 });
  const call = client.create({ resourceType, body, options: { signal: AbortSignal.timeout(30) } });
  await expect(call).rejects.toThrow(/timeout/);
  await expect.poll(() => [...ehr.observations()].length).toBe(1);
});

test('a rule strikes only what it matches', async () => {
  const { ehr, client } = await anEhr();
  ehr.faults.push({ match: ({ method, path }) => method === 'GET' && path === 'Observation', status: 503 });
  expect((await answerOf(client.create({ resourceType, body }))).status).toBe(201);
  expect((await answerOf(client.search({ resourceType, searchParams: {} }))).status).toBe(503);
});

test('single entries of a batch fail while the others are kept', async () => {
  const { ehr, client } = await anEhr();
  ehr.faults.push({ scope: 'entry', match: ({ entry }) => entry === 1, status: 500 });
  const answer = await answerOf(client.batch(batchOf('a', 'b', 'c')));
  expect(answer.body.entry.map(({ response }: { response: { status: string } }) => response.status)).toEqual([
    '201 Created',
    '500 Internal Server Error',
    '201 Created',
  ]);
  expect(keysOf(ehr.observations())).toEqual(['a', 'c']);
});

test('a batch that is cut keeps what came before, a transaction nothing', async () => {
  const { ehr, client } = await anEhr();
  ehr.faults.push({ scope: 'entry', match: ({ entry }) => entry === 1, drop: 'before', times: 2 });
  await expect(client.batch(batchOf('a', 'b'))).rejects.toThrow('fetch failed');
  const { body: bundle } = batchOf('c', 'd');
  await expect(client.transaction({ body: { ...bundle, type: 'transaction' } })).rejects.toThrow(
    'fetch failed',
  );
  expect(keysOf(ehr.observations())).toEqual(['a']);
});
