import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ObservationContext, observationKey, toObservation } from '../../../shared/fhir/observation.ts';
import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument, Score } from '../../../shared/instruments/instrument.ts';

const sha256 = (text: string): string => hash('sha256', text);

const context: ObservationContext = {
  source: 'riverside',
  identity: 'response-1',
  ehrResponseId: 'response-1',
  patient: 'Patient/p1',
  effective: '2026-03-01T09:30:00-05:00',
  issued: '2026-03-01T14:31:00.000Z',
  encounter: 'Encounter/e1',
  performer: 'Patient/p1',
};

function scoreOf(
  instrumentId: string,
  scoreId: string,
): { readonly instrument: Instrument; readonly score: Score } {
  const instrument = instruments.find(({ id }) => id === instrumentId);
  const score = instrument?.scores.find(({ id }) => id === scoreId);
  if (instrument === undefined || score === undefined) throw new RangeError(`${instrumentId}.${scoreId}`);
  return { instrument, score };
}

const phq9Total = scoreOf('phq-9', 'total');

describe('a score as an Observation', () => {
  test('is this resource, element by element', () => {
    const { instrument, score } = phq9Total;
    expect(
      toObservation(
        context,
        instrument,
        score,
        { value: 13, band: 'moderate' },
        { key: 'k', status: 'final' },
      ),
    ).toEqual({
      resourceType: 'Observation',
      meta: {
        profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment'],
      },
      identifier: [{ system: 'urn:outcomes-pipeline:observation', value: 'k' }],
      status: 'final',
      category: [
        {
          coding: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/observation-category',
              code: 'survey',
              display: 'Survey',
            },
          ],
        },
        {
          coding: [
            { system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category', code: 'cognitive-status' },
          ],
        },
      ],
      code: { coding: [{ system: 'http://loinc.org', code: '44261-6' }], text: 'PHQ-9 total' },
      subject: { reference: 'Patient/p1' },
      encounter: { reference: 'Encounter/e1' },
      effectiveDateTime: '2026-03-01T09:30:00-05:00',
      issued: '2026-03-01T14:31:00.000Z',
      performer: [{ reference: 'Patient/p1' }],
      valueQuantity: { value: 13, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
      interpretation: [
        {
          coding: [{ system: 'urn:outcomes-pipeline:band', code: 'phq-9.total.moderate' }],
          text: 'moderate (10-14)',
        },
      ],
      derivedFrom: [{ reference: 'QuestionnaireResponse/response-1' }],
    });
  });

  test('refers to the response logically where the EHR knows no id for it', () => {
    const { instrument, score } = phq9Total;
    const unnamed = { ...context, ehrResponseId: undefined, identity: 'content-abc' };
    const { derivedFrom } = toObservation(
      unnamed,
      instrument,
      score,
      { value: 3, band: 'minimal' },
      { key: 'k', status: 'final' },
    );
    expect(derivedFrom).toEqual([
      {
        type: 'QuestionnaireResponse',
        identifier: { system: 'urn:outcomes-pipeline:response', value: 'content-abc' },
      },
    ]);
  });

  test('has one key for ever, another for any other score, patient, response or source', () => {
    const key = (change: Partial<ObservationContext> = {}, instrument = 'phq-9', score = 'total') =>
      observationKey({ ...context, ...change }, instrument, score, sha256);
    expect(key()).toBe(key({ effective: '2027-01-01', issued: '2027-01-01T00:00:00Z' }));
    const others = [
      key({ source: 'lakeside' }),
      key({ patient: 'Patient/p2' }),
      key({ identity: 'response-2' }),
      key({}, 'phq-8'),
      key({}, 'phq-9', 'raw'),
    ];
    expect(new Set([key(), ...others]).size).toBe(6);
  });
});

const tool = resolve('../shared/tools/validate-us-core');

/** Reads ../shared (the validator and the guides' own profiles), so it runs only where that folder stands. */
test.skipIf(!existsSync(tool))(
  'every score of every instrument is valid in US Core 6.1.0, 7.0.0, 8.0.1 and 9.0.0 (skipped without ../shared)',
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'us-core-'));
    try {
      cpSync(tool, folder, { recursive: true });
      symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
      const files = instruments.flatMap((instrument) =>
        instrument.scores.map((score) => {
          const file = join(folder, `${instrument.id}.${score.id}.json`);
          const value = { value: score.range?.min ?? 50, band: score.bands?.[0]?.label ?? null };
          const observation = toObservation(context, instrument, score, value, {
            key: 'k',
            status: 'amended',
          });
          writeFileSync(file, JSON.stringify(observation));
          return file;
        }),
      );
      for (const version of ['6.1.0', '7.0.0', '8.0.1', '9.0.0']) {
        const printed = execFileSync(process.execPath, ['validate.mjs', '--us-core', version, ...files], {
          cwd: folder,
          encoding: 'utf8',
        });
        expect(printed.split('\n').filter((line) => line.startsWith('VALID'))).toHaveLength(files.length);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
