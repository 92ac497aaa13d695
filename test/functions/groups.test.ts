import { expect, test } from 'vitest';
import { groupsOf } from '../../functions/runtime/groups.ts';
import { tokenWith } from '../builders/http-request.ts';

const of = (groups: unknown) => groupsOf({ headers: { authorization: tokenWith({ groups }) } }, 'groups');

test('a group with a space in its name is one group, and makes nobody an operator', () => {
  expect(of(['Call center operators', 'program:talking-therapy'])).toEqual([
    'Call center operators',
    'program:talking-therapy',
  ]);
  expect(of('Call center operators')).toEqual(['Call center operators']);
});

test.for([
  ['no claim', of(undefined)],
  ['a claim that is no list', of({ operators: true })],
  ['a list of other things', of([1, null, { id: 'operators' }])],
  ['no token', groupsOf({ headers: {} }, 'groups')],
  ['what is no token', groupsOf({ headers: { authorization: 'Bearer operators' } }, 'groups')],
  ['a token whose payload is no JSON', groupsOf({ headers: { authorization: 'Bearer a.b.c' } }, 'groups')],
])('%s: nobody is in any group', ([, groups]) => {
  expect(groups).toEqual([]);
});
