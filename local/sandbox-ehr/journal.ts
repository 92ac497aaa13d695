/**
 * What makes the EHR remember: an append-only file, `journal.ndjson`.
 *
 * One line per commit, `[{method, resource}, ...]`: a transaction is one line, so it is replayed
 * whole or not at all. Lines that wait while a write is under way leave together in the next one.
 * An answer is sent only after `flushed()`: the bytes are then with the operating system, so kill -9
 * loses nothing (a power cut may; this is a sandbox and does not fsync).
 *
 * @module
 */
import { createReadStream, existsSync, mkdirSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Version } from './resource-store.ts';

export interface Journal {
  append(versions: readonly Version[]): void;
  /** Resolves when everything appended so far is written; rejects for ever once a write has failed. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}

/** For an EHR without a folder. */
export const noJournal: Journal = {
  append() {},
  flushed: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Replays the journal in `folder` into `apply`, then opens it for appending. Creates what is missing. */
export async function openJournal(folder: string, apply: (version: Version) => void): Promise<Journal> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'journal.ndjson');
  if (existsSync(path)) await replay(path, apply);

  const file = await open(path, 'a');
  let waiting: string[] = [];
  let written: Promise<void> = Promise.resolve();

  const writeWaiting = async () => {
    const lines = waiting.join('');
    waiting = [];
    await file.appendFile(lines);
  };
  return {
    append(versions) {
      waiting.push(`${JSON.stringify(versions)}\n`);
      if (waiting.length > 1) return;
      written = written.then(writeWaiting);
      written.catch(() => {}); // whoever awaits flushed() sees it
    },
    flushed: () => written,
    close: () => written.finally(() => file.close()),
  };
}

/** A last line without its newline was never acknowledged: it is cut off, so that the next one starts clean. */
async function replay(path: string, apply: (version: Version) => void): Promise<void> {
  let lineNumber = 0;
  let whole = 0;
  let partial: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...partial, chunk.subarray(start, end)]);
      partial = [];
      start = end + 1;
      lineNumber += 1;
      whole += line.length + 1;
      for (const version of parseLine(line, path, lineNumber)) apply(version);
    }
    partial.push(chunk.subarray(start));
  }
  truncateSync(path, whole);
}

function parseLine(line: Buffer, path: string, lineNumber: number): readonly Version[] {
  try {
    return JSON.parse(line.toString('utf8')) as Version[];
  } catch (cause) {
    throw new Error(
      `Line ${lineNumber} of ${path} is not JSON, so the sandbox EHR cannot know what it held. Remove the line, or the folder to start afresh.`,
      { cause },
    );
  }
}
