/**
 * Synthetic patients as the metrics meet them: index rows of one program, and the same facts spelled out for
 * other engines. The same arguments give the same rows.
 *
 * @module
 */
import { encodeAssessmentRow, encodeEpisodeRow, encodeFactRow } from '../../shared/metrics/packed-row.ts';

export const ASSESSMENTS_A_PATIENT = 12;
const PATIENTS_A_BATCH = 2_000;
const DAY = 86_400_000;

export const program = {
  id: 'talking-therapy',
  source: 'bench',
  name: 'Talking Therapy',
  measures: { depression: 'phq-9', anxiety: 'gad-7' },
} as const;
export const AS_OF = '2026-02-01';

export interface Assessment {
  readonly patient: string;
  readonly authored: string;
  readonly identity: string;
  readonly instrument: 'phq-9' | 'gad-7';
  readonly points: readonly number[];
  readonly score: number;
}

export interface Stay {
  readonly patient: string;
  readonly start: string;
  readonly end: string;
  readonly contacts: readonly string[];
}

export interface Batch {
  /** As parsed DynamoDB pages give them: sort key and packed attribute, flat strings, in the index's order. */
  readonly rows: readonly (readonly [sk: string, m: string])[];
  readonly stays: readonly Stay[];
  readonly assessments: readonly Assessment[];
}

/** All patients of a size, in batches, made when they are asked for. */
export function* batches(assessments: number): Generator<Batch> {
  const patients = Math.ceil(assessments / ASSESSMENTS_A_PATIENT);
  for (let first = 0; first < patients; first += PATIENTS_A_BATCH)
    yield batchOf(first, Math.min(PATIENTS_A_BATCH, patients - first));
}

function batchOf(first: number, patients: number): Batch {
  const next = random(first + 1);
  const rows: (readonly [string, string])[] = [];
  const stays: Stay[] = [];
  const assessments: Assessment[] = [];
  for (let number = first; number < first + patients; number += 1) {
    const patient = `5f2b9c1e-77aa-4f0e-9d53-${number.toString(16).padStart(12, '0')}`;
    const start = Date.UTC(2024, 1, 1) + Math.floor(next() * 600) * DAY;
    const instant = (days: number): string => new Date(start + days * DAY).toISOString();
    const common = { changedAt: start, retracted: false };
    const stay = { patient, start: instant(0), end: instant(100), contacts: [instant(7), instant(14)] };
    stays.push(stay);
    rows.push([
      `${patient}#0#EP#${program.id}#e${number}`,
      encodeEpisodeRow({
        ...common,
        start: stay.start,
        end: stay.end,
        ending: 'completed',
        problems: 'F32.1',
        strata: { ageBand: '26-64', sex: 'female', race: null, ethnicity: null, language: 'en' },
      }),
    ]);
    for (const [index, at] of stay.contacts.entries()) {
      const fact = { kind: 'contact', codes: ['AMB'], start: at, end: null, program: null } as const;
      rows.push([`${patient}#1#FACT#contact#c${number}-${index}`, encodeFactRow({ ...common, ...fact })]);
    }
    for (let at = 0; at < ASSESSMENTS_A_PATIENT; at += 1) {
      const instrument = at % 2 === 0 ? 'phq-9' : 'gad-7';
      const points = Array.from({ length: at % 2 === 0 ? 9 : 7 }, () => Math.floor(next() * 4));
      const score = points.reduce((sum, one) => sum + one, 0);
      const [authored, identity] = [instant(at * 8), `r${number}-${at}`];
      assessments.push({ patient, authored, identity, instrument, points, score });
      rows.push([
        `${patient}#2#${authored}#${identity}`,
        encodeAssessmentRow({
          ...common,
          authoredAssumed: false,
          authoredIsDate: false,
          program: null,
          assessments: [{ instrument, version: '1.0.0', score, prorated: false, points }],
        }),
      ]);
    }
  }
  // Concatenated strings would be flattened by whoever reads them first: here they come as a parser gives them.
  return JSON.parse(JSON.stringify({ rows, stays, assessments })) as Batch;
}

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
