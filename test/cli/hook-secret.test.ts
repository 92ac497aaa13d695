import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

test.for<[why: string, args: readonly string[], says: RegExp]>([
  ['no source', ['--table', 't'], /^Say which source it is about: --source S, one of /],
  [
    'an unknown kind',
    ['--table', 't', '--source', 'riverside', '--kind', 'password'],
    /^--kind is signature or header/,
  ],
  ['no table', ['--source', 'riverside'], /^Name the operations table: --table NAME/],
  [
    'a folder where nothing runs',
    ['--source', 'riverside', '--data', '/nowhere'],
    /^\/nowhere\/settings\.json is not a readable settings file/,
  ],
  [
    'a source that there is not: its secret would open nothing',
    ['--table', 't', '--source', 'nope'],
    /^There is no source 'nope' in infra\/settings\.json/,
  ],
  ['an unknown option', ['--show'], /Unknown option '--show'/],
])('%s is refused with what to write', ([, args, says]) => {
  const { status, out, err } = runCli('hook-secret', ...args);
  expect(err).toMatch(says);
  expect({ status, out }).toEqual({ status: 1, out: '' });
});
