/**
 * The template's signing keys on this machine: made once, kept beside the data, and asked for signatures and
 * public halves as KMS is. What encrypts at rest in AWS needs no key here.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html and API_GetPublicKey.html
 *
 * @module
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
} from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { CloudError } from './cloud-error.ts';
import { listenOnLoopback } from './loopback-server.ts';
import { readBody } from './request-body.ts';
import type { Stack } from './stack.ts';

export interface SigningKeys {
  readonly url: string;
  readonly close: () => Promise<void>;
}

interface Call {
  readonly KeyId?: string;
  readonly Message?: string;
  readonly MessageType?: string;
  readonly SigningAlgorithm?: string;
}

const makers: Readonly<Record<string, () => KeyObject>> = {
  ECC_NIST_P384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  RSA_3072: () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey,
};

const algorithms: Readonly<Record<string, string>> = {
  ECC_NIST_P384: 'ECDSA_SHA_384',
  RSA_3072: 'RSASSA_PKCS1_V1_5_SHA_384',
};

/** @param folder where the keys are kept from start to start; in memory when left out. */
export async function startSigningKeys(stack: Stack, folder: string | undefined): Promise<SigningKeys> {
  const keys = new Map<string, { readonly key: KeyObject; readonly spec: string }>();
  for (const id of stack.ids('AWS::KMS::Key')) {
    if (stack.property<string>(id, 'KeyUsage') !== 'SIGN_VERIFY') continue;
    const spec = stack.property<string>(id, 'KeySpec') ?? '';
    keys.set(stack.attribute(id, 'Arn'), { key: keptKey(stack.ref(id), spec, folder), spec });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const call = JSON.parse((await readBody(request)).toString()) as Call;
    const found = [...keys].find(([arn]) => arn === call.KeyId || arn.endsWith(`/${call.KeyId}`));
    const answer =
      found === undefined ? fault('NotFoundException') : act(operation, call, found[0], found[1]);
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer));
  }

  const server = await listenOnLoopback();
  server.serve((request, response) => {
    serve(request, response).catch(() => response.writeHead(400).end());
  });
  return { url: server.url, close: server.close };
}

function act(
  operation: string,
  { Message = '', MessageType = 'RAW', SigningAlgorithm = '' }: Call,
  arn: string,
  { key, spec }: { readonly key: KeyObject; readonly spec: string },
): object {
  if (operation === 'GetPublicKey') {
    const PublicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
    return { KeyId: arn, KeySpec: spec, KeyUsage: 'SIGN_VERIFY', PublicKey };
  }
  if (operation !== 'Sign' || MessageType !== 'RAW') return fault('UnsupportedOperationException');
  if (SigningAlgorithm !== algorithms[spec]) return fault('InvalidKeyUsageException');
  const message = Buffer.from(Message, 'base64');
  if (message.length > 4096) return fault('ValidationException');
  // Node signs with ECDSA as KMS does: a DER sequence.
  const Signature = signBytes('sha384', message, key).toString('base64');
  return { KeyId: arn, Signature, SigningAlgorithm };
}

function fault(__type: string): object {
  return { __type, message: `${__type} of the local cloud.` };
}

function keptKey(id: string, spec: string, folder: string | undefined): KeyObject {
  const make = makers[spec];
  if (make === undefined)
    throw new CloudError('property-unsupported', `The local cloud makes no signing key of KeySpec ${spec}.`);
  if (folder === undefined) return make();
  const file = join(folder, `${id}.pem`);
  try {
    return createPrivateKey(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const key = make();
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    return key;
  }
}
