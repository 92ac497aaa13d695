import { describe, expect, test } from 'vitest';
import { headlineIds } from '../../dashboard/headline.ts';
import { type Tile, tiles } from '../../dashboard/tile.ts';
import { proportions } from '../../shared/metrics/catalog.ts';
import { compareFigures } from '../../shared/metrics/comparison.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { figure, firstDays, fullYear, noFigure, thinYear } from '../builders/snapshot.ts';

test('the headline measures are measures that are compiled', () => {
  expect(proportions.map(({ id }) => id)).toEqual(expect.arrayContaining([...headlineIds]));
});

describe('a tile', () => {
  test('shows the headline rate, its likely range, its people and the rate of those measured', () => {
    expect(tile(fullYear, 'reliable-improvement')).toMatchObject({
      label: 'Got reliably better',
      worse: false,
      meaning: 'One score fell by more than measurement error and the other did not rise by as much.',
      figure: {
        kind: 'shown',
        inHundred: '67',
        range: '62 to 71',
        people: '276 of 412 people',
        ofMeasured: '74 in 100 of the 375 measured twice',
      },
    });
  });

  test('does not repeat the rate where everyone was measured', () => {
    expect(tile(fullYear, 'paired').figure).toMatchObject({ kind: 'shown', ofMeasured: null });
  });

  test.for([
    { snapshot: thinYear, why: 'Not shown, to protect privacy' },
    { snapshot: firstDays, why: 'Nobody to count yet' },
  ])('without a figure has its reason and nothing else: $why', ({ snapshot, why }) => {
    expect(tile(snapshot, 'reliable-deterioration').figure).toEqual({ kind: 'withheld', why });
  });
});

describe('now against the year before', () => {
  test.for([
    {
      now: 300,
      before: 240,
      id: 'reliable-improvement',
      mark: 'up',
      good: true,
      text: 'Higher than the year before (59), by about 14 points',
    },
    {
      now: 240,
      before: 300,
      id: 'reliable-improvement',
      mark: 'down',
      good: false,
      text: 'Lower than the year before (73), by about 15 points',
    },
    {
      now: 60,
      before: 20,
      id: 'reliable-deterioration',
      mark: 'up',
      good: false,
      text: 'Higher than the year before (5), by about 10 points',
    },
    {
      now: 20,
      before: 60,
      id: 'reliable-deterioration',
      mark: 'down',
      good: true,
      text: 'Lower than the year before (15), by about 10 points',
    },
    {
      now: 280,
      before: 262,
      id: 'reliable-improvement',
      mark: 'level',
      good: null,
      text: 'No clear difference from the year before (64)',
    },
  ])('$id from $before to $now of about 410: $text', ({ now, before, id, ...line }) => {
    const [current, previous] = [
      figure({ numerator: now, eligible: 412 }),
      figure({ numerator: before, eligible: 410 }),
    ];
    const changed = withMeasure(id, { current, previous, comparison: compareFigures(current, previous) });

    expect(comparisons(tile(changed, id))[0]).toEqual(line);
  });

  test.for([
    { reason: 'too-few', text: 'Too few people to compare with the year before' },
    { reason: 'no-episodes', text: 'No year before to compare with yet' },
  ] as const)('says why there is nothing to compare, and shows no mark: $reason', ({ reason, text }) => {
    const { current } = fullYear.measures[0] ?? { current: figure({ numerator: 1, eligible: 2 }) };
    const previous = noFigure(reason);
    const changed = withMeasure('reliable-improvement', {
      previous,
      comparison: compareFigures(current, previous),
    });

    expect(comparisons(tile(changed, 'reliable-improvement'))[0]).toEqual({ mark: null, good: null, text });
  });

  test('a published rate keeps its one decimal, and is left out where nothing can be compared with it', () => {
    expect(comparisons(tile(fullYear, 'reliable-recovery'))[1]?.text).toBe(
      'No clear difference from NHS Talking Therapies, England 2024-25 (47.5)',
    );
    expect(comparisons(tile(fullYear, 'paired'))).toHaveLength(1);
  });
});

function tile(snapshot: Snapshot, id: string): Tile {
  const found = tiles(snapshot).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no tile ${id}`);
  return found;
}

function comparisons({ figure: shown }: Tile) {
  return shown.kind === 'shown' ? shown.comparisons : [];
}

function withMeasure(id: string, change: Partial<Snapshot['measures'][number]>): Snapshot {
  return {
    ...fullYear,
    measures: fullYear.measures.map((one) => (one.id === id ? { ...one, ...change } : one)),
  };
}
