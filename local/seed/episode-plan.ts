/**
 * The story of one synthetic patient in one program: when they came, what they answered, how it ended.
 *
 * @module
 */
import { type FormId, greatest, pointsFor } from './answer-sheet.ts';
import { type Day, firstOfMonth, workingDay, type Year } from './calendar.ts';
import { type Chance, chance } from './chance.ts';
import type { Course, Ending, ProgramProfile } from './program-profile.ts';

/** One form that a patient filled in. */
export interface FilledForm {
  readonly form: FormId;
  readonly points: readonly number[];
  /** Answer to how difficult the problems made life, when it was given (PHQ-9). */
  readonly difficulty?: number;
}

export interface Visit {
  readonly number: number;
  readonly day: Day;
  /** Minute of the clinic's day at which it starts. */
  readonly minute: number;
  readonly attended: boolean;
  readonly forms: readonly FilledForm[];
}

export interface EpisodePlan {
  readonly program: string;
  readonly patient: string;
  readonly start: Day;
  readonly visits: readonly Visit[];
  /** Absent while the episode is open. */
  readonly ended?: { readonly day: Day; readonly how: Ending };
}

/**
 * No positive item 9 is younger than this, but one: the response that raises the live alert. Two days
 * more than a source's `alertWithin`, so that a slow start does not matter.
 */
const QUIET_DAYS = 16;
/** A program closes the file of somebody who stays away after this many days. */
const CLOSED_AFTER = 28;

export function planEpisode(
  profile: ProgramProfile,
  program: string,
  patient: string,
  /** Position among the program's patients, from 0 to 1: decides when the patient comes. */
  position: number,
  year: Year,
): EpisodePlan {
  const lots = chance(`episode/${program}/${patient}`);
  const start = intakeDay(profile.intake, position, year, lots);
  const planned = lots.between(...profile.visits);
  const ending = lots.weighted(profile.endings);
  const coming =
    ending === 'completed' ? planned : lots.between(ending === 'transferred' ? 2 : 1, planned - 1);
  const totals = coursesOf(profile, lots.weighted(profile.courses), planned, lots);

  const visits: Visit[] = [];
  let attended = 0;
  let day = workingDay(start + lots.between(0, 5));
  while (attended < coming && day < year.asOf) {
    const comes = attended === 0 || !lots.happens(0.07);
    const quiet = year.asOf - day < QUIET_DAYS;
    visits.push({
      number: visits.length + 1,
      day,
      minute: 9 * 60 + 15 * lots.between(0, 27),
      attended: comes,
      forms: comes
        ? filled(totals, attended, ending === 'completed' && attended + 1 === coming, quiet, lots)
        : [],
    });
    if (comes) attended += 1;
    day = workingDay(day + lots.between(...profile.daysBetweenVisits));
  }

  const last = visits.at(-1)?.day ?? start;
  const closed = ending === 'dropped-out' ? last + CLOSED_AFTER : last;
  const over = attended === coming && closed < year.asOf;
  return { program, patient, start, visits, ...(over ? { ended: { day: closed, how: ending } } : {}) };
}

/** Somebody in care now, whose last PHQ-9 is a few days old and has a positive item 9: the live alert. */
export function planLiveEpisode(program: string, patient: string, { asOf }: Year): EpisodePlan {
  const lots = chance(`live/${program}/${patient}`);
  const visits = [36, 21, 5].map((ago, index): Visit => {
    const worse = 13 + 2 * index;
    const phq9 = {
      form: 'phq-9',
      points: pointsFor('phq-9', worse, index === 2 ? 1 : 0, lots),
      difficulty: 2,
    } as const;
    const gad7 = { form: 'gad-7', points: pointsFor('gad-7', worse - 2, 0, lots) } as const;
    return {
      number: index + 1,
      day: workingDay(asOf - ago),
      minute: 10 * 60,
      attended: true,
      forms: [phq9, gad7],
    };
  });
  return { program, patient, start: (visits[0]?.day ?? asOf) - 1, visits };
}

/** The month by the program's intake, the day within it by lot. */
function intakeDay(intake: readonly number[], position: number, year: Year, lots: Chance): Day {
  let left = position * intake.reduce((sum, share) => sum + share, 0);
  const found = intake.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  const month = found < 0 ? intake.length - 1 : found;
  const from = firstOfMonth(year.from, month);
  const days = Math.min(firstOfMonth(from, 1), year.asOf) - from;
  return days < 1 ? year.until - 1 : from + lots.between(0, days - 1);
}

type Totals = Readonly<Record<FormId, readonly number[]>>;

function coursesOf({ baseline }: ProgramProfile, course: Course, planned: number, lots: Chance): Totals {
  // Depression and anxiety go together: a part of the severity is common to both.
  const common = lots.normal(0, 1);
  const totalsOf = (form: FormId) => {
    const { mean, sd } = baseline[form];
    const first = within(form, mean + sd * (0.8 * common + 0.6 * lots.normal(0, 1)));
    const last = goalOf(course, first, lots);
    return Array.from({ length: planned }, (_, visit) => {
      const done = 1 - (1 - visit / (planned - 1)) ** 1.5; // most of the change comes early
      return visit === 0 ? first : within(form, first + (last - first) * done + lots.normal(0, 0.9));
    });
  };
  return { 'phq-9': totalsOf('phq-9'), 'gad-7': totalsOf('gad-7') };
}

function goalOf(course: Course, first: number, lots: Chance): number {
  switch (course) {
    case 'recovers':
      return first * (lots.between(15, 40) / 100);
    case 'improves':
      return first * (lots.between(50, 75) / 100);
    case 'unchanged':
      return first + lots.between(-2, 2);
    case 'worsens':
      return first + lots.between(5, 9);
  }
}

function within(form: FormId, total: number): number {
  return Math.round(Math.min(Math.max(total, 0), greatest[form]));
}

/** Both forms at the first and mostly at the last visit; in between one is sometimes forgotten. */
function filled(
  totals: Totals,
  visit: number,
  last: boolean,
  quiet: boolean,
  lots: Chance,
): readonly FilledForm[] {
  const which =
    visit === 0 ? 'both' : lots.weighted({ both: last ? 89 : 80, 'phq-9': 6, none: last ? 5 : 14 });
  const forms: readonly FormId[] = which === 'both' ? ['phq-9', 'gad-7'] : which === 'phq-9' ? ['phq-9'] : [];
  return forms.map((form) => {
    const total = totals[form][visit] ?? 0;
    if (form === 'gad-7') return { form, points: pointsFor(form, total, 0, lots) };
    const selfHarm = total >= 12 && lots.happens(0.12) ? lots.between(1, 2) : 0;
    const points = pointsFor(form, total, quiet ? 0 : selfHarm, lots);
    return { form, points, ...(lots.happens(0.7) ? { difficulty: Math.min(3, Math.floor(total / 7)) } : {}) };
  });
}
