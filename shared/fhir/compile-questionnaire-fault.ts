/**
 * Why a Questionnaire cannot be scored as it stands. Codes are stable; the path names the element.
 *
 * @module
 */
export type CompileFaultCode =
  | 'not-a-questionnaire'
  | 'element-missing'
  | 'element-invalid'
  | 'link-id-duplicated'
  | 'weight-missing'
  | 'weights-on-numbers'
  | 'systems-mixed'
  | 'value-set-not-contained'
  | 'item-repeats'
  | 'score-none'
  | 'score-rule-missing'
  | 'score-rules-differ'
  | 'score-item-unknown'
  | 'score-item-without-points'
  | 'expression-unsupported'
  | 'expression-partial-sum'
  | 'expression-selects-nothing'
  | 'expression-raw-value';

export interface CompileFault {
  readonly code: CompileFaultCode;
  /** FHIRPath-like place, with the link id: `Questionnaire.item('q3').answerOption[1]`. */
  readonly path: string;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

export function fault(code: CompileFaultCode, path: string, message: string): CompileFault {
  return { code, path, message };
}
