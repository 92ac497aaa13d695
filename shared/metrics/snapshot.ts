/**
 * The outcomes of one program as they stand: the one document behind the page, the API and the exports.
 *
 * It is safe to send as it is: it names no person, and every figure about 1 to 10 people, or from which such
 * a figure could be worked out, is null with the reason `too-few`. Null always comes with a reason and never
 * means 0. A change of meaning is a new `version`; new fields are not.
 *
 * @module
 */
import type { Interval } from '../stats/estimate.ts';
import type { InstrumentOutcomes, ProcessOutcomes, StratumTable } from './program-figures.ts';
import type { Watermark } from './watermark.ts';

export const SNAPSHOT_VERSION = 1;

/** Why a figure is null. Stored and shown: never rename a code. */
export type WithheldReason =
  /** Fewer people than may be shown, or a figure from which such a number could be worked out. */
  | 'too-few'
  /** Nobody belongs to the denominator, so a rate would be 0 of 0. */
  | 'no-episodes'
  /** The statistic is not defined for these values: all equal, or a single one. */
  | 'not-defined'
  /** Enough people to be shown, too few for this statistic to mean anything. */
  | 'too-few-for-statistic'
  /** There is nothing to compare with. */
  | 'no-comparison'
  /** The EHR does not send what would tell. */
  | 'not-recorded';

export interface Period {
  /** First and last day, both inclusive: `YYYY-MM-DD` of the organisation's calendar. */
  readonly start: string;
  readonly end: string;
  /** In words: `Feb 2025 to Jan 2026`, `Jan 2026`. */
  readonly label: string;
  /** Late corrections are still to be expected. */
  readonly provisional: boolean;
}

/** A number of episodes; null when it is withheld. */
export type Count = number | null;

/** Counts in the words of FHIR measure populations, before exclusions are subtracted. */
export interface Populations {
  readonly initialPopulation: Count;
  readonly denominator: Count;
  readonly denominatorExclusion: Count;
  readonly numerator: Count;
}

export interface ProportionFigure {
  readonly populations: Populations;
  /**
   * `eligible`: everyone the measure is about; whoever was not measured counts as not achieved.
   * `observed`: those of them who were measured at the start and at the end.
   */
  readonly denominators: { readonly eligible: Count; readonly observed: Count };
  /** Numerator of the eligible, 0..1, with its 95 % Wilson interval. This is the headline rate. */
  readonly rate: number | null;
  readonly interval: Interval | null;
  readonly observedRate: number | null;
  readonly observedInterval: Interval | null;
  /** Why `rate` is null; null when it is there. */
  readonly reason: WithheldReason | null;
}

export type CompareWords = 'higher than' | 'lower than' | 'no clear difference from';

/** Decided by the interval of the difference, never by the sign of the change. */
export interface Comparison {
  readonly words: CompareWords | null;
  /** Rate now minus the rate compared with, and its 95 % Newcombe interval (method 10); null for a benchmark. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly reason: WithheldReason | null;
}

/** A published figure to stand beside ours. */
export interface Benchmark {
  readonly label: string;
  readonly rate: number;
  readonly citation: string;
  readonly comparison: Comparison;
}

/** What a measure says and who says so. */
export interface Definition {
  readonly text: string;
  readonly citation: string;
  /** The field's own name for it, for the page of definitions. */
  readonly term: string;
}

/** FHIR measure-improvement-notation; `neither` for a count that describes. */
export type Direction = 'increase' | 'decrease' | 'neither';

export interface ProportionMeasure {
  readonly kind: 'proportion';
  readonly id: string;
  /** In plain words. */
  readonly label: string;
  readonly direction: Direction;
  readonly definition: Definition;
  readonly current: ProportionFigure;
  readonly previous: ProportionFigure;
  readonly comparison: Comparison;
  readonly benchmark: Benchmark | null;
  /** One figure a month, in the order of `Snapshot.months`. */
  readonly months: readonly ProportionFigure[];
}

export interface MeanFigure {
  /** People with a first and a last score. */
  readonly observed: Count;
  readonly eligible: Count;
  readonly meanFirst: number | null;
  readonly meanLast: number | null;
  /** Mean change in points, turned so that positive is better, with its 95 % paired t interval. */
  readonly change: number | null;
  readonly interval: Interval | null;
  readonly effectSize: {
    readonly name: string;
    readonly value: number;
    readonly interval: Interval;
  } | null;
  /** The same change by other standardisers, uncorrected: on the same scores they differ by a third. */
  readonly otherEffectSizes: readonly { readonly name: string; readonly value: number }[];
  /** Why any of these is null: `not-defined` may be of the interval or the effect size alone. */
  readonly reason: WithheldReason | null;
}

export interface MeanMeasure {
  readonly kind: 'mean';
  readonly id: string;
  readonly label: string;
  readonly instrument: string;
  readonly definition: Definition;
  readonly current: MeanFigure;
  readonly previous: MeanFigure;
}

/** One piece of a whole. The pieces of a partition add up to its total. */
export interface Segment {
  readonly id: string;
  readonly label: string;
  readonly count: Count;
  /** Of the total, 0..1. */
  readonly share: number | null;
}

export interface Partition {
  readonly total: Count;
  readonly segments: readonly Segment[];
  /** Set when any segment is withheld. */
  readonly reason: WithheldReason | null;
}

/** Where people leave: the episodes that started in the period. Each stage is part of the one before. */
export interface Funnel {
  readonly stages: readonly { readonly id: string; readonly label: string; readonly count: Count }[];
  readonly reason: WithheldReason | null;
}

export interface Snapshot {
  readonly version: typeof SNAPSHOT_VERSION;
  readonly source: string;
  readonly program: { readonly id: string; readonly name: string };
  /** Versions of the scoring rules and of the threshold registry the figures come from. */
  readonly registryVersion: { readonly scoring: number; readonly thresholds: number };
  /** Local date up to which everything received counts. */
  readonly asOf: string;
  readonly watermark: Watermark;
  readonly minimumCell: number;
  /** Set where every count is shown to the nearest of so many; see `rounded-counts.ts`. */
  readonly roundCountsTo?: number;
  /** Whether the EHR gave the episodes, or they were inferred from responses that name the program. */
  readonly episodes: 'stored' | 'inferred' | 'none';
  /** Instruments of the two measures. */
  readonly measuredBy: { readonly depression: string; readonly anxiety: string };
  /** The last twelve full months, and the twelve before them. */
  readonly period: Period;
  readonly previousPeriod: Period;
  readonly months: readonly Period[];
  /** The headline in one or two sentences. */
  readonly sentence: string;
  readonly measures: readonly ProportionMeasure[];
  readonly means: readonly MeanMeasure[];
  /** What happened to everyone who finished: the 100 % bar, with `not-measured` as a piece of its own. */
  readonly outcomes: Partition;
  /** How much treatment everyone who left in the period had had. */
  readonly endings: Partition;
  /** Why they left, planned or not. */
  readonly reasons: Partition;
  readonly funnel: Funnel;
  /** Every instrument with scores in the program's episodes, in the current year. */
  readonly instruments: readonly InstrumentOutcomes[];
  readonly process: ProcessOutcomes;
  /** By group of people, with "not recorded" as a row. */
  readonly strata: readonly StratumTable[];
}
