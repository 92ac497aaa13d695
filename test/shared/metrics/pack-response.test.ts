import { expect, test } from 'vitest';
import { decodeAssessmentRow, decodeEpisodeRow, decodeFactRow } from '../../../shared/metrics/decode-row.ts';
import { packEpisode, packFact, packResponse } from '../../../shared/metrics/pack-response.ts';
import type { CurrentResponse, KeptAssessment } from '../../../shared/responses/current.ts';

const phq9: KeptAssessment = {
  instrument: 'phq-9',
  version: '1.0.0',
  outcome: 'scored',
  scores: [{ id: 'total', value: 12, band: 'moderate' }],
  total: 12,
  prorated: false,
  derived: false,
  points: [2, 1, 2, 1, 2, 1, 1, 1, 1, null],
};

const scored: CurrentResponse = {
  source: 'riverside',
  identity: 'r1',
  status: 'scored',
  reason: undefined,
  ord: '2026-03-01T09:31:02.000000000Z#1#abc',
  registry: 1,
  hash: 'abc',
  receivedAt: '2026-03-01T09:31:05.123Z',
  patient: 'Patient/ann',
  authored: '2026-03-01T09:30:00Z',
  authoredGiven: true,
  encounter: undefined,
  performer: undefined,
  ehrResponseId: 'r1',
  program: undefined,
  questionnaire: undefined,
  assessments: [phq9],
};

function unpacked(current: CurrentResponse) {
  const decoded = decodeAssessmentRow(packResponse(current));
  if (decoded.kind !== 'row') throw new Error(decoded.code);
  return decoded.row;
}

test('a scored response keeps its scores, points, program and the time it changed', () => {
  expect(unpacked({ ...scored, program: 'walk-in' })).toEqual({
    changedAt: Date.parse('2026-03-01T09:31:05.123Z'),
    retracted: false,
    authoredAssumed: false,
    authoredIsDate: false,
    program: 'walk-in',
    assessments: [{ instrument: 'phq-9', version: '1.0.0', score: 12, prorated: false, points: phq9.points }],
  });
});

test('what was not scored, or scored from the items of another, does not count', () => {
  const phq2 = { ...phq9, instrument: 'phq-2', derived: true };
  const gad7 = { ...phq9, instrument: 'gad-7', outcome: 'incomplete', total: null } as const;
  expect(unpacked({ ...scored, assessments: [phq9, phq2, gad7] }).assessments).toHaveLength(1);
});

test('retracted, without a time, with a date only: each is marked', () => {
  expect(unpacked({ ...scored, status: 'retracted' }).retracted).toBe(true);
  expect(unpacked({ ...scored, authoredGiven: false }).authoredAssumed).toBe(true);
  expect(unpacked({ ...scored, authored: '2026-03-01' }).authoredIsDate).toBe(true);
});

test('an episode and a contact of the EHR are rows too', () => {
  const changedAt = '2026-03-01T09:31:05.123Z';
  const episode = {
    id: 'e1',
    patient: 'ann',
    program: 'walk-in',
    start: '2026-01-05',
    end: null,
    ending: null,
    problems: [{ kind: 'code', code: 'F43.10' } as const],
    changedAt,
  };
  expect(decodeEpisodeRow(packEpisode(episode))).toMatchObject({
    kind: 'row',
    row: { start: '2026-01-05', end: null, ending: 'open', problems: 'F43.10', retracted: false },
  });
  const contact = {
    kind: 'contact' as const,
    id: 'c1',
    patient: 'ann',
    codes: ['AMB'],
    start: '2026-01-12T10:00:00Z',
    end: null,
    retracted: false,
    changedAt,
  };
  expect(decodeFactRow(packFact(contact))).toMatchObject({
    kind: 'row',
    row: { kind: 'contact', codes: ['AMB'], start: '2026-01-12T10:00:00Z', program: null },
  });
});
