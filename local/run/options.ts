/**
 * The options of `npm start`.
 *
 * @module
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Where state lives unless `--data` says otherwise. */
export const DATA_DIR = resolve('.outcomes');

export const OPTIONS = '--exit, --no-seed, --port N, --data DIR, --json, --dump DIR, --size SHARE';

export interface RunOptions {
  readonly kind: 'run';
  /** Seed, drain, print the summary, end. */
  readonly exit: boolean;
  readonly seed: boolean;
  /** Share of the full seed, for tests: 1 is about 2 100 responses. */
  readonly size: number;
  readonly port: number | undefined;
  readonly dataDir: string;
  /** The folder was made for this run and is removed at its end. */
  readonly temporary: boolean;
  readonly json: boolean;
  readonly dump: string | undefined;
}

export function readOptions(
  args: readonly string[],
): RunOptions | { readonly kind: 'invalid'; readonly message: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        exit: { type: 'boolean', default: false },
        'no-seed': { type: 'boolean', default: false },
        size: { type: 'string', default: '1' },
        port: { type: 'string' },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
        dump: { type: 'string' },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    const size = Number(values.size);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536))
      return invalid('--port takes a port number.');
    if (!(size > 0 && size <= 1)) return invalid('--size takes a number above 0 and up to 1.');
    const temporary = values.exit && values.data === undefined;
    return {
      kind: 'run',
      exit: values.exit,
      seed: !values['no-seed'],
      size,
      port,
      dataDir: temporary ? mkdtempSync(join(tmpdir(), 'outcomes-')) : resolve(values.data ?? DATA_DIR),
      temporary,
      json: values.json,
      dump: values.dump,
    };
  } catch (error) {
    return invalid(error instanceof Error ? error.message : 'These options are not understood.');
  }
}

function invalid(problem: string): { readonly kind: 'invalid'; readonly message: string } {
  return {
    kind: 'invalid',
    message: `${problem} Options: ${OPTIONS}.`,
  };
}
