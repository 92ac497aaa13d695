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
      ...(process === undefined ? [] : [stoppedFact(process.retention, 90), ...askedFacts(process)]),
      ...followUps(snapshot),
    ],
  };
}

function fact(id: string, label: string, value: string, detail: string): CareFact {
  return { id, label, value, detail };
}

function none(id: string, label: string, reason: WithheldReason | null): CareFact {
  return { id, label, value: null, detail: withheld(reason) };
}

/** `n` of `of`, where both may be shown. */
function some(
  {
    id,
    label,
    reason,
  }: { readonly id: string; readonly label: string; readonly reason: WithheldReason | null },
  n: Count,
  of: Count,
  whom: string,
): CareFact {
  return n === null || of === null || of === 0
    ? none(id, label, of === 0 ? 'no-episodes' : reason)
    : fact(id, label, count(n), `of ${count(of)} ${whom}`);
}

function offTrack({ instruments = [] }: Partial<Snapshot>): readonly CareFact[] {
  return instruments.flatMap(({ instrument, title, notOnTrackNow }) => {
    // Of a questionnaire that nobody in care has answered three times there is nothing to say.
    if (notOnTrackNow === null || notOnTrackNow.reason === 'no-episodes') return [];
    const { judged, offTrack: off, reason } = notOnTrackNow;
    const head = { id: `off-track-${instrument}`, label: `Not on track by the ${title}`, reason };
    return [some(head, off, judged, 'in care with three scores or more')];
  });
}

function nowFacts({ longGaps, alerts }: ProcessOutcomes): readonly CareFact[] {
  const gap = { id: 'long-gaps', label: 'No contact for more than 90 days', reason: longGaps.reason };
  return [some(gap, longGaps.longGap, longGaps.open, 'in care'), alertFact(alerts)];
}

function alertFact({ raised, acknowledged, hours, reason }: ProcessOutcomes['alerts']): CareFact {
  const label = 'Safety alerts taken on';
  const base = some(
    { id: 'alerts', label, reason },
    acknowledged,
    raised,
    'that people were told of in these twelve months',
  );
  const half = hours === null ? '' : `; half within ${duration(hours.median * 3600)}`;
  return { ...base, detail: base.detail + half };
}

/** Kaplan-Meier: the share of those who started, with people still in care watched until now. */
function stoppedFact({ points, reason }: CurveFigure, day: number): CareFact {
  const [id, label] = ['stopped', `Stopped coming within ${day} days`];
  const point = points.find((one) => one.day === day);
  if (point === undefined) return none(id, label, reason);
  const range = point.interval === null ? '' : `, likely range ${likelyRange(point.interval)}`;
  return fact(id, label, `${inHundred(point.share)} in 100`, `of those who started${range}`);
}

function askedFacts({ completion, writeBack }: ProcessOutcomes): readonly CareFact[] {
  const { due, done, rate, days, reason } = completion;
  const asked = [
    rate === null || due === null || done === null
      ? none('completion', 'Questionnaires answered when they were due', reason)
      : fact(
          'completion',
          'Questionnaires answered when they were due',
          `${inHundred(rate)} in 100`,
          `${count(done)} of ${count(due)}${halfWithin(days)}`,
        ),
  ];
  if (writeBack === null) return asked;
  const { share, written, medianWithin } = writeBack;
  const label = 'Scores in the record within a day';
  if (share === null || written === null) return [...asked, none('written', label, writeBack.reason)];
  const half = medianWithin === null ? '' : `; half within ${duration(medianWithin)}`;
  return [
    ...asked,
    fact(
      'written',
      label,
      `${inHundred(share)} in 100`,
      `of ${count(written)} answer sheets of this record system${half}`,
    ),
  ];
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
    .map(({ id, label, current }) => {
      const { rate, reason, denominators } = current;
      return rate === null || denominators.eligible === null
        ? none(id, label, reason)
        : fact(
            id,
            label,
            `${inHundred(rate)} in 100`,
            `of ${count(denominators.eligible)} whose time for it has come`,
          );
    });
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
