/**
 * `npm start`: the whole pipeline on one machine, no account.
 *
 * The CDK app is synthesized with local settings and its template is run; around it stand a sandbox EHR, an
 * issuer of tokens and the page. A year of synthetic people is then pushed through the front door.
 */
import { OPTIONS, readOptions } from './run/options.ts';
import { runPipeline } from './run/run-pipeline.ts';

if (process.argv.includes('--help')) {
  console.log(`npm start [-- OPTIONS]: ${OPTIONS}`);
  process.exit();
}

const options = readOptions(process.argv.slice(2));
if (options.kind === 'invalid') {
  console.error(options.message);
  process.exit(1);
}

try {
  process.exitCode = await runPipeline(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
