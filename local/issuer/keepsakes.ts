/**
 * What the issuer keeps in the data folder, so that a restart changes nothing for whoever holds a token.
 *
 * One file, `issuer.json`, readable by its owner only: the signing key, the cookie keys, the client secrets
 * and the port (an issuer is its URL: on another port it would be another issuer).
 *
 * The key is RS256 and not ES256, because the JWT authorizer of API Gateway takes RSA only and what works
 * on a laptop must work deployed.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export const SIGNING_ALGORITHM = 'RS256';

export interface Keepsakes {
  readonly signingKey: JWK;
  readonly cookieKeys: readonly string[];
  /** Secret by client id. */
  readonly clientSecrets: Readonly<Record<string, string>>;
  readonly port?: number;
}

/** Reads what is kept and adds what is missing, such as the secret of a new client. */
export async function loadKeepsakes(
  dataDir: string | undefined,
  clientIds: readonly string[],
): Promise<Keepsakes> {
  const kept = dataDir === undefined ? {} : await readKept(dataDir);
  const secrets = kept.clientSecrets ?? {};
  return {
    ...kept,
    signingKey: kept.signingKey ?? (await newSigningKey()),
    cookieKeys: kept.cookieKeys ?? [newSecret()],
    clientSecrets: {
      ...secrets,
      ...Object.fromEntries(clientIds.map((id) => [id, secrets[id] ?? newSecret()])),
    },
  };
}

export async function saveKeepsakes(dataDir: string | undefined, keepsakes: Keepsakes): Promise<void> {
  if (dataDir === undefined) return;
  await mkdir(dataDir, { recursive: true });
  const draft = join(dataDir, `issuer.json.${process.pid}`);
  await writeFile(draft, JSON.stringify(keepsakes, null, 2), { mode: 0o600 });
  // A rename is whole or not at all: a kill between the two leaves the old file.
  await rename(draft, fileIn(dataDir));
}

async function readKept(dataDir: string): Promise<Partial<Keepsakes>> {
  try {
    return JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as Partial<Keepsakes>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(
      `${fileIn(dataDir)} cannot be read. Remove it to start with a new key; tokens issued before stop working.`,
      {
        cause: error,
      },
    );
  }
}

const fileIn = (dataDir: string) => join(dataDir, 'issuer.json');

async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const key = await exportJWK(privateKey);
  return { ...key, kid: await calculateJwkThumbprint(key), use: 'sig', alg: SIGNING_ALGORITHM };
}

const newSecret = () => randomBytes(32).toString('base64url');
