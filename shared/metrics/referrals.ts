/**
 * Referrals: of the stays that were referred in the period, those that have begun since, and how many days people
 * waited. A referral is what the EHR says of it: an EpisodeOfCare that is planned or on a waiting list, or was
 * (`statusHistory`).
 *
 * Unit: episodes, begun or not. Who has not begun is in no other figure.
 *
 * @module
 */
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import { type EpisodeRecord, hasBegun } from './episode-record.ts';
import { daysOf } from './periods.ts';
import type { ReferralFigure } from './program-figures.ts';
import type { Period } from './snapshot.ts';
import { spreadOf } from './spread.ts';
import type { Facet, Tally } from './tally.ts';

const FACET = 'referred';
const WAITING = 1;
const BEGUN = 2;

const definition = {
  term: 'Referred, and begun since',
  text: 'Of those who were referred in the period, who has begun by now, and how many days after the referral. The record system says who is planned or on a waiting list, and since when.',
  citation: 'Our definition; no published rule',
} as const;

function isIn(period: Period): (record: EpisodeRecord) => boolean {
  const inPeriod = daysOf(period);
  return ({ referred }) => inPeriod(referred);
}

export function referredFacet(period: Period): Facet {
  const inPeriod = isIn(period);
  return { id: FACET, of: (record) => (inPeriod(record) ? (hasBegun(record) ? BEGUN : WAITING) : 0) };
}

export interface ReferralSets {
  readonly referred: CellSet;
  readonly begun: CellSet;
}

export function referralSets(tally: Tally): ReferralSets {
  const cells = (accepts: (value: number) => boolean): CellSet =>
    tally.cellsOf(null, 'started', { all: 0 }, { facet: FACET, accepts });
  return { referred: cells((value) => value > 0), begun: cells((value) => value === BEGUN) };
}

export function referralFigure(
  disclosure: Disclosure,
  sets: ReferralSets,
  records: readonly EpisodeRecord[],
  period: Period,
  minimumCell: number,
): ReferralFigure {
  const [referred, begun] = [disclosure.show(sets.referred), disclosure.show(sets.begun)];
  const nothing = { definition, referred, begun, waitDays: null };
  if (referred === null || begun === null) return { ...nothing, reason: 'too-few' };
  if (records.every((record) => record.referred === null)) return { ...nothing, reason: 'not-recorded' };
  if (referred === 0) return { ...nothing, reason: 'no-episodes' };
  const waits = records
    .filter(isIn(period))
    .filter(hasBegun)
    .map(({ start, referred: day }) => Math.max(0, start - (day ?? start)));
  return { ...nothing, waitDays: spreadOf(waits, minimumCell), reason: null };
}
