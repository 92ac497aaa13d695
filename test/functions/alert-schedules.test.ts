/**
 * Deliveries of the versions of one response: in any order, any of them twice, all at the same time, and each
 * execution killed between any two of its calls. The code is the real one; only the store is a model.
 */
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { scoreMessages } from '../../functions/scoring/score-messages.ts';
import { type Alert, awaitsPublication, isLive } from '../../shared/alerts/alert.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { type Gate, MemoryStores } from '../builders/memory-stores.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { sqsRecord } from '../builders/sqs.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

type Said =
  | 'positive'
  | 'negative'
  | 'unreadable'
  | 'not-asked'
  | 'draft-negative'
  | 'entered-in-error'
  | 'deleted';
const says: readonly Said[] = [
  'positive',
  'negative',
  'unreadable',
  'not-asked',
  'draft-negative',
  'entered-in-error',
  'deleted',
];

const asked = [0, 0, 0, 0, 0, 0, 0, 0];

/** Version `number` as its message. A delete has no lastUpdated: it counts from when it was received. */
function envelope(number: number, said: Said): Envelope {
  const at = new Date(Date.parse('2026-03-01T10:00:00.000Z') + number * 60_000).toISOString();
  const said9 = said === 'positive' ? 2 : said === 'not-asked' ? null : 0;
  const status =
    said === 'entered-in-error'
      ? said
      : said === 'draft-negative'
        ? 'in-progress'
        : number > 0
          ? 'amended'
          : 'completed';
  const response = responseTo('phq-9', [...asked, said9], { status, meta: { lastUpdated: at } });
  const unreadable = { linkId: '/44260-8', answer: [{ valueString: 'at night' }] };
  const item = said === 'unreadable' ? [...(response.item ?? []).slice(0, 8), unreadable] : response.item;
  const resource = { ...response, item } as unknown as Record<string, unknown>;
  const identity = 'response-1';
  return {
    source: 'riverside',
    receivedAt: at,
    responses: [said === 'deleted' ? { kind: 'delete', identity } : { kind: 'upsert', identity, resource }],
    context: [],
  };
}

const record = (said: Said, number: number) => sqsRecord(envelope(number, said));

/** One execution of `score`; its last step is that SQS hears of its success. */
function execution(stores: MemoryStores, gate: Gate): (records: readonly SQSRecord[]) => Promise<void> {
  const score = scoreMessages({
    ...stores.seenThrough(gate),
    context: { put: async () => {} },
    sqs: { send: async () => ({}) } as unknown as SQSClient,
    s3: {} as S3Client,
    inboundSources: new Map(),
    writeBackQueues: new Map([['riverside', 'queue']]),
  });
  return async (records) => {
    await score(records);
    await gate();
  };
}

/** In order, one after the other, nothing fails: what everything else must come to. */
async function inOrder(said: readonly Said[]): Promise<MemoryStores> {
  const stores = new MemoryStores();
  for (const [number, one] of said.entries()) await execution(stores, async () => {})([record(one, number)]);
  return stores;
}

/** Where alerts stand, apart from when it happened and how often somebody was told. */
function standing({ alerts }: MemoryStores): readonly object[] {
  return [...alerts.values()].map(({ item, status, state, publication, closed, ord }: Alert) => ({
    item,
    status,
    state,
    publication,
    reason: closed?.reason,
    ord,
  }));
}

function expectTold({ alerts, notices }: MemoryStores): void {
  for (const alert of alerts.values()) {
    expect(awaitsPublication(alert)).toBe(false);
    if (!isLive(alert)) continue;
    const told = notices.filter(({ id }) => id.endsWith(`/${alert.item}/${alert.round}`));
    expect(told.length).toBeGreaterThan(0);
    expect(told.at(-1)).toMatchObject({
      response: 'response-1',
      item: '44260-8',
      text: 'needs clinical review',
    });
  }
}

const lineage = fc.array(fc.constantFrom(...says), { minLength: 1, maxLength: 4 });

describe('every order of deliveries ends the same', () => {
  test('of v1, v2, v3 and entered-in-error: all of them', async () => {
    const said: readonly Said[] = ['positive', 'negative', 'positive', 'entered-in-error'];
    const expected = standing(await inOrder(said));
    expect(expected).toMatchObject([{ status: 'closed', reason: 'response-retracted' }]);
    for (const order of permutations([...said.keys()])) {
      const stores = new MemoryStores();
      const run = execution(stores, async () => {});
      for (const number of order) await run([record(said[number] ?? 'positive', number)]);
      expect(standing(stores), order.join()).toEqual(expected);
    }
  });

  test('at the same time, twice, in one batch or in many, and killed between any two calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        lineage.chain((said) =>
          fc.record({
            said: fc.constant(said),
            /** Which versions are delivered once more. */
            again: fc.subarray([...said.keys()]),
            /** After how many passes through the gate the first attempt at each delivery is killed. */
            deaths: fc.array(fc.option(fc.integer({ min: 0, max: 30 })), { minLength: 8, maxLength: 8 }),
            together: fc.boolean(),
            order: fc.scheduler(),
          }),
        ),
        async ({ said, again, deaths, together, order }) => {
          const stores = new MemoryStores();
          const numbers = [...said.keys(), ...again];
          const messages = numbers.map((number) => record(said[number] ?? 'positive', number));
          const batches = together ? [messages] : messages.map((message) => [message]);

          const done = Promise.all(
            batches.map(async (batch, index) => {
              try {
                await execution(stores, mortal(order, deaths[index] ?? null))(batch);
              } catch {
                // Not acknowledged, so SQS delivers it again, message by message.
                for (const message of batch) await execution(stores, mortal(order, null))([message]);
              }
            }),
          );
          await order.waitFor(done);
          expect(standing(stores)).toEqual(standing(await inOrder(said)));
          expectTold(stores);
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);

  test('and once more after everything has come to rest, it changes nothing and tells nobody', async () => {
    await fc.assert(
      fc.asyncProperty(lineage, async (said) => {
        const stores = await inOrder(said);
        const before = { alerts: new Map(stores.alerts), notices: stores.notices.length };
        for (const [number, one] of said.entries())
          await execution(stores, async () => {})([record(one, number)]);
        expect(standing(stores)).toEqual(standing(await inOrder(said)));
        expect(stores.alerts).toEqual(before.alerts);
        expect(stores.notices).toHaveLength(before.notices);
      }),
      { numRuns: 200 },
    );
  });
});

/** Lets the schedule decide who goes on; after `passes` the execution is dead, and stays so. */
function mortal(order: fc.Scheduler, passes: number | null): Gate {
  let left = passes ?? Number.POSITIVE_INFINITY;
  return async () => {
    if (left <= 0) throw new Error('killed');
    left -= 1;
    await order.schedule(Promise.resolve());
  };
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
