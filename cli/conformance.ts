/**
 * `npm run --silent conformance -- DIR`: our metrics against numbers made by other people's software, one folder per
 * vector in DIR. Exit status 1 when one differs, or there is none.
 */
import { statSync } from 'node:fs';
import { readOptions, refuse } from './command.ts';
import { runVectors } from './conformance/run.ts';

const [directory] = readOptions({ allowPositionals: true }).positionals;
if (directory === undefined)
  refuse('Name the folder that holds one folder per vector: npm run conformance -- DIR');
if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
  refuse(`There is no folder ${directory}.`);

const verdicts = await runVectors(directory);
for (const { name, passed, detail } of verdicts) console.log(`${passed ? 'PASS' : 'FAIL'} ${name} ${detail}`);
const failed = verdicts.filter(({ passed }) => !passed).length;
console.log(`${verdicts.length} vectors, ${verdicts.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || verdicts.length === 0 ? 1 : 0;
