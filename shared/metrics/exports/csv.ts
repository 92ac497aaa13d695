/**
 * Snapshot -> CSV (RFC 4180), one line a figure, groups of people included. An empty cell is withheld or not
 * defined, and `reason` says which; it never means 0.
 *
 * A cell that a spreadsheet would take for a formula is quoted text with an apostrophe before it.
 *
 * @module
 */
import { groupName } from '../group-names.ts';
import type { MeanFigure, ProportionFigure, Snapshot } from '../snapshot.ts';
import { definitionVersion, reportedMeasures } from './reported-measure.ts';

const columns = [
  ...['as_of', 'program', 'period_start', 'period_end', 'provisional', 'measure', 'definition_version'],
  ...[
    'label',
    'instrument',
    'by',
    'group',
    'group_name',
    'initial_population',
    'excluded',
    'eligible',
    'observed',
  ],
  ...['numerator', 'rate', 'rate_lower', 'rate_upper', 'observed_rate', 'observed_lower', 'observed_upper'],
  ...['mean_first', 'mean_last', 'mean_change', 'change_lower', 'change_upper', 'effect_size_name'],
  ...['effect_size', 'effect_lower', 'effect_upper', 'reason', 'term', 'definition', 'citation'],
] as const;

type Cells = Partial<Record<(typeof columns)[number], string | number | boolean | null>>;

export function csvOf(snapshot: Snapshot): string {
  const { asOf, program, period } = snapshot;
  const common: Cells = {
    as_of: asOf,
    program: program.id,
    period_start: period.start,
    period_end: period.end,
    provisional: period.provisional,
    definition_version: definitionVersion(snapshot),
  };
  const lines = reportedMeasures(snapshot).flatMap((one): readonly Cells[] => {
    const { id: measure, label, instrument, definition: said } = one;
    const { term, text: definition, citation } = said;
    const about: Cells = { ...common, measure, label, instrument, term, definition, citation };
    if (one.kind === 'mean') return [{ ...about, ...meanCells(one.figure) }];
    return [
      { ...about, ...proportionCells(one.figure) },
      ...one.strata.flatMap(({ by, rows }) =>
        rows.map(({ value, figure }) => ({
          ...about,
          by,
          group: value ?? 'not recorded',
          group_name: groupName(by, value),
          ...proportionCells(figure),
        })),
      ),
    ];
  });
  return [columns.join(','), ...lines.map(lineOf), ''].join('\r\n');
}

function proportionCells({
  populations,
  denominators,
  rate,
  interval,
  observedRate,
  observedInterval,
  reason,
}: ProportionFigure): Cells {
  return {
    initial_population: populations.initialPopulation,
    excluded: populations.denominatorExclusion,
    eligible: denominators.eligible,
    observed: denominators.observed,
    numerator: populations.numerator,
    rate,
    rate_lower: interval?.lower ?? null,
    rate_upper: interval?.upper ?? null,
    observed_rate: observedRate,
    observed_lower: observedInterval?.lower ?? null,
    observed_upper: observedInterval?.upper ?? null,
    reason,
  };
}

function meanCells(figure: MeanFigure): Cells {
  const { eligible, observed, meanFirst, meanLast, change, interval, effectSize, reason } = figure;
  return {
    eligible,
    observed,
    mean_first: meanFirst,
    mean_last: meanLast,
    mean_change: change,
    change_lower: interval?.lower ?? null,
    change_upper: interval?.upper ?? null,
    effect_size_name: effectSize?.name ?? null,
    effect_size: effectSize?.value ?? null,
    effect_lower: effectSize?.interval.lower ?? null,
    effect_upper: effectSize?.interval.upper ?? null,
    reason,
  };
}

function lineOf(cells: Cells): string {
  return columns.map((column) => cellText(cells[column] ?? null)).join(',');
}

function cellText(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}
