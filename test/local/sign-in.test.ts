/**
 * An EHR that lets nobody in without a token: the whole way from the template's keys to the chart. The EHR's side
 * checks assertions with jose, by the keys that our API publishes.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/cloud/cloud.ts';
import { readLedger } from '../../local/run/ledger.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { Riverside } from '../builders/riverside.ts';

const sheet = responseTo('phq-9', [2, 2, 1, 1, 0, 0, 0, 0, 0]) as object;
let riverside: Riverside;
let cloud: LocalCloud;
let log = '';

interface Report {
  readonly sources: readonly {
    readonly findings: readonly { readonly check: string; readonly verdict: string; readonly text: string }[];
  }[];
}

async function doctor(): Promise<Readonly<Record<string, string>>> {
  const printed = await riverside
    .run('doctor', '--json')
    .catch((error: { readonly stdout: string }) => error.stdout);
  const [source] = (JSON.parse(printed) as Report).sources;
  return Object.fromEntries((source?.findings ?? []).map(({ check, verdict }) => [check, verdict]));
}

async function stateOf(identity: string): Promise<string | null | undefined> {
  return (await readLedger(cloud)).responses.find((one) => one.identity === identity)?.writeBack;
}

async function score(identity: string): Promise<void> {
  await riverside.enqueue(identity, sheet);
  await cloud.idle();
}

const inChart = (): number => [...riverside.ehr.observations()].length;

beforeAll(async () => {
  riverside = await Riverside.open({
    grants: ['system/Observation.crus', 'system/QuestionnaireResponse.rs', 'system/Patient.rs'],
  });
  cloud = await riverside.deploy({ cloud: { onLog: ({ line }) => (log += `${line}\n`) } });
}, 120_000);

afterAll(() => riverside?.close());

test('until its team has registered us nothing reaches the chart, nothing is lost, and doctor says why', async () => {
  await score('early');

  expect(await stateOf('early')).toBe('deferred');
  expect(log).toContain('ehr-token-answered-400');
  expect(inChart()).toBe(0);
  expect(await doctor()).toMatchObject({ 'ehr-reachable': 'ok', token: 'fail' });
});

test('the public keys are served to everybody, and with them the EHR lets us in', async () => {
  const answer = await fetch(`${cloud.apiUrl}/.well-known/jwks.json`);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
  expect(await answer.json()).toEqual({
    keys: [
      {
        kty: 'EC',
        crv: 'P-384',
        kid: 'first',
        alg: 'ES384',
        use: 'sig',
        key_ops: ['verify'],
        x: expect.stringMatching(/^[A-Za-z0-9_-]{64}$/),
        y: expect.stringMatching(/^[A-Za-z0-9_-]{64}$/),
      },
    ],
  });
  riverside.register();
  await score('let-in');

  expect(await stateOf('let-in')).toBe('written');
  expect(inChart()).toBeGreaterThan(0);
  expect(await doctor()).toMatchObject({ token: 'ok', auth: 'ok' });
});

test('one token serves many scores, and a token that the EHR has dropped is asked for anew within the call', async () => {
  const before = riverside.tokens?.given ?? 0;
  await score('second');
  await score('third');
  const between = riverside.tokens?.given ?? 0;
  expect(between - before).toBeLessThanOrEqual(1);

  riverside.tokens?.revoke();
  await score('after-revocation');
  expect(await stateOf('after-revocation')).toBe('written');
  expect((riverside.tokens?.given ?? 0) - between).toBeGreaterThan(0);
});

test('what had to wait is written by itself once the EHR lets us in', async () => {
  await expect
    .poll(
      async () => {
        await cloud.runSchedule('Sweep/EveryMinute');
        await cloud.idle();
        return stateOf('early');
      },
      { timeout: 90_000, interval: 2_000 },
    )
    .toBe('written');
}, 120_000);

test('what is only named is read there with a token too, and every call was allowed by the template', async () => {
  const read = { source: 'riverside', receivedAt: '2026-03-01T10:00:00.000Z', read: [], search: true };
  await cloud.invoke('Fetching/Function', { Records: [record(read)] });

  expect(riverside.ehr.log.requests.at(-1)).toMatchObject({
    method: 'GET',
    path: 'QuestionnaireResponse',
    status: 200,
  });
  expect(cloud.denied).toEqual([]);
  expect(log).not.toMatch(/Bearer|client_assertion|eyJ/);
});

function record(body: object): object {
  return { messageId: 'm1', body: JSON.stringify(body), attributes: {}, messageAttributes: {} };
}
