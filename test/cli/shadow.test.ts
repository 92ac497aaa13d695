import { expect, test } from 'vitest';
import { shadowText } from '../../cli/shadow/text.ts';
import { phq9 } from '../../shared/instruments/phq-9.ts';
import { folderOf, runCli } from './run-cli.ts';

const golden = [{ answers: [1, 1, 1, 1, 1, 1, 1, 1, 0, null], expect: { total: 8 } }];
const two = folderOf({ 'phq-9.json': { ...phq9, version: '2.0.0', golden } });
const wrong = folderOf({ 'phq-9.json': { ...phq9, version: '2.0.0', golden: [] } });
const whole = ['--instrument', 'phq-9', '--from', '1.0.0', '--to', '2.0.0'];

test.for<[why: string, args: readonly string[], says: RegExp]>([
  ['nothing', [], /^Name the instrument and two of its versions/],
  ['an unknown option', ['--instument', 'phq-9'], /Unknown option '--instument'/],
  ['one version', ['--instrument', 'phq-9', '--from', '1.0.0'], /two of its versions/],
  ['the same version twice', ['--instrument', 'phq-9', '--from', '1.0.0', '--to', '1.0.0'], /both 1\.0\.0/],
  [
    'an instrument nobody has',
    ['--instrument', 'phq-99', '--from', '1', '--to', '2'],
    /no instrument phq-99/,
  ],
  ['a version nobody has', whole, /^phq-9 has no version 2\.0\.0\. It has: 1\.0\.0\./],
  [
    'a folder with a fault',
    [...whole, '--instruments', wrong],
    /phq-9\.json: golden: Give at least one case/,
  ],
  [
    'a source that is not there',
    [...whole, '--instruments', two, '--source', '/none.json'],
    /not readable as JSON/,
  ],
  ['examples that are no number', [...whole, '--instruments', two, '--examples', 'all'], /--examples takes/],
  ['no table', [...whole, '--instruments', two], /^Name the outcomes table: --table NAME/],
  [
    'a folder where nothing runs',
    [...whole, '--instruments', two, '--data', '/nowhere'],
    /npm start -- --data/,
  ],
  ['two places', [...whole, '--instruments', two, '--data', 'a', '--table', 'b'], /not both/],
  [
    'an endpoint that is none',
    [...whole, '--instruments', two, '--table', 'b', '--endpoint', 'x'],
    /not a URL/,
  ],
])('%s is refused with what to write', ([, args, says]) => {
  const { status, out, err } = runCli('shadow', ...args);
  expect(err).toMatch(says);
  expect({ status, out }).toEqual({ status: 1, out: '' });
});

test('the report shows differences as a histogram and bands as a matrix', () => {
  const text = shadowText({
    instrument: 'phq-9',
    from: '1.0.0',
    to: '2.0.0',
    read: 100,
    compared: 90,
    pinned: 3,
    moved: 30,
    outcomes: [
      { from: 'scored', to: 'scored', count: 80 },
      { from: 'scored', to: 'incomplete', count: 10 },
    ],
    scores: [
      {
        id: 'total',
        primary: true,
        compared: 80,
        moved: 20,
        gained: 0,
        lost: 10,
        differences: [
          { difference: 0, count: 60 },
          { difference: 2, count: 20 },
        ],
        bands: [
          { from: 'mild', to: 'mild', count: 70 },
          { from: 'mild', to: 'moderate', count: 10 },
        ],
      },
    ],
    alerts: [{ item: '44260-8', from: 'negative', to: 'positive', count: 1 }],
    examples: ['response-1'],
  });
  expect(text).toBe(`phq-9: version 1.0.0 now, version 2.0.0 then
100 responses read, 90 compared, 30 would move
3 name a version themselves and stay with it

Outcomes
  now \\ then  scored  incomplete
  scored          80          10

Score total (the total): 80 compared, 20 moved, 0 gained, 10 lost
         0        60  ########################################
        +2        20  ##############

Bands of total
  now \\ then    mild  moderate
  mild            70        10

Safety items
  item 44260-8: negative -> positive  1

Some that would move
  response-1
`);
});
