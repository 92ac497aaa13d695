/**
 * CMS test patients: the resources a measure's authors made, read as any export is read, and the populations
 * they expect. Value sets are those of the folder.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type QualityMeasure, qualityMeasures } from '../../shared/metrics/quality/measures.ts';
import { readValueSets } from '../../shared/metrics/quality/value-sets.ts';
import { patientsOf } from '../quality/patients.ts';
import { type Comparison, compare, together } from './compare.ts';
import type { Vector } from './vector.ts';

const Patients = v.array(v.object({ patient: v.string(), expected: v.record(v.string(), v.number()) }));

const measureOf: Readonly<Record<string, string>> = {
  cms159: 'depression-remission-12-months',
  cms2: 'screening-follow-up',
};

export function runQuality(vector: Vector): Comparison {
  const measure = qualityMeasures.find(({ id }) => id === measureOf[vector.kind]);
  if (measure === undefined) throw new Error(`no measure for ${vector.kind}`);
  const { patients, measurement_period: period } = JSON.parse(
    readFileSync(join(vector.folder, 'vector.json'), 'utf8'),
  ) as { patients: unknown; measurement_period: { start: string } };
  const valueSets = readValueSets(read(vector, 'valuesets.json'));
  const missing = valueSets.missing(measure.valueSets);
  if (missing.length > 0) throw new Error(`value sets are not there: ${missing.join(', ')}`);
  const all = v
    .parse(Patients, patients)
    .map(({ patient, expected }) =>
      compare(
        { [patient]: expected },
        { [patient]: populations(vector, patient, measure, valueSets, period.start) },
        vector,
      ),
    );
  return together(...all);
}

function populations(
  vector: Vector,
  patient: string,
  measure: QualityMeasure,
  valueSets: ReturnType<typeof readValueSets>,
  year: string,
): Readonly<Record<string, number>> {
  const [timeline] = patientsOf([read(vector, join('patients', `${patient}.json`))], 'UTC').timelines;
  if (timeline === undefined) throw new Error(`${patient}: no patient in the file`);
  const found = measure.judge(timeline, valueSets, year).populations;
  return Object.fromEntries(Object.entries(found).map(([code, is]) => [code, Number(is)]));
}

function read({ folder }: Vector, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
