import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAssessmentRow, decodeEpisodeRow, decodeFactRow } from '../../../shared/metrics/decode-row.ts';
import {
  encodeAssessmentRow,
  encodeEpisodeRow,
  encodeFactRow,
  endings,
  factKinds,
} from '../../../shared/metrics/packed-row.ts';
import { changedAt } from './index-row.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const word = fc.oneof(fc.constantFrom('phq-9', 'gad-7', 'a;b|c:d,e%f~g', '~', ''), text);
const maybe = fc.option(word);
const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
/** -0 does not occur in a score, and 0 stands for it. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0);
const point = fc.option(fc.oneof(fc.integer({ min: 0, max: 40 }), number));

const assessmentRow = fc.record({
  changedAt: time,
  retracted: fc.boolean(),
  authoredAssumed: fc.boolean(),
  authoredIsDate: fc.boolean(),
  program: maybe,
  assessments: fc.array(
    fc.record({
      instrument: word,
      version: word,
      score: fc.option(fc.oneof(fc.integer({ min: -50, max: 200 }), number)),
      prorated: fc.boolean(),
      points: fc.array(point, { maxLength: 25 }),
    }),
    { maxLength: 4 },
  ),
});

const plainEpisodeRow = fc.record({
  changedAt: time,
  retracted: fc.boolean(),
  start: word,
  end: maybe,
  ending: fc.constantFrom(...endings),
  problems: maybe,
  strata: fc.record({ ageBand: maybe, sex: maybe, race: maybe, ethnicity: maybe, language: maybe }),
});

/** Rows of before referrals were read have one field less. */
const episodeRow = fc.oneof(
  plainEpisodeRow,
  fc.tuple(plainEpisodeRow, word).map(([row, referred]) => ({ ...row, referred })),
);

const factRow = fc.record({
  changedAt: time,
  retracted: fc.boolean(),
  kind: fc.constantFrom(...factKinds),
  codes: fc.array(word, { maxLength: 4 }),
  start: word,
  end: maybe,
  program: maybe,
});

describe('a packed row is read back exactly as it was written', () => {
  test('assessments', () => {
    fc.assert(
      fc.property(assessmentRow, (row) => {
        expect(decodeAssessmentRow(encodeAssessmentRow(row))).toEqual({ kind: 'row', row });
      }),
      { numRuns: 1000 },
    );
  });

  test('episodes', () => {
    fc.assert(
      fc.property(episodeRow, (row) => {
        expect(decodeEpisodeRow(encodeEpisodeRow(row))).toEqual({ kind: 'row', row });
      }),
    );
  });

  test('facts', () => {
    fc.assert(
      fc.property(factRow, (row) => {
        expect(decodeFactRow(encodeFactRow(row))).toEqual({ kind: 'row', row });
      }),
    );
  });
});

test('a PHQ-9 and a GAD-7 of one response fit into 62 characters', () => {
  const m = encodeAssessmentRow({
    changedAt,
    retracted: false,
    authoredAssumed: false,
    authoredIsDate: false,
    program: null,
    assessments: [
      {
        instrument: 'phq-9',
        version: '1.0.0',
        score: 12,
        prorated: false,
        points: [2, 1, 2, 1, 2, 1, 1, 1, 1],
      },
      { instrument: 'gad-7', version: '1.0.0', score: 8, prorated: true, points: [2, 1, 2, 1, 2, null, 0] },
    ],
  });
  expect(m).toBe('10ml254xs00|phq-9;1.0.0;12;0212121111|gad-7;1.0.0;8;121212-0');
});

test.for([
  { m: '', code: 'malformed', why: 'no text at all' },
  { m: '2whatever-comes', code: 'unknown-version', why: 'written by newer software' },
  { m: '1', code: 'malformed', why: 'cut off behind the version' },
  { m: '10mkyckk00', code: 'malformed', why: 'cut off before the flags' },
  { m: '10mkyckk00x', code: 'malformed', why: 'flags that are none' },
  { m: '10mk ckk000', code: 'malformed', why: 'a stamp that is no number' },
  { m: '10mkyckk000|phq-9', code: 'malformed', why: 'cut off behind the instrument' },
  { m: '10mkyckk000|phq-9;1.0.0;12;', code: 'malformed', why: 'cut off behind the score' },
  { m: '10mkyckk000|phq-9;1.0.0;many;0', code: 'malformed', why: 'a score that is no number' },
  { m: '10mkyckk000|phq-9;1.0.0;2;0.', code: 'malformed', why: 'points that are no numbers' },
] as const)('$why is $code', ({ m, code }) => {
  expect(decodeAssessmentRow(m)).toEqual({ kind: 'unreadable', code });
});

test('arbitrary text is read or refused, and never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((rest) => `10mkyckk000${rest}`),
      ),
      (m) => {
        for (const decode of [decodeAssessmentRow, decodeEpisodeRow, decodeFactRow]) {
          expect(['row', 'unreadable']).toContain(decode(m).kind);
        }
      },
    ),
  );
});
