import { describe, expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument } from '../../../shared/instruments/instrument.ts';
import { phq9 } from '../../../shared/instruments/phq-9.ts';
import { reduceProgram } from '../../../shared/metrics/reduce.ts';
import { type RuleBook, ruleBook } from '../../../shared/metrics/rule-book.ts';
import { contactRow, episodeRow, type IndexRow, responseRow } from './index-row.ts';
import { partialOf, talkingTherapy } from './snapshot-of.ts';

/** An operator's own form with a cut-off of 12 and a reliable change of 7, which nobody else has. */
const moodCheck: Instrument = {
  ...phq9,
  id: 'mood-check',
  title: 'Mood check',
  thresholds: (['caseness', 'reliable-change'] as const).map((kind) => ({
    kind,
    score: 'total',
    value: kind === 'caseness' ? 12 : 7,
    authority: 'Riverside',
    population: 'adults of Riverside',
    effective: '2026-01-01',
    source: { cite: 'Riverside quality report 2025', confidence: 'verified' },
  })),
};
const silent: Instrument = { ...moodCheck, id: 'silent-check', title: 'Silent check', thresholds: [] };
const book = ruleBook([...instruments, moodCheck, silent]);

function outcomesOf(instrument: string, of?: RuleBook, depression = 'phq-9') {
  const course = (patient: string, first: number, last: number): readonly IndexRow[] => [
    episodeRow(patient, { start: '2025-03-01', end: '2025-06-30' }),
    contactRow(patient, '2025-03-08'),
    contactRow(patient, '2025-03-15'),
    responseRow(patient, '2025-03-02T15:00:00.000Z', { [instrument]: first, 'gad-7': 9 }),
    responseRow(patient, '2025-06-01T15:00:00.000Z', { [instrument]: last, 'gad-7': 9 }),
  ];
  // Twelve from 14 to 6 (halved, reliably better), thirteen from 14 to 8 (one point short), eleven from 11 to 2 (no case).
  const people = [
    ...Array.from({ length: 12 }, (_, i) => course(`a${i}`, 14, 6)),
    ...Array.from({ length: 13 }, (_, i) => course(`b${i}`, 14, 8)),
    ...Array.from({ length: 11 }, (_, i) => course(`c${i}`, 11, 2)),
  ];
  const program = { ...talkingTherapy, measures: { depression, anxiety: 'gad-7' } };
  return reduceProgram(partialOf(people.flat()), program, { minimumCell: 11, ...(of && { book: of }) });
}

describe('an operator’s own instrument', () => {
  test('is counted by the thresholds of its definition, as a built-in one is', () => {
    const own = outcomesOf('mood-check', book).instruments.find((one) => one.instrument === 'mood-check');
    expect(own).toMatchObject({ title: 'Mood check', better: 'lower' });
    expect(own?.measures.find(({ id }) => id === 'response')?.current.populations).toEqual({
      initialPopulation: 36,
      denominator: 36,
      denominatorExclusion: 11,
      numerator: 12,
    });
    expect(own?.categories?.segments.map(({ id, count }) => [id, count])).toEqual([
      ['recovered', 12],
      ['improved', 11],
      ['unchanged', 13],
      ['deteriorated', 0],
      ['not-measured', 0],
    ]);
  });

  test('can be the depression measure of a program', () => {
    const recovery = outcomesOf('mood-check', book, 'mood-check').measures.find(
      ({ id }) => id === 'recovery',
    );
    // Nobody recovers: the anxiety score stays at 9, a case.
    expect(recovery?.current.populations).toMatchObject({ denominator: 36, numerator: 0 });
    const improved = outcomesOf('mood-check', book, 'mood-check').measures[0];
    expect(improved?.current.populations).toMatchObject({ denominator: 36, numerator: 23 });
  });

  test('without thresholds has its change, and no measure that needs one', () => {
    const own = outcomesOf('silent-check', book).instruments.find((one) => one.instrument === 'silent-check');
    expect(own?.change.observed).toBe(36);
    expect(own?.categories).toBeNull();
    expect(own?.measures.map(({ id }) => id)).not.toContain('response');
  });

  test('that is in no settings is not guessed at', () => {
    expect(outcomesOf('mood-check').instruments.map(({ instrument }) => instrument)).toEqual(['gad-7']);
  });
});
