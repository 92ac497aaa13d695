/** Two runs never share a data folder, and a reset never takes it away under one. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leave, occupied, occupy } from '../../local/run/occupied.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'outcomes-occupied-'));
const npm = (script: string, ...args: readonly string[]) => {
  const run = spawnSync(process.execPath, [join('local', `${script}.ts`), ...args], { encoding: 'utf8' });
  return { status: run.status, out: run.stdout, err: run.stderr };
};

test('a start and a reset of a folder where one runs are refused with what to do', () => {
  const data = folder();
  writeFileSync(join(data, 'run.json'), '{}');
  occupy(data);
  for (const script of ['start', 'reset']) {
    const { status, out, err } = npm(script, '--data', data);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toBe(
      `npm start is running in ${data} (process ${process.pid}). Stop it with Ctrl-C first; if that process is something else, delete ${join(data, 'running')}.\n`,
    );
  }
  leave(data);
  expect(npm('reset', '--data', data).status).toBe(0);
  expect(existsSync(data)).toBe(false);
});

test('a process that was killed is not in the way', () => {
  const data = folder();
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(join(data, 'running'), String(pid));
  expect(occupied(data)).toBeUndefined();
});

test('a folder that npm start has not made is not removed', () => {
  const data = folder();
  expect(npm('reset', '--data', data)).toMatchObject({ status: 1, out: '' });
  expect(existsSync(data)).toBe(true);
});
