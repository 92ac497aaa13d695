import { describe, expect, test } from 'vitest';
import { type AssessOptions, assessed, codes, scoresById, times } from '../scoring/assess.ts';
import { eachItemIsNeeded, golden } from './golden.ts';

/** The least severity that meets B, C, D and E: 1, 1, 2 and 2 symptoms of 2. */
const symptoms = [2, 0, 0, 0, 0, 2, 0, 2, 2, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0];
const severity = (points: readonly (number | null)[], options: AssessOptions = {}) =>
  scoresById(assessed('caps-5', points, options));
const by = (author: string | undefined): AssessOptions => ({
  overrides: author === undefined ? { author: undefined } : ({ author: { reference: author } } as never),
});

describe('CAPS-5', () => {
  golden('caps-5', [
    { points: times(20, 0), sum: '20 x 0 = 0, 21-30 absent', total: 0, scores: { 'cluster-b': 0 } },
    {
      points: times(20, 4),
      sum: '20 x 4 = 80; clusters 5, 2, 7, 6 items x 4',
      total: 80,
      scores: { 'cluster-b': 20, 'cluster-c': 8, 'cluster-d': 28, 'cluster-e': 24, 'cluster-d-count': 7 },
    },
    {
      points: [...symptoms, 0, 1, 2, 0, 0, 4, 4, 5, 3, 4],
      sum: '6 x 2 = 12; items 21-30 are not in it; dissociation 3 + 4 = 7',
      total: 12,
      scores: {
        diagnosis: 1,
        dissociation: 7,
        'cluster-b': 2,
        'cluster-c': 2,
        'cluster-d': 4,
        'cluster-e': 4,
      },
    },
  ]);
  eachItemIsNeeded('caps-5', times(20, 1), [1, 20]);

  test('without items 21 to 30 the diagnosis and the dissociation are absent, not 0, and the total stands', () => {
    const assessment = assessed('caps-5', symptoms);
    expect(assessment).toMatchObject({ outcome: 'scored', total: 12, answered: 20, of: 20, issues: [] });
    expect(scoresById(assessment)).not.toHaveProperty('diagnosis');
    expect(scoresById(assessment)).not.toHaveProperty('dissociation');
  });

  test.for([
    { why: 'all criteria met by social impairment', tail: [0, 1, 0, 2, 0], diagnosis: 1 },
    { why: 'F: not longer than a month', tail: [0, 0, 4, 4, 4], diagnosis: 0 },
    { why: 'G: distress and impairment below threshold', tail: [0, 1, 1, 1, 1], diagnosis: 0 },
  ])('$why: diagnosis $diagnosis', ({ tail, diagnosis }) => {
    expect(severity([...symptoms, ...tail])).toMatchObject({ diagnosis });
  });

  test('one symptom too few in D: no diagnosis', () => {
    const points = symptoms.map((value, index) => (index === 8 ? 1 : value));
    expect(severity([...points, 0, 1, 4, 4, 4])).toMatchObject({ diagnosis: 0, total: 11 });
  });

  test('a number of months in the duration item leaves the diagnosis absent, says so, and keeps the severity', () => {
    const assessment = assessed('caps-5', [...symptoms, 0, 6, 2, 0, 0]);
    expect(assessment).toMatchObject({ outcome: 'scored', total: 12 });
    expect(scoresById(assessment)).not.toHaveProperty('diagnosis');
    expect(codes(assessment)).toEqual(['answer-out-of-range']);
  });

  test.for(['Patient/p1', 'https://ehr.example/fhir/Patient/p1', 'RelatedPerson/r1'])(
    'rejected when %s is the author',
    (author) => {
      const assessment = assessed('caps-5', symptoms, by(author));
      expect(assessment).toMatchObject({ outcome: 'rejected', total: null, scores: [] });
      expect(codes(assessment)).toEqual(['author-not-clinician']);
    },
  );

  test.for([undefined, 'Device/tablet', 'urn:uuid:0f1c'])(
    'review when the author %s is no known clinician',
    (author) => {
      const assessment = assessed('caps-5', symptoms, by(author));
      expect(assessment).toMatchObject({ outcome: 'review', total: null });
      expect(codes(assessment)).toEqual(['author-missing']);
    },
  );
});
