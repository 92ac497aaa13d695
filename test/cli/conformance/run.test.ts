import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runVectors } from '../../../cli/conformance/run.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vectors-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

// Newcombe (1998), Stat Med 17:873: 56/70 less 48/80, published .0524 to .3339.
const published = {
  x1: 56,
  n1: 70,
  x2: 48,
  n2: 80,
  diff: 0.2,
  newcombe10_lower: 0.0524,
  newcombe10_upper: 0.3339,
};

function writeVector(name: string, vector: object): void {
  mkdirSync(join(directory, name));
  writeFileSync(join(directory, name, 'vector.json'), JSON.stringify(vector));
  writeFileSync(join(directory, name, 'input.csv'), '"x1","n1","x2","n2"\n56,70,48,80\n');
}

const newcombe = (row: object): object => ({
  params: { conf: 0.95 },
  tolerance: 5e-5,
  expected: { rows: [row] },
});

describe('a vector', () => {
  test('passes when every expected value is met at its tolerance', async () => {
    writeVector('diffprop-published', newcombe(published));
    expect(await runVectors(directory)).toEqual([
      { name: 'diffprop-published', passed: true, detail: '7 values within 0.00005' },
    ]);
  });

  test.for([
    {
      why: 'a value is off',
      row: { ...published, newcombe10_lower: 0.0526 },
      detail: 'rows[0].newcombe10_lower: expected 0.0526, computed 0.05243',
    },
    {
      why: 'a value is expected that we do not compute',
      row: { ...published, odds: 2.7 },
      detail: 'rows[0].odds: expected 2.7, computed nothing',
    },
    {
      why: 'a value is expected to be absent',
      row: { ...published, diff: null },
      detail: 'rows[0].diff: expected null, computed 0.2',
    },
  ])('fails when $why', async ({ row, detail }) => {
    writeVector('diffprop-off', newcombe(row));
    const [verdict] = await runVectors(directory);
    expect(verdict?.passed).toBe(false);
    expect(verdict?.detail).toContain(detail);
  });

  test('fails when there are more rows than expected', async () => {
    writeVector('diffprop-short', { ...newcombe(published), expected: { rows: [published, published] } });
    expect((await runVectors(directory))[0]?.detail).toContain('rows: 2 entries expected, computed 1');
  });

  test('fails when nothing was compared', async () => {
    writeVector('diffprop-empty', { ...newcombe(published), expected: {} });
    expect(await runVectors(directory)).toMatchObject([{ passed: false, detail: 'nothing was compared' }]);
  });

  test('fails when its kind is unknown, or its parameters are missing', async () => {
    writeVector('astrology-signs', newcombe(published));
    writeVector('diffprop-bare', { expected: {} });
    expect(await runVectors(directory)).toMatchObject([
      { name: 'astrology-signs', passed: false, detail: 'unknown kind astrology' },
      { name: 'diffprop-bare', passed: false },
    ]);
  });
});

describe('the command', () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['cli/conformance.ts', ...args], {
      cwd: join(import.meta.dirname, '../../..'),
      encoding: 'utf8',
    });

  test('prints a line per vector and a count, and exits 0 when all pass', () => {
    writeVector('diffprop-published', newcombe(published));
    const { status, stdout } = run(directory);
    expect(stdout).toBe('PASS diffprop-published 7 values within 0.00005\n1 vectors, 1 passed, 0 failed\n');
    expect(status).toBe(0);
  });

  test('exits 1 on any failure, and when there is no vector at all', () => {
    expect(run(directory).status).toBe(1);
    writeVector('diffprop-published', newcombe(published));
    writeVector('astrology-signs', newcombe(published));
    const { status, stdout } = run(directory);
    expect(stdout).toContain('FAIL astrology-signs unknown kind astrology\n');
    expect(stdout).toContain('2 vectors, 1 passed, 1 failed');
    expect(status).toBe(1);
  });

  test('says how to use it without a folder', () => {
    const { status, stderr } = run();
    expect(stderr).toContain('npm run conformance -- DIR');
    expect(status).toBe(1);
  });
});
