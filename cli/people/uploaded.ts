/**
 * What became of an uploaded file of people: put into the table a few patients at a time, then told line by
 * line.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { contextStore } from '../../functions/adapters/context-store.ts';
import type { ContextRecord } from '../../shared/programs/context.ts';
import { explainFileFault, type FaultyLine } from '../../shared/programs/file-line.ts';
import { refuse } from '../command.ts';
import { openPlace, type Place, type PlaceValues } from '../stored/place.ts';

/** Records in one call of the store, which works on their patients side by side. */
const AT_ONCE = 25;

/** What came of a file: records of it, and the lines that failed. */
export interface Uploaded {
  /** What they are called, such as `stays`. */
  readonly what: string;
  readonly records: readonly ContextRecord[];
  readonly failed: readonly FaultyLine[];
}

export interface UploadValues extends PlaceValues {
  readonly 'dry-run'?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Puts the records, says what became of them, and sets the exit status. */
export async function takeUploaded(
  source: string,
  { what, records, failed }: Uploaded,
  values: UploadValues,
): Promise<void> {
  const dryRun = values['dry-run'] === true;
  if (!dryRun) {
    const place = openPlace(values);
    if (place.kind === 'invalid') refuse(place.message);
    await putRecords(place, source, records);
  }
  const lines =
    values.json === true
      ? [JSON.stringify({ [what]: records.length, failed })]
      : uploadedText(what, records.length, failed, dryRun);
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

export function readUpload(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return refuse(`${path} cannot be read.`);
  }
}

async function putRecords(
  { dynamo, table }: Pick<Place, 'dynamo' | 'table'>,
  source: string,
  records: readonly ContextRecord[],
): Promise<void> {
  const store = contextStore(dynamo, table);
  for (let start = 0; start < records.length; start += AT_ONCE)
    await store.put(records.slice(start, start + AT_ONCE).map((record) => ({ source, record })));
}

function uploadedText(
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
