/**
 * How the year of the programs goes: who comes, what they fill in, what goes wrong, what is sent when.
 *
 * @module
 */
import type { ProgramSettings, SourceSettings } from '../../shared/settings/settings.ts';
import { dateText, type Year, yearBefore } from './calendar.ts';
import { chance } from './chance.ts';
import { type EpisodePlan, planEpisode, planLiveEpisode } from './episode-plan.ts';
import { type Mishap, mishaps } from './mishap.ts';
import { patientId } from './patients.ts';
import { profileOf } from './program-profile.ts';
import { type Delivery, deliveriesOf, repeated } from './push.ts';
import { type Sheet, sheetsOf, withMishaps } from './sheet.ts';

export interface SeedOptions {
  /** ISO instant of the run. Only its calendar date in the source's zone matters. */
  readonly asOf: string;
  readonly source: Pick<SourceSettings, 'id' | 'timeZone'>;
  /** Programs of other sources are left out. */
  readonly programs: readonly Pick<ProgramSettings, 'id' | 'source'>[];
  /** 1 (the default) is about 2 100 responses of two programs; 0.1 is about 230. */
  readonly size?: number;
}

export interface Story {
  readonly year: Year;
  readonly episodes: readonly EpisodePlan[];
  readonly sheets: readonly Sheet[];
  /** In time order. */
  readonly deliveries: readonly Delivery[];
  /** Those of `deliveries` that repeat an earlier one. */
  readonly repeats: readonly Delivery[];
}

/** A form younger than this has met no mishap yet: corrections take up to a week to arrive. */
const SETTLED_DAYS = 30;
/** Deliveries sent twice, of about 800. */
const REPEATS = 14;

export function storyOf(options: SeedOptions): Story {
  const { source, size = 1 } = options;
  const year = yearBefore(options.asOf, source.timeZone);
  const lots = chance(`story/${source.id}`);
  const episodes = episodesOf(options, year);
  const sheets = withMishaps(
    episodes.flatMap(sheetsOf),
    mishapCounts(size),
    ({ visit }) => year.asOf - visit.day > SETTLED_DAYS,
    lots,
  );
  const once = deliveriesOf(episodes, sheets, source.timeZone, calendarYear(options));
  const repeats = repeated(once.filter(mayRepeat), scaled(REPEATS, size), lots);
  const deliveries = [...once, ...repeats].sort((a, b) =>
    a.push.at < b.push.at ? -1 : a.push.at > b.push.at ? 1 : 0,
  );
  return { year, episodes, sheets, deliveries, repeats };

  /** Whole sheets only, old enough that the repetition arrives before `asOf`. */
  function mayRepeat(delivery: Delivery): boolean {
    const settled = delivery.sheets.every(
      ({ mishap, visit }) => mishap === undefined && year.asOf - visit.day > 2,
    );
    return delivery.sheets.length > 0 && settled;
  }
}

function episodesOf({ source, programs, size = 1 }: SeedOptions, year: Year): readonly EpisodePlan[] {
  const episodes: EpisodePlan[] = [];
  for (const [index, { id }] of programs.filter((program) => program.source === source.id).entries()) {
    const profile = profileOf(index);
    const count = scaled(profile.patients, size);
    for (let patient = 0; patient < count; patient += 1) {
      const next = patientId(episodes.length + 1);
      episodes.push(planEpisode(profile, id, next, (patient + 0.5) / count, year));
    }
    if (index === 0) episodes.push(planLiveEpisode(id, patientId(episodes.length + 1), year));
  }
  // Somebody enrolled yesterday may not have come yet: nothing has been sent about them.
  return episodes.filter(({ visits }) => visits.length > 0);
}

function mishapCounts(size: number): ReadonlyMap<Mishap, { count: number; keepsItem9: boolean }> {
  const entries = Object.entries(mishaps) as [Mishap, (typeof mishaps)[Mishap]][];
  return new Map(
    entries.map(([mishap, { count, keepsItem9 }]) => [
      mishap,
      { count: count === 1 ? 1 : scaled(count, size), keepsItem9 },
    ]),
  );
}

const scaled = (count: number, size: number) => Math.max(1, Math.round(count * size));
/** The calendar year from which ages of patients count. */
export function calendarYear({ asOf, source }: SeedOptions): number {
  return Number(dateText(yearBefore(asOf, source.timeZone).asOf).slice(0, 4));
}
