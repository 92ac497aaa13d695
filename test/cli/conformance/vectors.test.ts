/**
 * The vectors themselves, which stand outside the repository in `../shared/vectors` and may not be copied.
 * Skipped, with the reason printed, where they are absent; the facts among them that may be restated are
 * literals in `test/shared/stats`.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runVectors } from '../../../cli/conformance/run.ts';

const directory = resolve(import.meta.dirname, '../../../../shared/vectors');
const isThere = existsSync(directory);
if (!isThere) console.log(`Skipped: the conformance vectors are not at ${directory}.`);

const covered = [
  'allianceoutcome',
  'alpha',
  'diffprop',
  'effectsize',
  'funnel',
  'hedges',
  'km',
  'rci',
  'response',
  'spc',
  'suppression',
  'ttr',
  'wilson',
];

describe.skipIf(!isThere)("numbers made by other people's software", () => {
  test('are ours too, for every kind that needs statistics only', async () => {
    const verdicts = (await runVectors(directory)).filter(({ name }) =>
      covered.includes(name.split('-')[0] ?? ''),
    );
    expect(new Set(verdicts.map(({ name }) => name.split('-')[0]))).toEqual(new Set(covered));
    expect(verdicts.filter(({ passed }) => !passed)).toEqual([]);
  });
});
