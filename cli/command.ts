/**
 * What every command does alike: reads its options, and refuses what it cannot do with one line and status 1.
 *
 * @module
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';

// Whoever reads us has read enough, as `| head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

/** Ends the command: one line on the error output, exit status 1. */
export function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}

/** `parseArgs`, with what it does not understand refused in its own words. */
export function readOptions<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'These options are not understood.');
  }
}
