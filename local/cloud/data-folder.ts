/**
 * One process a data folder: two emulators writing the same files would destroy each other's data.
 *
 * @module
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CloudError } from './cloud-error.ts';

const heldHere = new Set<string>();

/**
 * Creates the folder and claims it by process id; gives the function that releases it. A claim whose
 * process is gone (kill -9) is taken over. Throws `data-in-use`.
 */
export function claimFolder(dataDir: string): () => void {
  const folder = resolve(dataDir);
  const claim = join(folder, 'in-use-by');
  mkdirSync(folder, { recursive: true });

  const holder = holderOf(claim);
  if (heldHere.has(folder) || (holder !== undefined && holder !== process.pid && isRunning(holder))) {
    throw new CloudError(
      'data-in-use',
      `Process ${holder} is using ${folder}. Stop it, or name another folder.`,
    );
  }
  writeFileSync(claim, String(process.pid));
  heldHere.add(folder);
  return () => {
    heldHere.delete(folder);
    rmSync(claim, { force: true });
  };
}

function holderOf(claim: string): number | undefined {
  try {
    return Number(readFileSync(claim, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** Signal 0 asks without sending anything; "not permitted" means there is such a process. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
