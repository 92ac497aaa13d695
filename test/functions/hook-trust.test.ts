import { createHmac, hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isTrusted } from '../../functions/intake/hook-trust.ts';

const body = Buffer.from('{"resourceType":"QuestionnaireResponse","note":"é"}');
const signed = (secret: string, of = body): string => createHmac('sha256', secret).update(of).digest('hex');
const secrets = [
  { kind: 'signature', secret: 'old-key' },
  { kind: 'signature', secret: 'new-key' },
  { kind: 'header', sha256: hash('sha256', 'said') },
] as const;

test.for<[string, Record<string, string>]>([
  ['Medplum signs in hexadecimal', { 'x-signature': signed('new-key') }],
  ['upper case is the same number', { 'x-signature': signed('new-key').toUpperCase() }],
  ['the secret it replaces is good during rotation', { 'x-signature': signed('old-key') }],
  ['WebSub', { 'x-hub-signature': `sha256=${signed('new-key')}` }],
  ['its newer name', { 'x-hub-signature-256': `sha256=${signed('new-key')}` }],
  ['a bearer of R4 subscriptions', { authorization: 'Bearer said' }],
  ['our own header', { 'x-outcomes-secret': 'said' }],
])('%s', ([, headers]) => {
  expect(isTrusted({ headers, body }, secrets)).toBe(true);
});

test.for<[string, Record<string, string>]>([
  ['nothing', {}],
  ['a signature of another body', { 'x-signature': signed('new-key', Buffer.from('{}')) }],
  ['a signature with another key', { 'x-signature': signed('guess') }],
  ['a signature cut short', { 'x-signature': signed('new-key').slice(0, 62) }],
  ['the key itself as a header', { authorization: 'Bearer new-key' }],
  ['the hash instead of the secret', { 'x-outcomes-secret': hash('sha256', 'said') }],
  [
    'a weaker algorithm',
    { 'x-hub-signature': `sha1=${createHmac('sha1', 'new-key').update(body).digest('hex')}` },
  ],
  ['Basic instead of Bearer', { authorization: 'Basic said' }],
])('%s is not trusted', ([, headers]) => {
  expect(isTrusted({ headers, body }, secrets)).toBe(false);
});

test('a source without secrets trusts nobody', () => {
  expect(isTrusted({ headers: { 'x-signature': signed('') }, body }, [])).toBe(false);
});
