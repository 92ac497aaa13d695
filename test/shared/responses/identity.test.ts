import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deletedIdentity, identityOf, type Named } from '../../../shared/responses/identity.ts';

const sha256 = (text: string): string => hash('sha256', text);
const byId = (named: Named) =>
  identityOf(named, { mode: 'id', baseUrl: 'https://ehr.example/fhir/', sha256 });
const body = { resourceType: 'QuestionnaireResponse', id: 'body-id', status: 'completed' };

describe('a response is one response by every road', () => {
  test.for([
    { why: 'the id in the URL wins', named: { resource: body, urlId: 'url-id' }, identity: 'url-id' },
    { why: 'a bare resource goes by its id', named: { resource: body }, identity: 'body-id' },
    {
      why: 'a fullUrl under the base is that id',
      named: { resource: body, fullUrl: 'https://ehr.example/fhir/QuestionnaireResponse/q1/_history/2' },
      identity: 'q1',
    },
    {
      why: 'a fullUrl elsewhere is itself, so that several resources may share one id',
      named: { resource: body, fullUrl: 'https://other.example/r4/QuestionnaireResponse/q1' },
      identity: 'https://other.example/r4/QuestionnaireResponse/q1',
    },
    {
      why: 'a base that merely begins alike is elsewhere',
      named: { resource: body, fullUrl: 'https://ehr.example/fhir-evil/QuestionnaireResponse/q1' },
      identity: 'https://ehr.example/fhir-evil/QuestionnaireResponse/q1',
    },
    {
      why: 'a urn:uuid is never an identity',
      named: { resource: body, fullUrl: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0' },
      identity: 'body-id',
    },
  ])('$why', ({ named, identity }) => {
    expect(byId(named)).toBe(identity);
  });

  test('without any name, the same content is the same response, whatever its key order or meta', () => {
    const one = byId({
      resource: { status: 'completed', item: [{ linkId: '1' }], meta: { versionId: '1' } },
    });
    const two = byId({
      resource: { item: [{ linkId: '1' }], meta: { versionId: '2' }, status: 'completed' },
    });
    expect(one).toMatch(/^content-[0-9a-f]{64}$/);
    expect(two).toBe(one);
    expect(byId({ resource: { status: 'completed', item: [{ linkId: '2' }] } })).not.toBe(one);
  });

  test('a source that names by identifier needs system and value', () => {
    const rules = { mode: 'identifier', sha256 } as const;
    const named = { ...body, identifier: { system: 'urn:forms', value: '42' } };
    expect(identityOf({ resource: named, urlId: 'url-id' }, rules)).toBe('urn:forms|42');
    expect(identityOf({ resource: { ...body, identifier: { value: '42' } } }, rules)).toMatch(/^content-/);
  });
});

describe('a name that a key could not hold', () => {
  const rules = { mode: 'identifier', sha256 } as const;
  const named = (value: string) =>
    identityOf({ resource: { ...body, identifier: { system: 'urn:forms', value } } }, rules);

  test.for([
    ['too long', 'x'.repeat(2_100)],
    ['half a character', '\ud800'],
  ])('%s, is replaced by its hash, the same every time', ([, value]) => {
    expect(named(value ?? '')).toMatch(/^name-[0-9a-f]{64}$/);
    expect(named(value ?? '')).toBe(named(value ?? ''));
    expect(named(value ?? '')).not.toBe(named(`${value}y`));
  });

  test('and one that it can is left as it is, in any script', () => {
    expect(named('Björk Guðmundsdóttir 日本')).toBe('urn:forms|Björk Guðmundsdóttir 日本');
  });
});

describe('what a delete withdraws', () => {
  test.for([
    ['id', { urlId: 'q1' }, 'q1'],
    ['id', { urlIdentifier: 'urn:forms|42' }, undefined],
    ['identifier', { urlIdentifier: 'urn:forms|42' }, 'urn:forms|42'],
    ['identifier', { urlId: 'q1' }, undefined],
    // By the Location that we gave it.
    ['identifier', { urlId: 'urn:forms|42' }, 'urn:forms|42'],
    ['identifier', { urlId: 'content-0af3' }, 'content-0af3'],
  ] as const)('of a source that names by %s and a URL with %o is %s', ([mode, url, identity]) => {
    expect(deletedIdentity(url, mode, sha256)).toBe(identity);
  });
});
