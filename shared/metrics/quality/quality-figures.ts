/**
 * Cases of the quality measures -> figures that may leave the team, and what is kept to judge the next ones.
 *
 * Unit: people. The same system as of all figures decides (`disclosure.ts`): the counts of all measures, of all
 * age groups, and of what was published of the same year before are judged together, so that no group of 1 to
 * 10 people is shown and none can be worked out, corrections included.
 *
 * @module
 */

import type { Interval } from '../../stats/estimate.ts';
import type { CellSet, Cells } from '../cell-set.ts';
import { Disclosure } from '../disclosure.ts';
import { packed } from '../packed-text.ts';
import { rateOf } from '../proportion-figure.ts';
import type { ReleaseLedger } from '../release-ledger.ts';
import type { Count, WithheldReason } from '../snapshot.ts';
import type { QualityMeasure, RatedMeasure } from './measures.ts';
import { isCounted, type PopulationCode, populationCodes, type QualityCase } from './quality-case.ts';

export interface JudgedMeasure {
  readonly measure: Omit<QualityMeasure, 'judge'>;
  readonly cases: readonly QualityCase[];
}

export interface QualityGroup {
  /** Age group of the measure; null is everybody. */
  readonly stratum: string | null;
  /** Before exclusions and exceptions are subtracted. */
  readonly populations: Readonly<Record<PopulationCode, Count>>;
  /** What remains of the denominator after exclusions and exceptions. */
  readonly eligible: Count;
  /** Of the eligible, those with a measurement. */
  readonly measured: Count;
  /** Numerator of the eligible, 0..1, with its 95 % Wilson interval. */
  readonly score: number | null;
  readonly interval: Interval | null;
  readonly scoreOfMeasured: number | null;
  readonly reason: WithheldReason | null;
}

export interface QualityFigure {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
  readonly confidence: 'verified' | 'unverified';
  readonly rateOf?: RatedMeasure;
  readonly all: QualityGroup;
  readonly strata: readonly QualityGroup[];
}

export interface QualityFigures {
  readonly figures: readonly QualityFigure[];
  readonly ledger: ReleaseLedger;
  /** Small groups that corrections since give away, whatever is withheld now. */
  readonly givenAway: number;
}

/** What is true of one person in all measures, and where they stood in what was published before. */
interface Person {
  readonly cases: ReadonlyMap<string, QualityCase>;
  readonly place: number;
}

/**
 * @param year the ledger's name. @param before what was published of the same year, if anything: people by their
 * packed id.
 */
export function qualityFigures(
  judged: readonly JudgedMeasure[],
  year: string,
  minimumCell: number,
  before?: ReleaseLedger,
): QualityFigures {
  const { cells, people, cellOf } = alike(judged, before);
  const setOf = (holds: (person: Person) => boolean): CellSet =>
    Uint8Array.from(people, (person) => (holds(person) ? 1 : 0));
  const groups = judged.map(({ measure, cases }) => {
    const strata = [...new Set(cases.flatMap(({ stratum }) => stratum ?? []))].sort();
    return { measure, sets: [null, ...strata].map((stratum) => groupSets(setOf, measure.id, stratum)) };
  });
  const released = (before?.shown ?? []).map((places) => setOf(({ place }) => places.has(place)));
  const families = groups.map(({ sets }) => sets.flatMap(({ all }) => all));
  const partitions = groups.flatMap(({ sets: [, ...strata] }) =>
    (strata[0]?.all ?? []).map((_, kind) => strata.flatMap(({ all }) => all[kind] ?? [])),
  );
  const disclosure = new Disclosure(cells, families, { minimumCell, released, partitions });
  const shown = families.flat().filter((set) => (disclosure.show(set) ?? 0) > 0);
  return {
    figures: groups.map(({ measure: { id, title, citation, confidence, rateOf: whole }, sets }) => {
      const [all, ...strata] = sets.map((one) => groupOf(disclosure, one));
      if (all === undefined) throw new Error('a measure has no group of everybody');
      return {
        ...{ id, title, citation, confidence },
        ...(whole !== undefined && { rateOf: whole }),
        ...{ all, strata },
      };
    }),
    ledger: {
      release: year,
      places: cellOf,
      shown: shown.map(
        (set) => new Set(Array.from(set.keys()).flatMap((cell) => (set[cell] ? cell + 1 : []))),
      ),
    },
    givenAway: disclosure.givenAway.length,
  };
}

/** People who are alike in whatever is asked are one cell. */
function alike(judged: readonly JudgedMeasure[], before: ReleaseLedger | undefined) {
  const byPatient = new Map<string, Map<string, QualityCase>>();
  for (const { measure, cases } of judged) {
    for (const one of cases) {
      const patient = packed(one.patient);
      const own = byPatient.get(patient) ?? new Map<string, QualityCase>();
      byPatient.set(patient, own.set(measure.id, one));
    }
  }
  // Who was published and is no longer in any file stands in no figure, and still in what was told.
  for (const patient of before?.places.keys() ?? [])
    if (!byPatient.has(patient)) byPatient.set(patient, new Map());
  const found = new Map<string, { readonly person: Person; readonly patients: string[] }>();
  for (const [patient, cases] of byPatient) {
    const place = before?.places.get(patient) ?? 0;
    const name = [place, ...judged.map(({ measure }) => signature(cases.get(measure.id)))].join(';');
    const cell = found.get(name);
    if (cell === undefined) found.set(name, { person: { cases, place }, patients: [patient] });
    else cell.patients.push(patient);
  }
  const ordered = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
  const cells: Cells = {
    cells: ordered.length,
    episodes: Float64Array.from(ordered, ({ patients }) => patients.length),
  };
  const cellOf = new Map(
    ordered.flatMap(({ patients }, at) => patients.map((patient) => [patient, at + 1] as const)),
  );
  return { cells, people: ordered.map(({ person }) => person), cellOf };
}

function signature(one: QualityCase | undefined): string {
  if (one === undefined) return '';
  const { populations, stratum, measured } = one;
  return `${populationCodes.map((code) => Number(populations[code])).join('')}${Number(measured)}${stratum ?? ''}`;
}

interface GroupSets {
  readonly stratum: string | null;
  readonly populations: Readonly<Record<PopulationCode, CellSet>>;
  readonly eligible: CellSet;
  readonly measured: CellSet;
  readonly measuredAndMet: CellSet;
  readonly all: readonly CellSet[];
}

function groupSets(
  setOf: (holds: (person: Person) => boolean) => CellSet,
  measure: string,
  stratum: string | null,
): GroupSets {
  const of = (holds: (one: QualityCase) => boolean): CellSet =>
    setOf(({ cases }) => {
      const one = cases.get(measure);
      return one !== undefined && (stratum === null || one.stratum === stratum) && holds(one);
    });
  const populations = {
    'initial-population': of(({ populations: is }) => is['initial-population']),
    denominator: of(({ populations: is }) => is.denominator),
    'denominator-exclusion': of(({ populations: is }) => is['denominator-exclusion']),
    'denominator-exception': of(({ populations: is }) => is['denominator-exception']),
    numerator: of(({ populations: is }) => is.numerator),
  };
  const eligible = of(isCounted);
  const measured = of((one) => isCounted(one) && one.measured);
  const measuredAndMet = of((one) => isCounted(one) && one.measured && one.populations.numerator);
  // In the order in which they are worth showing.
  const all = [
    populations.denominator,
    eligible,
    populations.numerator,
    measured,
    measuredAndMet,
    populations['denominator-exclusion'],
    populations['denominator-exception'],
    populations['initial-population'],
  ];
  return { stratum, populations, eligible, measured, measuredAndMet, all };
}

function groupOf(disclosure: Disclosure, sets: GroupSets): QualityGroup {
  const shown = (set: CellSet): Count => disclosure.show(set);
  const counts = Object.fromEntries(
    populationCodes.map((code) => [code, shown(sets.populations[code])]),
  ) as Record<PopulationCode, Count>;
  const eligible = shown(sets.eligible);
  const measured = shown(sets.measured);
  const score = rateOf(counts.numerator, eligible);
  return {
    stratum: sets.stratum,
    populations: counts,
    eligible,
    measured,
    score: score?.rate ?? null,
    interval: score?.interval ?? null,
    scoreOfMeasured: rateOf(shown(sets.measuredAndMet), measured)?.rate ?? null,
    reason: score !== null ? null : eligible === 0 ? 'no-episodes' : 'too-few',
  };
}
