/**
 * What functions print: one file for each function in the data folder, and a callback. Never the terminal.
 *
 * @module
 */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** One line that a function, or the cloud itself (`cloud`), has to say. */
export interface LogLine {
  readonly source: string;
  readonly line: string;
}

export interface FunctionLog {
  /** Takes output as it comes; lines are put together. */
  readonly outputOf: (source: string) => (text: string) => void;
  readonly close: () => Promise<void>;
}

export function openLog(dataDir: string | undefined, onLog: (line: LogLine) => void = () => {}): FunctionLog {
  const files = new Map<string, WriteStream>();
  const rests = new Map<string, string>();
  const folder = dataDir === undefined ? undefined : join(dataDir, 'logs');
  if (folder !== undefined) mkdirSync(folder, { recursive: true });

  function write(source: string, line: string): void {
    onLog({ source, line });
    if (folder === undefined) return;
    let file = files.get(source);
    if (file === undefined) {
      file = createWriteStream(join(folder, `${source}.log`), { flags: 'a' });
      files.set(source, file);
    }
    file.write(`${line}\n`);
  }

  return {
    outputOf: (source) => (text) => {
      const lines = ((rests.get(source) ?? '') + text).split('\n');
      rests.set(source, lines.pop() ?? '');
      for (const line of lines) if (line !== '') write(source, line);
    },
    close: async () => {
      for (const [source, rest] of rests) if (rest !== '') write(source, rest);
      await Promise.all([...files.values()].map((file) => new Promise<void>((resolve) => file.end(resolve))));
    },
  };
}
