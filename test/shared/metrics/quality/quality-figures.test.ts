import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { populationsOf, type QualityCase } from '../../../../shared/metrics/quality/quality-case.ts';
import {
  type JudgedMeasure,
  type QualityGroup,
  qualityFigures,
} from '../../../../shared/metrics/quality/quality-figures.ts';
import { decodeLedger, encodeLedger } from '../../../../shared/metrics/release-ledger.ts';

interface Way {
  readonly stratum?: string;
  readonly excluded?: boolean;
  readonly measured?: boolean;
  readonly met?: boolean;
}

const caseOf = (
  patient: string,
  { stratum = '18+', excluded = false, measured, met = false }: Way,
): QualityCase => ({
  patient,
  populations: populationsOf({ initial: true, excluded, met }),
  stratum,
  measured: measured ?? met,
  trail: [],
});

function judged(ways: readonly (readonly [count: number, way: Way])[], id = 'remission'): JudgedMeasure {
  const cases = ways.flatMap(([count, way], at) =>
    Array.from({ length: count }, (_, i) => caseOf(`p${at}-${i}`, way)),
  );
  return { measure: { id, title: id, citation: 'c', confidence: 'verified', valueSets: [] }, cases };
}

const figure = (measure: JudgedMeasure) => {
  const [first] = qualityFigures([measure], '2025', 11).figures;
  if (first === undefined) throw new Error('no figure');
  return first;
};

test('counts stand before exclusions, the score is of what remains, that of the measured beside it', () => {
  const { all, strata } = figure(
    judged([
      [20, { met: true }],
      [15, { measured: true }],
      [30, {}],
      [12, { excluded: true }],
    ]),
  );
  expect(all).toMatchObject({
    populations: {
      'initial-population': 77,
      denominator: 77,
      'denominator-exclusion': 12,
      'denominator-exception': 0,
      numerator: 20,
    },
    eligible: 65,
    measured: 35,
    reason: null,
  });
  expect(all.score).toBeCloseTo(20 / 65, 12);
  expect(all.scoreOfMeasured).toBeCloseTo(20 / 35, 12);
  expect(strata).toEqual([{ ...all, stratum: '18+' }]);
});

test('a small age group is withheld, and so is whatever would give it away', () => {
  const { all, strata } = figure(
    judged([
      [40, { met: true }],
      [40, {}],
      [4, { stratum: '12-17', met: true }],
      [13, { stratum: '12-17' }],
    ]),
  );
  expect(all.populations).toMatchObject({ denominator: 97, numerator: 44 });
  const [young, adult] = strata;
  expect([young?.populations.numerator, young?.score]).toEqual([null, null]);
  // With everybody's and the adults' numerators the four would be known.
  expect([adult?.populations.numerator, adult?.score]).toEqual([null, null]);
});

test('nobody in a measure is no rate, and why', () => {
  expect(figure(judged([])).all).toMatchObject({ eligible: 0, score: null, reason: 'no-episodes' });
});

describe('published again', () => {
  const first = qualityFigures(
    [
      judged([
        [30, { met: true }],
        [40, {}],
      ]),
    ],
    '2025',
    11,
  );
  const before = decodeLedger(encodeLedger(first.ledger));

  test('unchanged, it is the same', () => {
    const again = qualityFigures(
      [
        judged([
          [30, { met: true }],
          [40, {}],
        ]),
      ],
      '2025',
      11,
      before,
    );
    expect(again.figures).toEqual(first.figures);
    expect(again.givenAway).toBe(0);
  });

  test('with three people corrected, the new number is withheld: the difference would tell of them', () => {
    const { cases, measure } = judged([
      [30, { met: true }],
      [40, {}],
    ]);
    const corrected = cases.map((one, i) => (i < 3 ? caseOf(one.patient, {}) : one));
    const [again] = qualityFigures([{ measure, cases: corrected }], '2025', 11, before).figures;
    expect(again?.all.populations).toMatchObject({ denominator: 70, numerator: null });
    expect(again?.all.score).toBeNull();
  });
});

test('no count of 1 to 10, and no difference of nested counts of a group, is ever shown', () => {
  const way = fc.record({
    stratum: fc.constantFrom('12-17', '18+'),
    excluded: fc.boolean(),
    measured: fc.boolean(),
    met: fc.boolean(),
  });
  const ways = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), way), { maxLength: 8 });
  const isSmall = (count: number | null): boolean => count !== null && count > 0 && count < 11;
  const nested = ({
    populations,
    eligible,
    measured,
  }: QualityGroup): readonly (readonly [number | null, number | null])[] => [
    [populations.denominator, eligible],
    [eligible, populations.numerator],
    [eligible, measured],
    [populations.denominator, populations['denominator-exclusion']],
  ];
  fc.assert(
    fc.property(ways, ways, (one, other) => {
      const { figures } = qualityFigures([judged(one), judged(other, 'response')], '2025', 11);
      for (const { all, strata } of figures) {
        for (const group of [all, ...strata]) {
          for (const count of [...Object.values(group.populations), group.eligible, group.measured])
            expect(isSmall(count)).toBe(false);
          for (const [outer, inner] of nested(group))
            if (outer !== null && inner !== null) expect(isSmall(outer - inner)).toBe(false);
        }
        const shown = strata.map(({ populations }) => populations.numerator);
        if (
          all.populations.numerator !== null &&
          shown.length === 2 &&
          shown.filter((one) => one === null).length === 1
        )
          expect(isSmall(all.populations.numerator - (shown.find((one) => one !== null) ?? 0))).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});
