/**
 * Further figures of a snapshot: per instrument, about the process of care, and by group of people. As in
 * `snapshot.ts`: null always comes with a reason and never means 0.
 *
 * @module
 */
import type { Area } from '../instruments/instrument.ts';
import type { BetterIs, Interval } from '../stats/estimate.ts';
import type { Grouping } from './packed-row.ts';
import type {
  Comparison,
  Count,
  Definition,
  Direction,
  MeanFigure,
  Partition,
  ProportionFigure,
  WithheldReason,
} from './snapshot.ts';

/** A proportion of one instrument in the current year. */
export interface InstrumentMeasure {
  readonly id: string;
  readonly label: string;
  readonly direction: Direction;
  readonly definition: Definition;
  readonly current: ProportionFigure;
}

export interface CurvePoint {
  /** Days from the start. */
  readonly day: number;
  /** Share for whom the event has come by then, 0..1, with its 95 % interval; Kaplan-Meier. */
  readonly share: number;
  readonly interval: Interval | null;
  /** Still watched and without the event after that day. */
  readonly atRisk: number;
}

/** Every thirty days for a year, while enough are watched; a point that would tell of 1 to 10 people is left out. */
export interface CurveFigure {
  readonly id: string;
  readonly label: string;
  readonly definition: Definition;
  readonly n: Count;
  readonly events: Count;
  readonly points: readonly CurvePoint[];
  /** Days until half have had the event, with its interval; null where that was not reached while enough were watched. */
  readonly median: number | null;
  readonly medianInterval: { readonly lower: number | null; readonly upper: number | null } | null;
  readonly reason: WithheldReason | null;
}

export interface AlphaFigure {
  readonly definition: Definition;
  readonly n: Count;
  readonly alpha: number | null;
  /** Feldt's 95 % interval, exact for parallel items. */
  readonly interval: Interval | null;
  /** Duhachek's 95 % interval, for items of any kind in many people. */
  readonly duhachek: Interval | null;
  /** Items of the score by their number on the sheet, with the alpha of the others. */
  readonly items: readonly { readonly item: number; readonly alphaIfDropped: number | null }[];
  /** What others found, in whom, and whether that lies within our interval. */
  readonly published: readonly {
    readonly value: number;
    readonly population: string;
    readonly citation: string;
    readonly within: boolean | null;
  }[];
  /** `keys`: negative, so an item is probably keyed the wrong way. `redundant`: above 0.95. */
  readonly warning: 'keys' | 'redundant' | null;
  readonly reason: WithheldReason | null;
}

/** Median and quartiles over people. */
export interface Spread {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface VariabilityFigure {
  readonly definition: Definition;
  readonly n: Count;
  readonly sd: Spread | null;
  readonly rmssd: Spread | null;
  readonly inertia: Spread | null;
  readonly reason: WithheldReason | null;
}

export interface InstrumentOutcomes {
  readonly instrument: string;
  readonly title: string;
  readonly area: Area;
  readonly better: BetterIs;
  readonly measures: readonly InstrumentMeasure[];
  readonly change: MeanFigure;
  /** Jacobson-Truax; null where no reliable change is registered. */
  readonly categories: (Partition & { readonly definition: Definition }) | null;
  readonly timeToRemission: CurveFigure | null;
  readonly alpha: AlphaFigure | null;
  readonly variability: VariabilityFigure | null;
  /** Of those in care now who can be judged, how many are not on track. */
  readonly notOnTrackNow: {
    readonly judged: Count;
    readonly offTrack: Count;
    /** Of those, who has fewer than six scores: a late response is still possible. */
    readonly mayRespondLate: Count;
    /** Where the limits come from. */
    readonly basis: 'past-episodes' | 'static-rules';
    readonly reason: WithheldReason | null;
  } | null;
}

export interface AllianceFigure {
  readonly rater: 'client' | 'therapist';
  readonly instrument: string;
  readonly n: Count;
  /** Of early alliance with improvement: Pearson, Spearman, and with the first score held constant. */
  readonly r: number | null;
  readonly interval: Interval | null;
  readonly rho: number | null;
  readonly partial: number | null;
  readonly partialInterval: Interval | null;
  readonly reason: WithheldReason | null;
}

export interface AllianceOutcome {
  readonly definition: Definition;
  readonly raters: readonly AllianceFigure[];
  /** Williams' t of the difference between the raters, in people with both. */
  readonly difference: {
    readonly n: Count;
    readonly t: number | null;
    readonly p: number | null;
    readonly reason: WithheldReason | null;
  };
}

export interface CompletionFigure {
  readonly definition: Definition;
  /** Questionnaires, not people. */
  readonly due: Count;
  readonly done: Count;
  /** Not among the due: the person has said no. */
  readonly declined: Count;
  readonly rate: number | null;
  readonly interval: Interval | null;
  /** Days from due to answered, of those answered; early counts as 0. */
  readonly days: Spread | null;
  readonly reason: WithheldReason | null;
}

export interface AlertResponse {
  readonly definition: Definition;
  /** Rounds of alerts, not people. */
  readonly raised: Count;
  readonly acknowledged: Count;
  readonly hours: Spread | null;
  readonly reason: WithheldReason | null;
}

export interface WriteBackTimes {
  readonly definition: Definition;
  /** Responses of the source whose scores first stood in the EHR in the period. */
  readonly written: Count;
  readonly withinDay: Count;
  readonly share: number | null;
  /** Seconds within which half of them were there, rounded up to a bound of `writeTimeBounds`. */
  readonly medianWithin: number | null;
  readonly reason: WithheldReason | null;
}

export interface LongGapFigure {
  readonly definition: Definition;
  /** In care with two contacts or more. */
  readonly open: Count;
  readonly longGap: Count;
  readonly reason: WithheldReason | null;
}

export interface ReferralFigure {
  readonly definition: Definition;
  /** Referred in the period, begun or not. */
  readonly referred: Count;
  readonly begun: Count;
  /** From the referral to the start, of those who have begun. */
  readonly waitDays: Spread | null;
  readonly reason: WithheldReason | null;
}

/** Each person once, however often they had care in the year. */
export interface PeopleFigure {
  readonly started: Count;
  readonly finished: Count;
  readonly reason: WithheldReason | null;
}

export interface ProcessOutcomes {
  readonly people: PeopleFigure;
  readonly referrals: ReferralFigure;
  readonly completion: CompletionFigure;
  readonly longGaps: LongGapFigure;
  readonly retention: CurveFigure;
  readonly alliance: AllianceOutcome;
  readonly alerts: AlertResponse;
  /** Null where the counts were not at hand. */
  readonly writeBack: WriteBackTimes | null;
}

export interface StratumRow {
  /** Null is "not recorded". */
  readonly value: string | null;
  readonly figure: ProportionFigure;
  /** Against everybody else, Newcombe's method 10. */
  readonly gap: Comparison;
}

/** One measure by one property of people, in the current year. */
export interface StratumTable {
  readonly measure: string;
  readonly by: Grouping;
  readonly rows: readonly StratumRow[];
}
