import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument, Score } from '../../../shared/instruments/instrument.ts';
import { applyKeying, type KeyingSettings } from '../../../shared/instruments/keying.ts';
import { type AnswerStyle, responseTo } from '../../builders/questionnaire-response.ts';
import { assess, assessed, codes, only, scoresById } from '../scoring/assess.ts';

/** The candidates of every unset keying, so that all scores are exercised. */
const keying: KeyingSettings = {
  'score-15': { 'reversed-items': [2, 4, 5, 7, 8, 9, 11, 12, 13, 14] },
  'reqol-10': { 'reversed-items': [1, 3, 6, 9] },
  'dast-10': { 'item-3-wording': 'unable' },
  'wai-srt': { items: 10 },
  'ras-r': {
    factors: {
      'goal-and-success-orientation': [1, 2, 3, 4, 5],
      'personal-confidence-and-hope': [7, 8, 9, 10, 11, 12, 13, 19, 21],
      'willingness-to-ask-for-help': [16, 17, 18],
      'reliance-on-others': [6, 22, 23, 24],
      'no-domination-by-symptoms': [14, 15, 20],
    },
  },
};
const keyed = instruments.map((instrument) => {
  const result = applyKeying(instrument, keying[instrument.id] ?? {});
  if (result.kind === 'invalid') throw new Error(result.faults[0].message);
  return result.instrument;
});
const withItems = keyed.filter(({ items }) => items.length > 0);

const pointsOf = ({ items, answerLists }: Instrument, index: number) =>
  (answerLists[items[index]?.answers ?? '']?.options ?? []).map(({ points }) => points);
/** Any complete, valid answer sheet. */
const complete = (instrument: Instrument) =>
  fc.tuple(...instrument.items.map((_, index) => fc.constantFrom(...pointsOf(instrument, index))));
/** Where a gate says that items are skipped, they are worth what a skipped item counts. */
const consistent = (instrument: Instrument) =>
  complete(instrument).map((points) =>
    points.map((value, index) => {
      const rule = instrument.items[index]?.skippedWhen?.find(({ when }) =>
        when.every((gate) => points[gate.item - 1] === gate.points),
      );
      return rule?.counts ?? value;
    }),
  );
const itemsOf = ({ method }: Score): readonly number[] =>
  'items' in method
    ? method.items
    : method.kind === 'criteria'
      ? method.clauses.flatMap(({ items }) => items)
      : [];

describe.for(withItems)('$id', (instrument) => {
  const { id, scores, items } = instrument;

  test('every score of any complete, valid answers is within its range and in exactly one band', () => {
    fc.assert(
      fc.property(complete(instrument), (points) => {
        const assessment = assessed(id, points, { keying });
        expect(assessment).toMatchObject({ outcome: 'scored', prorated: false, issues: [] });
        expect(assessment.scores.map((score) => score.id)).toEqual(scores.map((score) => score.id));
        for (const [at, { value, band }] of assessment.scores.entries()) {
          const { range, bands } = scores[at] ?? { range: null, bands: null };
          expect(value).toBeGreaterThanOrEqual(range?.min ?? Number.NaN);
          expect(value).toBeLessThanOrEqual(range?.max ?? Number.NaN);
          const holding = (bands ?? []).filter(({ from, to }) => value >= from && value <= to);
          expect(holding.map(({ label }) => label)).toEqual(bands === null ? [] : [band]);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('an item without an answer never raises or lowers a sum: the score is absent, or flagged prorated', () => {
    fc.assert(
      fc.property(
        consistent(instrument),
        fc.array(fc.nat(items.length - 1), { minLength: 1 }),
        (points, gone) => {
          const whole = assessed(id, points, { keying });
          const part = assessed(
            id,
            points.map((value, index) => (gone.includes(index) ? null : value)),
            { keying },
          );
          for (const { id: score, value } of part.scores) {
            const method = scores.find((one) => one.id === score)?.method;
            if (method?.kind !== 'triage' && !part.prorated) expect(value).toBe(scoresById(whole)[score]);
          }
          if (part.prorated) expect(codes(part)).toContain('item-missing');
          if (part.outcome !== 'scored') expect(part.total).toBeNull();
        },
      ),
      { numRuns: 30 },
    );
  });

  test('the order of the items never matters', () => {
    fc.assert(
      fc.property(complete(instrument), fc.nat(), (points, seed) => {
        const response = responseTo(id, points);
        const shuffled = (response.item ?? [])
          .map((item, index) => ({ item, key: ((index + 1) * (seed + 7) * 7919) % 104_729 }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item);
        const { scores: inOrder } = only(assess(response, { keying }), id);
        expect(only(assess({ ...response, item: shuffled }, { keying }), id).scores).toEqual(inOrder);
      }),
      { numRuns: 10 },
    );
  });

  test('code, integer, decimal and name of an answer mean the same', () => {
    fc.assert(
      fc.property(complete(instrument), (points) => {
        const { scores: expected } = assessed(id, points, { keying });
        for (const style of ['integer', 'decimal', 'name'] satisfies AnswerStyle[])
          expect(assessed(id, points, { keying, style }).scores).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  test('bands cover the range of their score without gap or overlap', () => {
    for (const { bands, range } of scores) {
      if (bands === null || range === null) continue;
      expect([bands[0]?.from, bands.at(-1)?.to]).toEqual([range.min, range.max]);
      for (const [at, band] of bands.slice(1).entries()) expect(band.from).toBe((bands[at]?.to ?? 0) + 1);
    }
  });

  test('items, critical items and skips that the data name exist', () => {
    const numbers = [
      ...scores.flatMap(itemsOf),
      ...instrument.critical.map(({ item }) => item),
      ...items.flatMap(({ skippedWhen = [] }) =>
        skippedWhen.flatMap(({ when }) => when.map(({ item }) => item)),
      ),
    ];
    for (const number of numbers) expect(items[number - 1]).toBeDefined();
  });
});

describe('reverse keying', () => {
  test.for(withItems.filter(({ items }) => items.some(({ reversed }) => reversed)))(
    '$id: an all-midpoint form is its own mirror',
    ({ id, items, answerLists }) => {
      const points = items.map(({ answers }) => {
        const list = (answerLists[answers]?.options ?? []).map((option) => option.points);
        return (Math.min(...list) + Math.max(...list)) / 2;
      });
      if (!points.every(Number.isInteger)) return; // a yes/no form has no midpoint
      const reversed = assessed(id, points, { keying }).scores;
      const sum = (numbers: readonly number[]) =>
        numbers.reduce((all, one) => all + (points[one - 1] ?? 0), 0);
      const { scores } = withItems.find((one) => one.id === id) ?? { scores: [] };
      expect(reversed.map(({ value }) => value)).toEqual(scores.map((score) => sum(itemsOf(score))));
    },
  );
});

describe('the catalog', () => {
  test('every instrument answers to our canonical, and verified panels to the LOINC ones', () => {
    for (const { id, panel, questionnaires } of instruments) {
      expect(questionnaires).toContain(`urn:outcomes-pipeline:questionnaire:${id}`);
      if (panel !== undefined) expect(questionnaires).toContain(`http://loinc.org/q/${panel}`);
    }
  });

  test('no two instruments share an id, a canonical or a score code', () => {
    const all = [
      instruments.map(({ id }) => id),
      instruments.flatMap(({ questionnaires }) => [...questionnaires]),
      instruments.flatMap(({ scores }) => scores.map(({ code }) => `${code.system}|${code.code}`)),
    ];
    for (const names of all) expect(new Set(names).size).toBe(names.length);
  });

  test('an unverified source never stands behind a band, a threshold or a reliability', () => {
    for (const { thresholds, reliability, scores } of instruments) {
      const sources = [
        ...thresholds.map(({ source }) => source),
        ...reliability.map(({ source }) => source),
        ...scores.flatMap(({ bandsSource }) => (bandsSource === undefined ? [] : [bandsSource])),
      ];
      expect(sources.filter(({ confidence }) => confidence === 'unverified')).toEqual([]);
    }
  });

  test('labels are our own short words', () => {
    for (const { items } of instruments)
      for (const { label } of items) expect(label.split(' ').length).toBeLessThanOrEqual(3);
  });
});
