/**
 * What became of an uploaded file of people: put into the table a few patients at a time, then told line by
 * line.
 *
 * @module
 */
import { contextStore } from '../../functions/adapters/context-store.ts';
import type { ContextRecord } from '../../shared/programs/context.ts';
import { explainFileFault, type FaultyLine } from '../../shared/programs/file-line.ts';
import type { Place } from '../stored/place.ts';

/** Records in one call of the store, which works on their patients side by side. */
const AT_ONCE = 25;

export async function putRecords(
  { dynamo, table }: Pick<Place, 'dynamo' | 'table'>,
  source: string,
  records: readonly ContextRecord[],
): Promise<void> {
  const store = contextStore(dynamo, table);
  for (let start = 0; start < records.length; start += AT_ONCE)
    await store.put(records.slice(start, start + AT_ONCE).map((record) => ({ source, record })));
}

export function uploadedText(
  what: string,
  taken: number,
  failed: readonly FaultyLine[],
  dryRun: boolean,
): readonly string[] {
  return [
    `${taken} ${what} ${dryRun ? 'would be taken' : 'taken'}, ${failed.length} failed`,
    ...failed.map(({ line, code }) => `  line ${line}  ${code}  ${explainFileFault(code)}`),
  ];
}

export function missingColumns(missing: readonly string[]): string {
  return `The first line must name the columns; ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`;
}
