/**
 * What kind of clinic a synthetic program is. Invented numbers of a believable size, tuned so that the first has
 * enough people for most months and groups, and the second for a year but for few of its months: both a full page
 * and suppression can be seen at work.
 *
 * @module
 */
export type Course = 'recovers' | 'improves' | 'unchanged' | 'worsens';
export type Ending = 'completed' | 'dropped-out' | 'transferred';

interface Spread {
  readonly mean: number;
  readonly sd: number;
}

export interface ProgramProfile {
  readonly patients: number;
  /** Total at the first visit. */
  readonly baseline: { readonly 'phq-9': Spread; readonly 'gad-7': Spread };
  readonly courses: Readonly<Record<Course, number>>;
  readonly endings: Readonly<Record<Ending, number>>;
  /** Planned visits of an episode, least and most. */
  readonly visits: readonly [number, number];
  readonly daysBetweenVisits: readonly [number, number];
  /** Share of the new patients by month: twelve full months, then the month under way. */
  readonly intake: readonly number[];
}

/** Weekly talking therapy: moderate on average, some below the cut-offs, busy after New Year and after the summer. */
const talking: ProgramProfile = {
  patients: 440,
  baseline: { 'phq-9': { mean: 13.5, sd: 5 }, 'gad-7': { mean: 11.5, sd: 4.5 } },
  courses: { recovers: 43, improves: 25, unchanged: 17, worsens: 15 },
  endings: { completed: 70, 'dropped-out': 24, transferred: 6 },
  visits: [2, 3],
  daysBetweenVisits: [9, 18],
  intake: [9, 7, 11, 8, 8, 7, 6, 6, 7, 11, 9, 8, 3],
};

/** Intensive outpatient care: severe on average, shorter, several visits close together, groups that start together. */
const intensive: ProgramProfile = {
  patients: 96,
  baseline: { 'phq-9': { mean: 19, sd: 3.5 }, 'gad-7': { mean: 15.5, sd: 3 } },
  courses: { recovers: 40, improves: 24, unchanged: 18, worsens: 18 },
  endings: { completed: 66, 'dropped-out': 24, transferred: 10 },
  visits: [2, 3],
  daysBetweenVisits: [5, 11],
  intake: [6, 4, 5, 20, 3, 4, 5, 3, 17, 4, 6, 5, 2],
};

/** The first program is a talking therapy, the second intensive, and so on by turns. */
export function profileOf(index: number): ProgramProfile {
  return index % 2 === 0 ? talking : intensive;
}
