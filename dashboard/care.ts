/**
 * Care as it goes: who may need attention now, whether people stay, are asked and followed up, and whether scores
 * and alerts reach those who have to see them.
 *
 * @module
 */
import type { CurveFigure, ProcessOutcomes, Spread } from '../shared/metrics/program-figures.ts';
import type { Count, Snapshot, WithheldReason } from '../shared/metrics/snapshot.ts';
import { count, inHundred, likelyRange, withheld } from './wording.ts';

export interface CareFact {
  readonly id: string;
  readonly label: string;
  /** The figure; null where there is none, and then `detail` says why. */
  readonly value: string | null;
  readonly detail: string;
}

export interface CareFacts {
  readonly now: readonly CareFact[];
  readonly followedUp: readonly CareFact[];
}

/** Empty lists for a snapshot of before these figures. */
export function careFacts(snapshot: Partial<Snapshot>): CareFacts {
  const { process } = snapshot;
  return {
    now: [...offTrack(snapshot), ...(process === undefined ? [] : nowFacts(process))],
    followedUp: [
      ...(process === undefined
        ? []
        : [...referredFacts(process), stoppedFact(process.retention, 90), ...askedFacts(process)]),
      ...followUps(snapshot),
      ...(process === undefined ? [] : [alertsFact(process)]),
    ],
  };
}

interface About {
  readonly id: string;
  readonly label: string;
  /** Why there is no figure, where there is none. */
  readonly reason: WithheldReason | null;
}

function fact({ id, label, reason }: About, value: string | null, detail: string): CareFact {
  return { id, label, value, detail: value === null ? withheld(reason) : detail };
}

function rated(rate: number): string {
  return `${inHundred(rate)} in 100`;
}

/** A share of 0..1 of so many, where both may be shown. */
function share(about: About, rate: number | null, of: Count, whom: string): CareFact {
  return rate === null || of === null
    ? fact(about, null, '')
    : fact(about, rated(rate), `of ${count(of)} ${whom}`);
}

/** `n` of `of`, where both may be shown. */
function some(about: About, n: Count, of: Count, whom: string): CareFact {
  if (of === 0) return fact({ ...about, reason: 'no-episodes' }, null, '');
  return n === null || of === null ? fact(about, null, '') : fact(about, count(n), `of ${count(of)} ${whom}`);
}

function offTrack({ instruments = [] }: Partial<Snapshot>): readonly CareFact[] {
  return instruments.flatMap(({ instrument, title, notOnTrackNow }) => {
    // Of a questionnaire that nobody in care has answered three times there is nothing to say.
    if (notOnTrackNow === null || notOnTrackNow.reason === 'no-episodes') return [];
    const { judged, offTrack: off, mayRespondLate, reason } = notOnTrackNow;
    const about = { id: `off-track-${instrument}`, label: `Not on track by the ${title}`, reason };
    // Absent in a snapshot of before it was counted.
    const late =
      mayRespondLate === null || mayRespondLate === undefined || mayRespondLate === 0
        ? ''
        : `; ${count(mayRespondLate)} of them before the sixth score, when people still respond late`;
    return [some(about, off, judged, `in care with three scores or more${late}`)];
  });
}

function nowFacts({ longGaps }: ProcessOutcomes): readonly CareFact[] {
  const { open, longGap, reason } = longGaps;
  return [
    some({ id: 'long-gaps', label: 'No contact for more than 90 days', reason }, longGap, open, 'in care'),
  ];
}

/** Of twelve full months like all here: who has to act on an alert has heard of it elsewhere. */
function alertsFact({ alerts: { raised, acknowledged, hours, reason } }: ProcessOutcomes): CareFact {
  const about = { id: 'alerts', label: 'Safety alerts taken on', reason };
  if (raised === 0) return noneYet(about);
  const half = hours === null ? '' : `; half within ${duration(hours.median * 3600)}`;
  return some(
    about,
    acknowledged,
    raised,
    `that people were told of in these twelve months${half}. ${NOT_YET}`,
  );
}

const NOT_YET = 'This month’s are not in it yet.';

function noneYet({ id, label }: About): CareFact {
  return { id, label, value: null, detail: `None in these twelve months. ${NOT_YET}` };
}

/** Nothing where the record system does not say who waits, or a snapshot of before it was read. */
function referredFacts({ referrals }: Partial<ProcessOutcomes>): readonly CareFact[] {
  if (referrals === undefined || referrals.reason === 'not-recorded') return [];
  const { referred, begun, waitDays, reason } = referrals;
  const wait = waitDays === null ? '' : `; half waited ${Math.ceil(waitDays.median)} days or less`;
  const about = { id: 'referred', label: 'Begun of those referred', reason };
  return [some(about, begun, referred, `referred in these twelve months${wait}`)];
}

/** Kaplan-Meier: the share of those who started, with people still in care watched until now. */
function stoppedFact({ points, reason }: CurveFigure, day: number): CareFact {
  const about = { id: 'stopped', label: `Stopped coming within ${day} days`, reason };
  const point = points.find((one) => one.day === day);
  if (point === undefined) return fact(about, null, '');
  const range = point.interval === null ? '' : `, likely range ${likelyRange(point.interval)}`;
  return fact(about, rated(point.share), `of those who started${range}`);
}

function askedFacts({ completion, writeBack }: ProcessOutcomes): readonly CareFact[] {
  const { due, done, declined, rate, days, reason } = completion;
  const refused =
    declined === null || declined === undefined || declined === 0
      ? ''
      : `; ${count(declined)} more were declined`;
  const about = { id: 'completion', label: 'Questionnaires answered when they were due', reason };
  const asked =
    rate === null || due === null || done === null
      ? fact(about, null, '')
      : fact(about, rated(rate), `${count(done)} of ${count(due)}${halfWithin(days)}${refused}`);
  if (writeBack === null) return [asked];
  const { written, medianWithin } = writeBack;
  const half = medianWithin === null ? '' : `; half within ${duration(medianWithin)}`;
  const inRecord = { id: 'written', label: 'Scores in the record within a day', reason: writeBack.reason };
  if (written === 0) return [asked, noneYet(inRecord)];
  return [asked, share(inRecord, writeBack.share, written, `answer sheets of this record system${half}`)];
}

function halfWithin(days: Spread | null): string {
  if (days === null) return '';
  const median = Math.ceil(days.median);
  return median === 0
    ? '; half on the day itself'
    : `; half within ${median} ${median === 1 ? 'day' : 'days'}`;
}

function followUps({ measures = [] }: Partial<Snapshot>): readonly CareFact[] {
  return measures
    .filter(({ id }) => id.startsWith('follow-up-'))
    .map(({ id, label, current: { rate, reason, denominators } }) =>
      share({ id, label, reason }, rate, denominators.eligible, 'whose time for it has come'),
    );
}

const units = [
  { seconds: 86_400, name: 'day' },
  { seconds: 3600, name: 'hour' },
  { seconds: 60, name: 'minute' },
] as const;

/** In the largest unit that leaves at least two of them, rounded up. */
function duration(seconds: number): string {
  const unit = units.find((one) => seconds >= 2 * one.seconds) ?? units.at(-1);
  const n = Math.max(1, Math.ceil(seconds / (unit?.seconds ?? 60)));
  return `${count(n)} ${unit?.name ?? 'minute'}${n === 1 ? '' : 's'}`;
}
