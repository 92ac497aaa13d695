/**
 * Thousands of broken documents through everything that happens to a delivery before AWS is asked for
 * anything. `HOSTILE_INPUTS=100000` is the long run.
 */
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import { versionName, versionsInForce } from '../../../shared/instruments/versions.ts';
import { decodeAssessmentRow } from '../../../shared/metrics/decode-row.ts';
import { packResponse } from '../../../shared/metrics/pack-response.ts';
import { contextOf } from '../../../shared/programs/context.ts';
import { deliveriesOf } from '../../../shared/responses/delivery.ts';
import { isObject } from '../../../shared/responses/questionnaire-response.ts';
import { recordResponse } from '../../../shared/responses/record.ts';
import { compileCatalog } from '../../../shared/scoring/compile.ts';
import { nothingWritten, planWriteBack } from '../../../shared/write-back/desired.ts';
import { broken, lotsOf } from '../../builders/mutations.ts';
import { goalsResponse, responseTo } from '../../builders/questionnaire-response.ts';
import { riverside } from '../../builders/settings.ts';

const INPUTS = Number(process.env.HOSTILE_INPUTS ?? 4_000);
const sha256 = (text: string): string => hash('sha256', text);
const context = { source: riverside, catalog: compileCatalog(instruments), forms: [], sha256 };
const naming = { mode: riverside.identity, baseUrl: riverside.ehr.baseUrl, sha256 };
const definitions = new Map([
  ...versionsInForce(instruments, {}),
  ...instruments.map((one) => [versionName(one), one] as const),
]);
const receivedAt = '2026-03-01T10:00:00.000Z';
const statuses = new Set(['scored', 'incomplete', 'review', 'ignored', 'rejected', 'retracted']);

const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1980-02-29', gender: 'female' };
const episode = {
  resourceType: 'EpisodeOfCare',
  id: 'e1',
  status: 'active',
  type: [{ coding: [{ code: 'talking-therapy' }] }],
  patient: { reference: 'Patient/p1' },
  period: { start: '2026-01-01' },
};
const encounter = {
  resourceType: 'Encounter',
  id: 'enc1',
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: 'Patient/p1' },
  period: { start: '2026-01-08T09:00:00Z' },
};
const responses: readonly object[] = [
  responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 1, 2]),
  responseTo('gad-7', [3, 3, 3, 3, 3, 3, 3], {}, 'integer'),
  responseTo(
    'pcl-5',
    Array.from({ length: 20 }, () => 2),
    {},
    'decimal',
  ),
  responseTo('audit-c', [2, 1, 0], {}, 'name'),
  goalsResponse([{ level: 1, weight: 2 }, { level: -1 }]),
];
const documents: readonly object[] = [
  ...responses,
  {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...responses, patient, episode, encounter].map((resource, index) => ({
      fullUrl: `urn:uuid:${index}`,
      resource,
      request: { method: 'PUT', url: `QuestionnaireResponse/r${index}` },
    })),
  },
];

/** Everything that is made of a pushed document: what would be stored, packed, written and shown. */
function handle(text: string): readonly ReturnType<typeof recordResponse>[] {
  let resource: unknown;
  try {
    resource = JSON.parse(text);
  } catch {
    return []; // the front door answers 400
  }
  if (!isObject(resource)) return [];
  const delivered = deliveriesOf({ ...resource }, naming);
  for (const one of delivered?.context ?? [])
    contextOf(
      one,
      { programs: [{ id: 'talking-therapy', source: riverside.id, name: 'T' } as never] },
      receivedAt,
    );
  return (delivered?.responses ?? []).map((delivery) => recordResponse(delivery, receivedAt, context));
}

describe(`${INPUTS} broken documents`, () => {
  const lots = lotsOf(20260301);
  const ended: Record<string, number> = {};

  test('each ends as a status with a reason, and what is stored of it can be read again', () => {
    for (let input = 0; input < INPUTS; input += 1) {
      const text = broken(documents[input % documents.length] ?? {}, lots);
      for (const { current, safety, alerts } of handle(text)) {
        ended[current.status] = (ended[current.status] ?? 0) + 1;
        if (!statuses.has(current.status)) throw new Error(`input ${input} ended as ${current.status}`);
        if (current.status !== 'scored' && current.reason === undefined)
          throw new Error(`input ${input} ended as ${current.status} without a reason`);
        for (const { scores, instrument, version } of current.assessments)
          for (const { id, value } of scores) {
            const range = definitions
              .get(`${instrument}|${version}`)
              ?.scores.find((score) => score.id === id)?.range;
            if (!Number.isFinite(value) || (range && (value < range.min || value > range.max)))
              throw new Error(`input ${input}: ${instrument} ${id} is ${value}`);
          }
        expect(alerts.length).toBeLessThanOrEqual(safety.length);
        expect(decodeAssessmentRow(packResponse(current)).kind).toBe('row');
        expect(JSON.stringify(planWriteBack(current, nothingWritten, definitions, sha256))).toBeTypeOf(
          'string',
        );
      }
    }
  }, 600_000);

  test('no prototype is changed by any of them', () => {
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect([].at(0)).toBeUndefined();
  });

  test('they reach every end, so the breaking is neither too soft nor too hard', () => {
    expect(Object.keys(ended).sort()).toEqual([...statuses].filter((one) => one !== 'retracted').sort());
  });
});
