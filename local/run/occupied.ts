/**
 * Which process runs in a data folder: a second one, or a reset, would take the tables away under it.
 *
 * @module
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'running');

/** The sentence that says who is there; undefined where nobody is. */
export function occupied(dataDir: string): string | undefined {
  const pid = readPid(dataDir);
  if (pid === undefined || pid === process.pid || !isAlive(pid)) return undefined;
  return `npm start is running in ${dataDir} (process ${pid}). Stop it with Ctrl-C first; if that process is something else, delete ${fileIn(dataDir)}.`;
}

/** Until `leave`; a process that is killed leaves a number that no process has. */
export function occupy(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileIn(dataDir), String(process.pid));
}

export function leave(dataDir: string): void {
  if (readPid(dataDir) === process.pid) rmSync(fileIn(dataDir), { force: true });
}

function readPid(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(fileIn(dataDir), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
