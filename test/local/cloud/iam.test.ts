import { describe, expect, test } from 'vitest';
import { type Call, decide, type Statement } from '../../../local/cloud/iam.ts';

const ROLE = 'arn:aws:iam::000000000000:role/Score';
const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/Outcomes';

const call = (over: Partial<Call> = {}): Call => ({
  principal: ROLE,
  action: 'dynamodb:PutItem',
  resource: TABLE,
  context: new Map([
    ['aws:securetransport', ['true']],
    ['dynamodb:leadingkeys', ['S#a#1', 'S#a#2']],
  ]),
  ...over,
});

const allow = (over: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 'dynamodb:PutItem',
  Resource: TABLE,
  ...over,
});

const allowed = (...identity: Statement[]): boolean => decide(call(), { identity, resource: [] }).allowed;

describe('a role may do what a statement of its policies allows', () => {
  test.each<[string, Statement, boolean]>([
    ['the very action', allow(), true],
    ['an action in a list', allow({ Action: ['sqs:SendMessage', 'dynamodb:PutItem'] }), true],
    ['an action by wildcard, in other letters', allow({ Action: 'DynamoDB:Put*' }), true],
    ['another action', allow({ Action: 'dynamodb:GetItem' }), false],
    ['everything but another action', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, true],
    ['a resource by wildcard', allow({ Resource: 'arn:aws:dynamodb:*:*:table/Out*' }), true],
    ['an index, not the table', allow({ Resource: `${TABLE}/index/*` }), false],
    ['every resource but this', { Effect: 'Allow', Action: '*', NotResource: TABLE }, false],
  ])('%s', (_, statement, expected) => {
    expect(allowed(statement)).toBe(expected);
  });

  test('and nothing without one', () => expect(allowed()).toBe(false));
  test('unless another denies it', () => expect(allowed(allow(), allow({ Effect: 'Deny' }))).toBe(false));
});

describe('conditions', () => {
  test.each<[string, Statement['Condition'], boolean]>([
    ['that holds', { StringEquals: { 'aws:SecureTransport': 'true' } }, true],
    ['Bool', { Bool: { 'aws:SecureTransport': 'false' } }, false],
    ['all leading keys', { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['S#a#*'] } }, true],
    ['not all leading keys', { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['S#a#1'] } }, false],
    ['any leading key', { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['S#a#1'] } }, true],
    ['negated', { StringNotLike: { 'dynamodb:LeadingKeys': 'S#b#*' } }, true],
    ['an absent key', { StringEquals: { 'aws:SourceArn': 'x' } }, false],
    ['an absent key, if it exists', { StringEqualsIfExists: { 'aws:SourceArn': 'x' } }, true],
    ['Null', { Null: { 'aws:SourceArn': 'true' } }, true],
  ])('%s', (_, Condition, expected) => {
    expect(allowed(allow({ ...(Condition !== undefined && { Condition }) }))).toBe(expected);
  });

  test.each([
    ['operator', { DateLessThan: { 'aws:SecureTransport': 'x' } }, 'the condition operator DateLessThan'],
    ['key', { StringEquals: { 'aws:PrincipalTag/team': 'x' } }, 'the condition key aws:principaltag/team'],
  ])('an unknown %s is denied, and the reason says so', (_, Condition, reason) => {
    const decision = decide(call(), { identity: [allow({ Condition })], resource: [] });
    expect(decision).toEqual({ allowed: false, reason: expect.stringContaining(reason) });
  });

  test('an unknown condition on a Deny denies', () => {
    expect(
      allowed(allow(), allow({ Effect: 'Deny', Condition: { Odd: { 'aws:SecureTransport': 'x' } } })),
    ).toBe(false);
  });
});

describe('the policy on the resource', () => {
  const onResource = (statement: Statement, identity: Statement[] = [], isKey = false): boolean =>
    decide(call(), { identity, resource: [statement], isKey }).allowed;
  const root = { AWS: 'arn:aws:iam::000000000000:root' };

  test.each<[string, Statement, Statement[], boolean, boolean]>([
    ['allows a role it names', allow({ Principal: { AWS: ROLE } }), [], false, true],
    ['does not allow another role', allow({ Principal: { AWS: `${ROLE}2` } }), [], false, false],
    [
      'does not allow a service for a role',
      allow({ Principal: { Service: 'sns.amazonaws.com' } }),
      [],
      false,
      false,
    ],
    ['denies everybody', allow({ Effect: 'Deny', Principal: '*' }), [allow()], false, false],
    [
      'does not deny what came by TLS',
      allow({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      [allow()],
      false,
      true,
    ],
    ['of a key must let IAM decide', allow({ Principal: { AWS: `${ROLE}2` } }), [allow()], true, false],
    ['of a key lets IAM decide', allow({ Principal: root }), [allow()], true, true],
    ['of a key that lets IAM decide allows nobody by itself', allow({ Principal: root }), [], true, false],
  ])('%s', (_, statement, identity, isKey, expected) => {
    expect(onResource(statement, identity, isKey)).toBe(expected);
  });
});
