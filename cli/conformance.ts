/** `npm run conformance -- DIR`: our metrics against numbers made by other people's software. */
import { runVectors } from './conformance/run.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('Usage: npm run conformance -- DIR, where DIR holds one folder per vector.');
  process.exit(2);
}

const verdicts = await runVectors(directory);
for (const { name, passed, detail } of verdicts) console.log(`${passed ? 'PASS' : 'FAIL'} ${name} ${detail}`);
const failed = verdicts.filter(({ passed }) => !passed).length;
console.log(`${verdicts.length} vectors, ${verdicts.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || verdicts.length === 0 ? 1 : 0;
