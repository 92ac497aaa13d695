/**
 * `--dump DIR`: what stands at the end, as files that other tools can compare.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Observation } from 'fhir/r4.js';
import type { Ledger } from './ledger.ts';

export function dump(
  folder: string,
  { responses, alerts, snapshots }: Ledger,
  observations: Iterable<Observation>,
): void {
  mkdirSync(folder, { recursive: true });
  const lines = (rows: Iterable<unknown>): string =>
    [...rows].map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(join(folder, 'observations.ndjson'), lines(observations));
  writeFileSync(join(folder, 'responses.ndjson'), lines(responses));
  writeFileSync(join(folder, 'alerts.ndjson'), lines(alerts));
  writeFileSync(join(folder, 'snapshots.json'), `${JSON.stringify(snapshots, null, 2)}\n`);
}
