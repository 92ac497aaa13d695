/**
 * What leaves the building of a snapshot, as one list: every proportion and mean of the current year, of the
 * program and of each instrument. CSV and MeasureReport both print this list, so they agree to the digit.
 *
 * A measure that only describes (`neither`) is in the CSV and in no MeasureReport: DEQM wants to know which way
 * is better.
 *
 * @module
 */
import { type Grouping, groupings } from '../packed-row.ts';
import type { StratumRow } from '../program-figures.ts';
import type { Definition, Direction, MeanFigure, ProportionFigure, Snapshot } from '../snapshot.ts';

export type ReportedMeasure = {
  /** Unique in the snapshot; with an instrument, `<instrument>.<measure>`. */
  readonly id: string;
  readonly label: string;
  readonly instrument: string | null;
  readonly direction: Direction;
  readonly definition: Definition;
} & (
  | {
      readonly kind: 'proportion';
      readonly figure: ProportionFigure;
      readonly strata: readonly { readonly by: Grouping; readonly rows: readonly StratumRow[] }[];
    }
  | { readonly kind: 'mean'; readonly figure: MeanFigure }
);

const meanDefinition: Definition = {
  term: 'Mean change, paired t interval; standardised by the SD of the first scores (SMCR)',
  text: 'The average change from the first to the last score of those who finished care and have both, in points, positive is better.',
  citation: 'Student 1908; Becker 1988; Morris 2008',
};

export function reportedMeasures(snapshot: Snapshot): readonly ReportedMeasure[] {
  return [
    ...snapshot.measures.map(
      ({ id, label, direction, definition, current }): ReportedMeasure => ({
        ...{ kind: 'proportion', id, label, instrument: null, direction, definition, figure: current },
        strata: groupings.flatMap((by) => {
          const table = snapshot.strata.find((one) => one.by === by && one.measure === id);
          return table === undefined ? [] : { by, rows: table.rows };
        }),
      }),
    ),
    ...snapshot.instruments.flatMap(({ instrument, title, measures, change }): readonly ReportedMeasure[] => [
      ...measures.map(
        ({ id, label, direction, definition, current }): ReportedMeasure => ({
          kind: 'proportion',
          id: `${instrument}.${id}`,
          label: `${title}: ${label}`,
          instrument,
          direction,
          definition,
          figure: current,
          strata: [],
        }),
      ),
      {
        kind: 'mean',
        id: `${instrument}.mean-change`,
        label: `${title}: average change, points better`,
        instrument,
        direction: 'increase',
        definition: meanDefinition,
        figure: change,
      },
    ]),
  ];
}

/** A definition that changes is another measure: this is its version, of the threshold registry. */
export function definitionVersion({ registryVersion }: Snapshot): string {
  return `1.${registryVersion.thresholds}.0`;
}
