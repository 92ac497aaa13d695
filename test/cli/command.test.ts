/** What every command does alike. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCli, runCliIn } from './run-cli.ts';

const commands = readdirSync('cli', { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'command.ts')
  .map(({ name }) => name.replace(/\.ts$/, ''));

test.for(commands)('%s --help says how it is used, and does nothing', (command) => {
  const { status, out, err } = runCli(command, '--help');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(new RegExp(`^\`npm run (--silent )?(docs|${command})\\b`));
});

/** A machine where nobody has set up AWS. */
const bare = { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };

test('AWS without a region is one line that says what to set', () => {
  const { status, out, err } = runCliIn(bare, 'reviews', '--table', 'outcomes');
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toMatch(/^AWS is asked without a region\. Set AWS_REGION, .*\n$/);
});

test('without credentials as well', () => {
  const env = { ...bare, AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' };
  const { status, err } = runCliIn(env, 'reviews', '--table', 'outcomes');
  expect(status).toBe(1);
  expect(err).toMatch(/^AWS is asked without credentials\. Set AWS_REGION, and .*\n$/);
});

test('an endpoint where nobody answers is one line', () => {
  const env = { ...bare, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const args = ['--table', 'outcomes', '--endpoint', 'http://127.0.0.1:9'];
  const { status, err } = runCliIn(env, 'reviews', ...args);
  expect(status).toBe(1);
  expect(err).toMatch(/^Nobody answers \(ECONNREFUSED\)\..*\n$/);
});

test('conformance of a folder that there is not is one line', () => {
  const { status, out, err } = runCli('conformance', 'nowhere');
  expect({ status, out, err }).toEqual({ status: 1, out: '', err: 'There is no folder nowhere.\n' });
});
