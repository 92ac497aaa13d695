import { expect, test } from 'vitest';
import { redriveText } from '../../cli/redrive/report.ts';
import { runCli } from './run-cli.ts';

test.for<[why: string, args: readonly string[], says: RegExp]>([
  ['no stack', [], /^Name the stack, which its queues are named after: --stack NAME/],
  ['a stack and no table', ['--stack', 'outcomes-pipeline'], /^Name the outcomes table: --table NAME/],
  ['an unknown option', ['--now'], /Unknown option '--now'/],
  ['a folder where nothing runs', ['--data', '/nowhere'], /^\/nowhere\/cloud\.json is not there/],
])('%s is refused with what to write', ([, args, says]) => {
  const { status, out, err } = runCli('redrive', ...args);
  expect(err).toMatch(says);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect({ status, out }).toEqual({ status: 1, out: '' });
});

test('the report counts by reason and says what comes next', () => {
  const refused = ['a', 'b'].map((identity) => ({
    source: 'riverside',
    identity,
    reason: 'ehr-answered-422',
  }));
  const deadLetters = [{ queue: 'Outcomes-Responses', messages: 3, moved: null }];
  expect(redriveText({ deadLetters, refused, reopened: null })).toEqual([
    'about 3 dead letters of Outcomes-Responses',
    '2 write-backs of riverside: ehr-answered-422',
    'Correct the cause first (docs/runbooks), then repeat this with --send.',
  ]);
  expect(redriveText({ deadLetters: [], refused: [], reopened: null })).toEqual([
    'Nothing to redrive: no dead letters, no write-back that waits for a person.',
  ]);
});
