/**
 * What the quality measures found, as lines.
 *
 * @module
 */
import type { QualityMeasure } from '../../shared/metrics/quality/measures.ts';
import { type QualityCase, totalsOf } from '../../shared/metrics/quality/quality-case.ts';

/** Counts stand before exclusions are subtracted; scores are 0..1, null where nobody remains. */
export function measureLine(
  { id, title, citation, confidence }: QualityMeasure,
  year: string,
  cases: readonly QualityCase[],
): object {
  const strata = [...new Set(cases.flatMap(({ stratum }) => stratum ?? []))].sort();
  return {
    measure: id,
    title,
    year,
    ...totalsOf(cases),
    strata: Object.fromEntries(
      strata.map((stratum) => [stratum, totalsOf(cases.filter((one) => one.stratum === stratum))]),
    ),
    citation,
    confidence,
  };
}

export function caseLines({ id }: QualityMeasure, cases: readonly QualityCase[]): readonly string[] {
  return cases.flatMap(({ patient, populations, trail }) => [
    `${id}: ${patient} is in ${namesOf(populations)}`,
    ...trail.map(
      ({ rule, met, because, evidence }) =>
        `  ${met ? 'yes' : 'no '}  ${rule}: ${because}${evidence.length === 0 ? '' : ` (${evidence.join(', ')})`}`,
    ),
  ]);
}

function namesOf(populations: QualityCase['populations']): string {
  const names = Object.entries(populations).flatMap(([name, is]) => (is ? [name] : []));
  return names.length === 0 ? 'no population' : names.join(', ');
}
