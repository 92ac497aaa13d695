/**
 * The keys with which we show an EHR who we are. They were made in KMS and never leave it: we ask for signatures,
 * and for the public halves, which are published.
 *
 * @module
 */
import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { SigningAlgorithm, SigningKey } from '../../shared/settings/settings.ts';

export interface Signer {
  /** `kid` of what it signs. */
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  /** JWS signature of the text, in base64url. @throws when KMS does not give one. */
  sign(text: string): Promise<string>;
}

/** A public key as RFC 7517 writes it, with what SMART asks for. */
export type PublicJwk = Readonly<Record<string, unknown>>;

/** ARN of each key by its id. */
type KeyArns = ReadonlyMap<string, string>;

const inKms = {
  ES384: 'ECDSA_SHA_384',
  RS384: 'RSASSA_PKCS1_V1_5_SHA_384',
} as const satisfies Readonly<Record<SigningAlgorithm, string>>;

/** In the order of the settings. */
export function signers(kms: KMSClient, keys: readonly SigningKey[], arns: KeyArns): readonly Signer[] {
  return keys.map(({ id, algorithm }) => ({
    id,
    algorithm,
    async sign(text) {
      const { Signature = new Uint8Array() } = await kms.send(
        new SignCommand({
          KeyId: arnOf(arns, id),
          Message: Buffer.from(text),
          MessageType: 'RAW',
          SigningAlgorithm: inKms[algorithm],
        }),
      );
      const made = algorithm === 'ES384' ? joseSignature(Signature) : Signature;
      return Buffer.from(made).toString('base64url');
    },
  }));
}

export async function publicKeys(
  kms: KMSClient,
  keys: readonly SigningKey[],
  arns: KeyArns,
): Promise<readonly PublicJwk[]> {
  return Promise.all(
    keys.map(async ({ id, algorithm }) => {
      const { PublicKey = new Uint8Array() } = await kms.send(
        new GetPublicKeyCommand({ KeyId: arnOf(arns, id) }),
      );
      const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
      return { ...key.export({ format: 'jwk' }), kid: id, alg: algorithm, use: 'sig', key_ops: ['verify'] };
    }),
  );
}

function arnOf(arns: KeyArns, id: string): string {
  const arn = arns.get(id);
  if (arn === undefined) throw new Error(`the signing key ${id} is not in SIGNING_KEYS`);
  return arn;
}

/** Octets of r and of s for P-384. */
const COORDINATE = 48;

/**
 * KMS gives an ECDSA signature as the DER sequence of two integers; a JWS holds r and s of fixed length, one
 * behind the other (RFC 7518, 3.4).
 */
export function joseSignature(der: Uint8Array): Buffer {
  const bytes = Buffer.from(der);
  const INTEGER = 0x02;
  // A length of 128 or more has a byte that says how many bytes follow.
  const lengthOctets = (bytes[1] ?? 0) & 0x80 ? (bytes[1] ?? 0) & 0x7f : 0;
  let at = 2 + lengthOctets;
  const next = (): Buffer => {
    if (bytes[at] !== INTEGER) throw new Error('the signature is not a DER sequence of integers');
    const end = at + 2 + (bytes[at + 1] ?? 0);
    // A leading zero only keeps the integer positive.
    const integer = bytes.subarray(at + 2, end).subarray(-COORDINATE);
    at = end;
    return Buffer.concat([Buffer.alloc(COORDINATE - integer.length), integer]);
  };
  return Buffer.concat([next(), next()]);
}
