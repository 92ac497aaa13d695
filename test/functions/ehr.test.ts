/** What is written to an EHR, through the real adapter: to servers that misbehave in ways real ones do. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Observation } from 'fhir/r4.js';
import { afterEach, expect, test } from 'vitest';
import { ehrOf } from '../../functions/adapters/ehr.ts';
import { OBSERVATION_IDENTIFIER_SYSTEM } from '../../shared/fhir/observation.ts';
import type { EhrChange, Receipt } from '../../shared/write-back/desired.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** An EHR that answers so, or never when it gives nothing; and what it was asked. */
async function ehrAnswering(
  answer: (request: { method: string; url: string }, base: string) => Answer | undefined,
): Promise<{ readonly base: string; readonly asked: string[]; readonly written: unknown[] }> {
  const asked: string[] = [];
  const written: unknown[] = [];
  let base = '';
  const server = createServer(async (request, response) => {
    const [method = '', url = ''] = [request.method, request.url];
    const body = await text(request);
    asked.push(`${method} ${decodeURIComponent(url)}`);
    if (method === 'PUT') written.push(JSON.parse(body));
    const given = answer({ method, url }, base);
    if (given === undefined) return; // it hangs
    response.writeHead(given.status, { 'content-type': 'application/fhir+json' });
    response.end(JSON.stringify(given.body ?? {}));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  return { base, asked, written };
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) body += chunk;
  return body;
}

const observation = (key: string): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'score' },
  identifier: [{ system: OBSERVATION_IDENTIFIER_SYSTEM, value: key }],
});
const put = (key: string): EhrChange => ({ kind: 'put', key, observation: observation(key), hash: 'h' });
const receipt: Receipt = { key: 'k1', id: null, version: null, value: 9, status: 'final', hash: 'h' };
const retract = (id: string | null): EhrChange => ({
  kind: 'retract',
  key: 'k1',
  receipt: { ...receipt, id },
});
const bundle = (base: string, next: string | null, ...resources: object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
  ...(next !== null && { link: [{ relation: 'next', url: `${base}/${next}` }] }),
});
const stranger = { ...observation('somebody-elses'), id: 'x1' };

const apply = (base: string, profile: 'generic' | 'hapi', ...changes: readonly EhrChange[]) =>
  ehrOf({ ehr: { baseUrl: base, profile, timeoutMs: 300 } }).apply(changes);

test.for(['generic', 'hapi'] as const)(
  'an EHR that hangs is asked once, and everything is deferred in that time (%s)',
  async (profile) => {
    const { base, asked } = await ehrAnswering(() => undefined);
    const verdicts = await apply(base, profile, ...['a', 'b', 'c', 'd', 'e'].map(put), retract('o1'));

    expect(asked).toHaveLength(1);
    expect(verdicts).toEqual(
      Array.from({ length: 6 }, () => ({ kind: 'down', reason: 'ehr-timed-out', retryAfterSeconds: null })),
    );
  },
);

test('an EHR that refuses one is asked for the next', async () => {
  const { base } = await ehrAnswering(({ url }) =>
    url.includes('%7Ca') || url.includes('|a') ? { status: 422 } : { status: 200, body: { id: 'o2' } },
  );
  expect(await apply(base, 'generic', put('a'), put('b'))).toMatchObject([
    { kind: 'refused', reason: 'ehr-answered-422' },
    { kind: 'written', id: 'o2' },
  ]);
});

test('a score is taken back where the EHR told us that it is, whatever its searches do', async () => {
  const { base, asked, written } = await ehrAnswering(({ method }) => ({
    status: 200,
    body: method === 'GET' ? { ...observation('k1'), id: 'o1' } : {},
  }));
  expect(await apply(base, 'generic', retract('o1'))).toMatchObject([{ kind: 'written' }]);
  expect(asked[0]).toBe('GET /fhir/Observation/o1');
  expect(written).toMatchObject([{ id: 'o1', status: 'entered-in-error' }]);
});

test.for([404, 410])('one that is gone (%i) needs nothing', async (status) => {
  const { base, written } = await ehrAnswering(() => ({ status }));
  expect(await apply(base, 'generic', retract('o1'))).toMatchObject([{ kind: 'written', id: 'o1' }]);
  expect(written).toEqual([]);
});

test('a search that ignores our identifier is followed until ours is found', async () => {
  const { base, written } = await ehrAnswering(({ method, url }, at) => {
    if (method === 'PUT') return { status: 200 };
    return url.includes('page=2')
      ? { status: 200, body: bundle(at, null, { ...observation('k1'), id: 'o7' }) }
      : { status: 200, body: bundle(at, 'Observation?page=2', stranger) };
  });
  expect(await apply(base, 'generic', retract(null))).toMatchObject([{ kind: 'written' }]);
  expect(written).toMatchObject([{ id: 'o7', status: 'entered-in-error' }]);
});

test('and where it never ends, a person has to look: the old score may still stand', async () => {
  const { base, asked, written } = await ehrAnswering((_, at) => ({
    status: 200,
    body: bundle(at, 'Observation?page=again', stranger),
  }));
  expect(await apply(base, 'generic', retract(null))).toEqual([
    { kind: 'refused', reason: 'ehr-observation-not-found' },
  ]);
  expect(asked).toHaveLength(5);
  expect(written).toEqual([]);
});
