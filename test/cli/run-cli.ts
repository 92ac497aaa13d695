import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of cli/ as an operator does, with the Node that runs the tests. */
export function runCli(command: string, ...args: readonly string[]): Run {
  return runCliIn(process.env, command, ...args);
}

/** The same, with the environment of another machine. */
export function runCliIn(env: NodeJS.ProcessEnv, command: string, ...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'cli', `${command}.ts`), ...args],
    {
      cwd: root,
      encoding: 'utf8',
      env,
    },
  );
  return { status, out: stdout, err: stderr };
}

/** A new folder that holds these files, as JSON unless they are text. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'outcomes-cli-'));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

/** The JSON examples of docs/custom-instruments.md, in their order: a definition, a Questionnaire. */
export function documentedExamples(): readonly Record<string, unknown>[] {
  const guide = readFileSync(join(root, 'docs/custom-instruments.md'), 'utf8');
  return [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json));
}
