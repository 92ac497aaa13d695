import { describe, expect, test } from 'vitest';
import { folderOf, runCli } from './run-cli.ts';

const settings = {
  sources: [{ id: 'riverside', timeZone: 'America/New_York' }],
  programs: [{ id: 'talking-therapy', source: 'riverside', name: 'Talking Therapy' }],
};

describe('what cannot be done is one line on the error stream and exit status 1', () => {
  test.for([
    { why: 'no program', args: [], says: 'Name the program: --program ID.' },
    {
      why: 'a program nobody has',
      args: ['--program', 'nope'],
      says: 'has no program nope. It has: talking-therapy.',
    },
    {
      why: 'a period that is none',
      args: ['--program', 'talking-therapy', '--period', '2025-13'],
      says: 'A period is YYYY',
    },
    {
      why: 'a day that is none',
      args: ['--program', 'talking-therapy', '--as-of', '2025-02-30'],
      says: '--as-of takes YYYY-MM-DD',
    },
    {
      why: 'no store',
      args: ['--program', 'talking-therapy'],
      says: 'Name the outcomes table',
    },
    {
      why: 'a data folder where nothing runs',
      args: ['--program', 'talking-therapy', '--data', '/nowhere'],
      says: 'cloud.json is not there',
    },
    { why: 'an option there is not', args: ['--programme', 'x'], says: "Unknown option '--programme'" },
  ])('$why', ({ args, says }) => {
    const file = `${folderOf({ 'settings.json': settings })}/settings.json`;
    const { status, out, err } = runCli('metrics', ...args, '--settings', file);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(says);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
