/**
 * What every command does alike: reads its options, tells how it is used (`--help`), and refuses what it cannot do
 * with one line and status 1. An error of AWS or of the network is such a line; what is a bug of ours is not.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';

process.on('uncaughtException', (error) => {
  const said = worldSaid(error);
  if (said !== undefined) refuse(said);
  console.error(error);
  process.exit(1);
});

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
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage()}\n`);
    process.exit();
  }
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'These options are not understood.');
  }
}

/** What went wrong, as a phrase for a sentence of the command. */
export function reasonOf(error: unknown): string {
  const said = worldSaid(error) ?? (error instanceof Error ? error.message : 'unknown');
  return said.replace(/\.$/, '');
}

/** The words at the head of the command's own file. */
function usage(): string {
  const [, text = ''] = /^\/\*\*\n(.*?)\n? \*\//s.exec(readFileSync(process.argv[1] ?? '', 'utf8')) ?? [];
  return text.replaceAll(/^ \* ?/gm, '');
}

/** What to do about an error that the world has made; undefined for one of ours. */
function worldSaid(error: unknown): string | undefined {
  const { name, message, code, path, $metadata } = error as {
    readonly path?: string;
    readonly name?: string;
    readonly message?: string;
    readonly code?: string;
    readonly $metadata?: object;
  };
  if (name === 'CredentialsProviderError' || message === 'Region is missing')
    return `AWS is asked without ${name === 'CredentialsProviderError' ? 'credentials' : 'a region'}. Set AWS_REGION, and AWS_PROFILE or the keys of a role that may read the tables; or --data DIR of a running npm start.`;
  if ($metadata !== undefined && name === 'ResourceNotFoundException')
    return 'There is no such table in this account and region. Take its name from the outputs of the stack, and check AWS_REGION.';
  // The SDK puts its metadata on errors of the network too, so these are told first.
  if (code === 'ENOENT') return `There is no file ${path}.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT')
    return `Nobody answers (${code}). Is npm start still running, and is --endpoint right?`;
  return $metadata === undefined ? undefined : `AWS answered ${name}: ${message}`;
}
