import { describe, expect, test } from 'vitest';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import { mergePartials } from '../../../shared/metrics/partial.ts';
import { type Compiled, compileProgram } from '../../../shared/metrics/reduce.ts';
import { decodeLedger, encodeLedger, type ReleaseLedger } from '../../../shared/metrics/release-ledger.ts';
import type { ProportionFigure } from '../../../shared/metrics/snapshot.ts';
import { finishedCourse, type IndexRow } from './index-row.ts';

const program = {
  id: 'talking-therapy',
  source: 'riverside',
  name: 'Talking Therapy',
  measures: { depression: 'phq-9', anxiety: 'gad-7' },
} as const;

function compile(rows: readonly IndexRow[], ledgers: readonly ReleaseLedger[] = []): Compiled {
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'America/New_York', asOf: '2026-02-01' });
  for (const [sk, m] of rows) pass.row(sk, m);
  return compileProgram(mergePartials([pass.end()]), program, { minimumCell: 11, ledgers });
}

function figureOf({ snapshot }: Compiled, id: string): ProportionFigure | undefined {
  return snapshot.measures.find((one) => one.id === id)?.current;
}

function courses(way: string, count: number, last: readonly [number, number]): readonly IndexRow[] {
  return Array.from({ length: count }, (_, i) => finishedCourse(`${way}-${i}`, [18, 12], last)).flat();
}

const better = courses('better', 40, [4, 3]);
const same = courses('same', 30, [17, 12]);

describe('two releases tell of nobody between them', () => {
  const first = compile([...better, ...same]);
  const ledger = first.ledger('2026-01');

  test('five late courses are not to be had by subtraction', () => {
    const late = courses('late', 5, [4, 3]);
    const alone = compile([...better, ...same, ...late]);
    expect(figureOf(alone, 'reliable-improvement')?.denominators.eligible).toBe(75);
    const next = compile([...better, ...same, ...late], [ledger]);
    // 75 - 70 would be the five.
    expect(figureOf(next, 'reliable-improvement')?.denominators.eligible).toBeNull();
    expect(figureOf(next, 'reliable-improvement')?.rate).toBeNull();
  });

  test('nor are three that were deleted, or five that turned out otherwise', () => {
    const fewer = compile([...courses('better', 37, [4, 3]), ...same], [ledger]);
    expect(figureOf(fewer, 'reliable-improvement')?.denominators.eligible).toBeNull();
    const corrected = compile(
      [...courses('better', 35, [4, 3]), ...courses('better', 40, [17, 12]).slice(35 * 5), ...same],
      [ledger],
    );
    expect(figureOf(corrected, 'reliable-improvement')?.denominators.eligible).toBe(70);
    expect(figureOf(corrected, 'reliable-improvement')?.populations.numerator).toBeNull();
  });

  test('twelve late courses may be seen', () => {
    const next = compile([...better, ...same, ...courses('late', 12, [4, 3])], [ledger]);
    expect(figureOf(next, 'reliable-improvement')).toMatchObject({
      populations: { numerator: 52 },
      denominators: { eligible: 82 },
    });
  });

  test('nothing new: the same figures again', () => {
    const again = compile([...better, ...same], [ledger]);
    expect(again.snapshot).toEqual(first.snapshot);
    expect(again.givenAway).toBe(0);
  });

  test('a ledger is stored and read back', () => {
    expect(decodeLedger(encodeLedger(ledger))).toEqual(ledger);
    expect(() => decodeLedger('["outcomes-release/0"]')).toThrow('outcomes-release/1');
  });
});
