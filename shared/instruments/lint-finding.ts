/**
 * What lint says about an instrument. Codes are stable; the path names the place in the definition.
 *
 * @module
 */
export type FindingCode =
  | 'id-malformed'
  | 'version-malformed'
  | 'canonical-missing'
  | 'canonical-malformed'
  | 'loinc-check-digit'
  | 'item-none'
  | 'item-unknown'
  | 'item-repeated'
  | 'item-code-duplicated'
  | 'answer-list-unknown'
  | 'answer-list-unused'
  | 'answer-list-empty'
  | 'answer-duplicated'
  | 'reversal-without-effect'
  | 'score-none'
  | 'score-duplicated'
  | 'score-code-duplicated'
  | 'score-unknown'
  | 'range-wrong'
  | 'band-order'
  | 'band-gap'
  | 'band-overlap'
  | 'band-duplicated'
  | 'critical-never'
  | 'critical-always'
  | 'threshold-outside-range'
  | 'threshold-malformed'
  | 'rule-never-holds'
  | 'missing-rule-wide'
  | 'keying-undocumented'
  | 'source-missing'
  | 'licence-missing'
  | 'derived-unknown'
  | 'derived-count'
  | 'golden-missing'
  | 'golden-malformed'
  | 'golden-wrong';

export interface Finding {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  /** `scores.total.bands[1]`: the place in the definition. */
  readonly path: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

export function error(code: FindingCode, path: string, message: string): Finding {
  return { code, severity: 'error', path, message };
}

export function warning(code: FindingCode, path: string, message: string): Finding {
  return { code, severity: 'warning', path, message };
}
