/**
 * A synthetic year of two (or more) programs: about 2 100 PHQ-9 and GAD-7 of people who do not exist.
 *
 * The same arguments give the same bytes. `expected` says where every response must end, from how the
 * story was made and not from how we score: a run of the pipeline is compared with it.
 *
 * The source must name its responses by id (`identity: "id"`), and its EHR must not hold the response
 * that is deleted: a delete is looked up, and 404 is what withdraws it.
 *
 * @module
 */
import type { Patient } from 'fhir/r4.js';
import { type Expected, tally } from './expected.ts';
import { patientResource } from './patients.ts';
import type { Push } from './push.ts';
import { calendarYear, type SeedOptions, storyOf } from './story.ts';

export type { Expected, Push, SeedOptions };

/** Everything the EHR sends, in time order. */
export function seed(options: SeedOptions): readonly Push[] {
  return storyOf(options).deliveries.map(({ push }) => push);
}

/** Where everything that `seed` sends must end. */
export function expected(options: SeedOptions): Expected {
  return tally(storyOf(options));
}

/** The patients of the story, for an EHR that must know them before scores are written to it. */
export function patients(options: SeedOptions): readonly Patient[] {
  const year = calendarYear(options);
  return storyOf(options).episodes.map(({ patient }) => patientResource(patient, year));
}
