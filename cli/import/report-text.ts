/**
 * An import report for people.
 *
 * @module
 */
import type { FailedLine, ImportReport } from '../../functions/adapters/import-store.ts';
import { explainLineFault } from '../../shared/responses/import-line.ts';

export function progressText({ lines, offset, bytes, responses, facts, failed }: ImportReport): string {
  const percent = bytes === 0 ? 100 : Math.floor((100 * offset) / bytes);
  return `${percent} %  ${lines} lines: ${responses} responses, ${facts} facts, ${failed} failed`;
}

/** @param failures all that are listed. */
export function reportText(report: ImportReport, failures: readonly FailedLine[]): readonly string[] {
  const { state, sameAs, failed } = report;
  if (state === 'already-imported')
    return [`Already imported: the same bytes came as ${sameAs}. Nothing was added.`];
  return [
    progressText(report),
    ...(state === 'running' ? ['It is still being read. Ask again with --report.'] : []),
    ...failures.map(({ line, code }) => `  line ${line}  ${code}  ${explainLineFault(code)}`),
    ...(failed > failures.length ? [`  and ${failed - failures.length} more`] : []),
  ];
}
