import { createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, type SignCommand } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { joseSignature, publicKeys, signers } from '../../functions/adapters/signing-keys.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
const keys = [
  { id: 'first', algorithm: 'ES384' },
  { id: 'old', algorithm: 'RS384' },
] as const;
const arns = new Map([
  ['first', 'arn:ec'],
  ['old', 'arn:rsa'],
]);

/** KMS as it answers: DER for ECDSA, SPKI for public keys. */
const kms = {
  send: async (command: SignCommand | GetPublicKeyCommand) => {
    const pair = command.input.KeyId === 'arn:ec' ? ec : rsa;
    if (command instanceof GetPublicKeyCommand)
      return { PublicKey: pair.publicKey.export({ format: 'der', type: 'spki' }) };
    expect(command.input.SigningAlgorithm).toBe(pair === ec ? 'ECDSA_SHA_384' : 'RSASSA_PKCS1_V1_5_SHA_384');
    return {
      Signature: createSign('SHA384')
        .update(Buffer.from(command.input.Message ?? []))
        .sign(pair.privateKey),
    };
  },
} as unknown as KMSClient;

test('500 signatures of KMS verify as JWS signatures, short and long integers among them', () => {
  const lengths = new Set<number>();
  for (let i = 0; i < 500; i += 1) {
    const text = `text ${i}`;
    const der = createSign('SHA384').update(text).sign(ec.privateKey);
    lengths.add(der.length);
    const jose = joseSignature(der);
    expect(jose).toHaveLength(96);
    expect(
      createVerify('SHA384').update(text).verify({ key: ec.publicKey, dsaEncoding: 'ieee-p1363' }, jose),
    ).toBe(true);
  }
  // 102 to 104 octets, by the leading zeros of r and s.
  expect(lengths.size).toBeGreaterThan(1);
});

test('small integers are filled up to their length, by hand', () => {
  const der = Buffer.from([0x30, 0x07, 0x02, 0x01, 0x05, 0x02, 0x02, 0x00, 0x80]);
  const jose = joseSignature(der);
  expect([jose[47], jose[95], jose.filter((octet) => octet !== 0).length]).toEqual([5, 0x80, 2]);
});

test('what is no signature is an error, not a wrong token', () => {
  expect(() => joseSignature(Buffer.from('not DER at all'))).toThrow('DER');
});

test('RS384 and ES384 sign what their published halves verify', async () => {
  const [es, rs] = signers(kms, keys, arns);
  const text = 'header.claims';
  const verified = async (signature = '', key = ec.publicKey, dsaEncoding?: 'ieee-p1363') =>
    createVerify('SHA384')
      .update(text)
      .verify({ key, ...(dsaEncoding && { dsaEncoding }) }, Buffer.from(signature, 'base64url'));
  expect(await verified(await es?.sign(text), ec.publicKey, 'ieee-p1363')).toBe(true);
  expect(await verified(await rs?.sign(text), rsa.publicKey)).toBe(true);
});

test('public keys say what an EHR looks for, and nothing of the private ones', async () => {
  const [es, rs] = await publicKeys(kms, keys, arns);
  expect(es).toMatchObject({ kty: 'EC', crv: 'P-384', kid: 'first', alg: 'ES384', use: 'sig' });
  expect(rs).toMatchObject({ kty: 'RSA', e: 'AQAB', kid: 'old', alg: 'RS384', use: 'sig' });
  expect(Object.keys({ ...es, ...rs }).toSorted()).toEqual(
    ['alg', 'crv', 'e', 'key_ops', 'kid', 'kty', 'n', 'use', 'x', 'y'].toSorted(),
  );
});
