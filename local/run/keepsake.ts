/**
 * What a run remembers in its data folder besides the data itself: ports, and how far the seed has come.
 * Written whole and renamed into place, so that a kill leaves the old one or the new one.
 *
 * @module
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RunKeepsake {
  readonly ports: { readonly api?: number; readonly page?: number; readonly ehr?: number };
  /** Date the seed was made for, and how many of its pushes have been acknowledged. */
  readonly seed: { readonly asOf: string; readonly size: number; readonly acknowledged: number } | null;
}

export function readKeepsake(dataDir: string): RunKeepsake {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as RunKeepsake;
  } catch {
    return { ports: {}, seed: null };
  }
}

export function writeKeepsake(dataDir: string, keepsake: RunKeepsake): void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'run.json');
  writeFileSync(`${file}.new`, JSON.stringify(keepsake));
  renameSync(`${file}.new`, file);
}
