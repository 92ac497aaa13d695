import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import { type CurrentResponse, markOf } from '../../../shared/responses/current.ts';
import { recordResponse } from '../../../shared/responses/record.ts';
import { compileCatalog } from '../../../shared/scoring/compile.ts';
import {
  impliedKeys,
  nothingWritten,
  planWriteBack,
  type WriteBackState,
} from '../../../shared/write-back/desired.ts';
import { type EhrVerdict, retryDelaySeconds, verdictOf } from '../../../shared/write-back/ehr-answer.ts';
import { afterWriteBack } from '../../../shared/write-back/receipts.ts';
import { responseTo } from '../../builders/questionnaire-response.ts';
import { riverside } from '../../builders/settings.ts';

const sha256 = (text: string): string => hash('sha256', text);
const context = { source: riverside, catalog: compileCatalog(instruments), forms: [], sha256 };
const byId = new Map(instruments.map((instrument) => [instrument.id, instrument]));
const receivedAt = '2026-03-01T10:00:00.000Z';

const state = (
  points: readonly (number | null)[],
  overrides: Parameters<typeof responseTo>[2] = {},
): CurrentResponse =>
  recordResponse(
    { kind: 'upsert', identity: 'response-1', resource: { ...responseTo('gad-7', points, overrides) } },
    receivedAt,
    context,
  ).current;

/** An EHR that takes everything, as a map from identifier to what it holds. */
function writeTo(
  ehr: Map<string, { status: string; value: number | undefined }>,
  current: CurrentResponse,
  before: WriteBackState,
) {
  const plan = planWriteBack(current, before, byId, sha256);
  const verdicts = plan.changes.map((change): EhrVerdict => {
    apply(ehr, change);
    return { kind: 'written', id: change.key.slice(0, 8), version: '1' };
  });
  return { plan, after: afterWriteBack(before, plan, verdicts) };
}

const seven = (points: number): readonly number[] => Array.from({ length: 7 }, () => points);

describe('the EHR is made equal to the current state', () => {
  test('a scored response has one final Observation per score', () => {
    const ehr = new Map();
    const { after } = writeTo(ehr, state(seven(1)), nothingWritten);
    // GAD-7: seven items of 1 point are 7; GAD-2: its first two are 2.
    expect([...ehr.values()]).toEqual([
      { status: 'final', value: 7 },
      { status: 'final', value: 2 },
    ]);
    expect(after.state).toBe('written');
  });

  test('a second run with the same state changes nothing', () => {
    const { after } = writeTo(new Map(), state(seven(1)), nothingWritten);
    expect(planWriteBack(state(seven(1)), after, byId, sha256).changes).toEqual([]);
  });

  test('a changed score is amended, an unchanged one stays final', () => {
    const ehr = new Map();
    const { after } = writeTo(ehr, state([1, 1, 0, 0, 0, 0, 0]), nothingWritten);
    writeTo(ehr, state([1, 1, 3, 0, 0, 0, 0], { status: 'amended' }), after);
    expect([...ehr.values()]).toEqual([
      { status: 'amended', value: 5 },
      { status: 'final', value: 2 },
    ]);
  });

  test('a retracted response leaves its Observations entered in error, never deleted', () => {
    const ehr = new Map();
    const { after } = writeTo(ehr, state(seven(1)), nothingWritten);
    writeTo(ehr, state(seven(1), { status: 'entered-in-error' }), after);
    expect([...ehr.values()].map(({ status }) => status)).toEqual(['entered-in-error', 'entered-in-error']);
  });

  test('a score that is lost to an amendment is withdrawn', () => {
    const ehr = new Map();
    const { after } = writeTo(ehr, state(seven(1)), nothingWritten);
    writeTo(ehr, state([1, 1, null, 1, 1, 1, 1], { status: 'amended' }), after);
    expect([...ehr.values()]).toEqual([
      { status: 'entered-in-error', value: 7 },
      { status: 'final', value: 2 },
    ]);
  });

  test('a response that moves to another patient is withdrawn from the first', () => {
    const ehr = new Map();
    const { after } = writeTo(ehr, state(seven(1)), nothingWritten);
    const { plan } = writeTo(ehr, state(seven(1), { subject: { reference: 'Patient/p2' } }), after);
    expect(plan.changes.filter(({ kind }) => kind === 'retract')).toHaveLength(2);
    expect([...ehr.values()].filter(({ status }) => status === 'final')).toHaveLength(2);
  });

  test('what needs review is not written', () => {
    expect(
      planWriteBack(state(seven(1), { subject: { display: 'unknown' } }), nothingWritten, byId, sha256)
        .changes,
    ).toEqual([]);
  });

  test('whatever the history, landed time-outs and crashes included, the EHR ends with what the last state implies', () => {
    const step = fc.record({
      points: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 7, maxLength: 7 }),
      status: fc.constantFrom('completed' as const, 'amended' as const, 'entered-in-error' as const),
      fate: fc.array(fc.constantFrom('written', 'landed-unheard', 'lost'), { minLength: 4, maxLength: 4 }),
      // The process dies after the EHR calls and before the receipts are kept.
      crash: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (history) => {
        const ehr = new Map<string, { status: string; value: number | undefined }>();
        const versions: CurrentResponse[] = [];
        let kept: WriteBackState = nothingWritten;
        for (const { points, status, fate, crash } of history) {
          const lastUpdated = `2026-03-01T10:00:0${versions.length}Z`;
          versions.push(state(points, { status, meta: { lastUpdated } }));
          const plan = planOf(versions, kept);
          const verdicts = plan.changes.map((change, index): EhrVerdict => {
            if (fate[index] !== 'lost') apply(ehr, change);
            return fate[index] === 'written'
              ? { kind: 'written', id: 'x', version: '1' }
              : { kind: 'down', reason: 'ehr-timed-out', retryAfterSeconds: null };
          });
          if (!crash) kept = afterWriteBack(kept, plan, verdicts);
        }
        for (const change of planOf(versions, kept).changes) apply(ehr, change);

        const last = versions.at(-1);
        const inForce = [...ehr.values()].filter(({ status }) => status !== 'entered-in-error');
        const wanted =
          last?.status === 'retracted' ? [] : (last?.assessments.map(({ total }) => total) ?? []);
        expect(inForce.map(({ value }) => value).sort()).toEqual([...wanted].sort());
      }),
    );
  });
});

function planOf(
  versions: readonly CurrentResponse[],
  kept: WriteBackState,
): ReturnType<typeof planWriteBack> {
  const [last] = versions.slice(-1);
  if (last === undefined) throw new RangeError('no version');
  const stored = versions.map((version) => ({ mark: markOf(version), keys: impliedKeys(version, sha256) }));
  return planWriteBack(last, kept, byId, sha256, stored);
}

function apply(
  ehr: Map<string, { status: string; value: number | undefined }>,
  change: ReturnType<typeof planWriteBack>['changes'][number],
): void {
  if (change.kind === 'put') {
    const { status, valueQuantity } = change.observation;
    ehr.set(change.key, { status, value: valueQuantity?.value });
  } else if (ehr.has(change.key)) {
    ehr.set(change.key, { status: 'entered-in-error', value: ehr.get(change.key)?.value });
  }
}

describe('what an answer of the EHR means', () => {
  test.for([
    { status: 200, kind: 'written' },
    { status: 201, kind: 'written' },
    { status: 204, kind: 'written' },
    { status: 400, kind: 'refused' },
    { status: 404, kind: 'refused' },
    { status: 412, kind: 'refused' },
    { status: 422, kind: 'refused' },
    { status: 401, kind: 'down' },
    { status: 429, kind: 'down' },
    { status: 500, kind: 'down' },
    { status: 503, kind: 'down' },
  ])('$status is $kind', ({ status, kind }) => {
    expect(verdictOf(status).kind).toBe(kind);
  });

  test('an EHR that is down is asked again later and later, and never before it said', () => {
    expect([1, 2, 3, 20].map((attempts) => retryDelaySeconds(attempts, null))).toEqual([30, 60, 120, 3600]);
    expect(retryDelaySeconds(1, 900)).toBe(900);
  });

  test('one entry that is down defers the response and keeps what has landed', () => {
    const plan = planWriteBack(state(seven(1)), nothingWritten, byId, sha256);
    const after = afterWriteBack(nothingWritten, plan, [
      { kind: 'written', id: 'o1', version: '1' },
      { kind: 'down', reason: 'ehr-answered-503', retryAfterSeconds: null },
    ]);
    expect(after).toMatchObject({
      state: 'deferred',
      seen: null,
      reason: 'ehr-answered-503',
      receipts: [{ id: 'o1' }, { id: null, hash: '' }],
    });
  });
});
