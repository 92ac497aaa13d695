import { describe, expect, test } from 'vitest';
import { behindText, countBehind, nothingBehind } from '../../cli/rescore/behind.ts';
import { deployedRegistry } from '../../cli/rescore/registry.ts';
import type { StoredResponse } from '../../functions/adapters/stored-responses.ts';
import { registryVersion } from '../../shared/instruments/catalog.ts';
import type { CurrentResponse } from '../../shared/responses/current.ts';
import { folderOf, runCli } from './run-cli.ts';

test.for<[why: string, args: readonly string[], says: RegExp]>([
  ['no table', [], /^Name the outcomes table: --table NAME/],
  ['an unknown option', ['--activate=yes'], /does not take an argument/],
  ['a rate that is none', ['--rate', 'fast'], /--rate takes a number/],
  [
    'settings that are not there',
    ['--settings', '/none.json'],
    /^\/none\.json is not a readable settings file/,
  ],
  ['a table and no queue', ['--table', 'outcomes', '--activate'], /^Name the responses queue: --queue URL/],
  ['a folder where nothing runs', ['--data', '/nowhere'], /^\/nowhere\/settings\.json is not a readable/],
])('%s is refused with what to write', ([, args, says]) => {
  const { status, out, err } = runCli('rescore', ...args);
  expect(err).toMatch(says);
  expect({ status, out }).toEqual({ status: 1, out: '' });
});

describe('the version of the rules that is deployed', () => {
  test('is ours, and what the operator has changed since', () => {
    const folder = folderOf({
      'settings.json': { scoring: { registry: 3 }, sources: [{ id: 'riverside' }] },
      'plain.json': {},
    });
    expect(deployedRegistry(undefined, folder)).toEqual({
      kind: 'registry',
      version: registryVersion + 3,
      sources: ['riverside'],
    });
    expect(deployedRegistry(`${folder}/plain.json`, undefined)).toMatchObject({ version: registryVersion });
  });

  test('is asked for where the settings cannot be read', () => {
    const folder = folderOf({ 'settings.json': { scoring: { registry: 'three' } } });
    expect(deployedRegistry(undefined, folder)).toMatchObject({ kind: 'invalid' });
  });
});

describe('what is behind', () => {
  const stored = (raw: unknown, registry: number, source = 'riverside'): StoredResponse => ({
    current: { source, identity: 'r', registry } as CurrentResponse,
    raw,
  });

  test('and cannot be scored again is never told as if all were well', () => {
    const stays = [stored(undefined, 1), stored(null, 1)].reduce(countBehind, nothingBehind);
    expect(behindText(stays, 3, true)).toEqual([
      'Nothing more can be brought to version 3 of the rules.',
      '  1 more were withdrawn by their EHR and stay as they are',
      '  1 more stay behind and cannot be scored again: their resource is not stored whole',
    ]);
  });

  test('is counted by version and source, apart from what cannot be scored', () => {
    const behind = [
      stored({}, 1),
      stored({}, 2),
      stored({}, 2, 'hilltop'),
      stored(null, 1),
      stored(undefined, 1),
    ];
    expect(behind.reduce(countBehind, nothingBehind)).toEqual({
      responses: 3,
      byRegistry: { 1: 1, 2: 2 },
      bySource: { riverside: 2, hilltop: 1 },
      withdrawn: 1,
      withoutResource: 1,
    });
  });

  test('is said with the next step', () => {
    expect(behindText(nothingBehind, 4, false)).toEqual([
      'Every response was scored by version 4 of the rules.',
    ]);
    const behind = countBehind(nothingBehind, stored({}, 2));
    expect(behindText(behind, 4, false).at(-1)).toContain('add --activate');
    expect(behindText(behind, 4, true).at(-1)).toContain('They are in the queue');
  });
});
