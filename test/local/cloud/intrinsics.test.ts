// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are CloudFormation's own.
import { describe, expect, test } from 'vitest';
import { holds, NO_VALUE, resolve, type Scope } from '../../../local/cloud/intrinsics.ts';

const scope: Scope = {
  ref: (name) => {
    const known: Record<string, unknown> = {
      Queue: 'http://q',
      'AWS::Region': 'us-east-1',
      'AWS::NoValue': NO_VALUE,
    };
    if (!(name in known)) throw new Error(`${name} is not a resource`);
    return known[name];
  },
  attribute: (id, attribute) => `${id}!${attribute}`,
  condition: (name) =>
    ({
      IsUs: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
      IsNotUs: { 'Fn::Not': [{ Condition: 'IsUs' }] },
      Both: { 'Fn::And': [{ Condition: 'IsUs' }, { Condition: 'IsNotUs' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsUs' }, { Condition: 'IsNotUs' }] },
    })[name],
  mapping: (map, key, field) => `${map}/${key}/${field}`,
};

describe('every intrinsic becomes its value', () => {
  test.each([
    ['Ref', { Ref: 'Queue' }, 'http://q'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table!Arn'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Table.Stream.Arn' }, 'Table!Stream.Arn'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Queue' }, 1]] }, 'a-http://q-1'],
    ['Fn::Sub', { 'Fn::Sub': 'x${AWS::Region}/${Table.Arn}/${!Kept}' }, 'xus-east-1/Table!Arn/${Kept}'],
    [
      'Fn::Sub with own names',
      { 'Fn::Sub': ['${A}-${Queue}', { A: { Ref: 'Queue' } }] },
      'http://q-http://q',
    ],
    ['Fn::Split and Fn::Select', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['Fn::If', { 'Fn::If': ['IsUs', 'yes', 'no'] }, 'yes'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'f'] }, 'M/us-east-1/f'],
    ['Fn::Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['no intrinsic', { Ref: 'Queue', Other: 1 }, { Ref: 'Queue', Other: 1 }],
  ])('%s', (_, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });
});

test('AWS::NoValue leaves the property or the entry out', () => {
  expect(
    resolve(
      { a: 1, b: { Ref: 'AWS::NoValue' }, c: [1, { 'Fn::If': ['IsNotUs', 2, { Ref: 'AWS::NoValue' }] }] },
      scope,
    ),
  ).toEqual({
    a: 1,
    c: [1],
  });
});

test('conditions combine', () => {
  expect(['IsUs', 'IsNotUs', 'Both', 'Either'].map((name) => holds(name, scope))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

describe('what cannot be resolved is an error, never undefined', () => {
  test.each([
    [
      'an unknown function',
      { 'Fn::ImportValue': 'x' },
      'Fn::ImportValue: this intrinsic function is not known',
    ],
    ['an index out of range', { 'Fn::Select': [5, ['a']] }, 'Fn::Select: no entry 5 in a list of 1'],
    ['an unknown name', { Ref: 'Nothing' }, 'Nothing is not a resource'],
    ['a list where text is needed', { 'Fn::Join': ['', [['a']]] }, 'Fn::Join: expected text, received ["a"]'],
  ])('%s', (_, value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});
