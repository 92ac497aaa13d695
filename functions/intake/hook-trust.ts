/**
 * Whether a hook's call comes from who holds the source's secret. All comparisons take the same time whether
 * they succeed or not.
 *
 * | sender    | proof                                                                        |
 * | --------- | ---------------------------------------------------------------------------- |
 * | Medplum   | `X-Signature`: HMAC-SHA256 of the body as received, hexadecimal               |
 * | WebSub    | `X-Hub-Signature` (or `-256`): the same, behind `sha256=`                     |
 * | R4, HAPI  | a header of the Subscription: `Authorization: Bearer <secret>` or ours below  |
 *
 * @module
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { HookSecret } from '../adapters/hook-secrets.ts';

const SECRET_HEADER = 'x-outcomes-secret';

export interface ReceivedCall {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As received, before anything is parsed. */
  readonly body: Buffer;
}

export function isTrusted({ headers, body }: ReceivedCall, secrets: readonly HookSecret[]): boolean {
  const signature = signatureIn(headers);
  const secret = secretIn(headers);
  return secrets.some((one) => {
    if (one.kind === 'signature')
      return (
        signature !== undefined &&
        same(signature, createHmac('sha256', one.secret).update(body).digest('hex'))
      );
    return secret !== undefined && same(hash('sha256', secret), one.sha256);
  });
}

function signatureIn(headers: ReceivedCall['headers']): string | undefined {
  const hub = headers['x-hub-signature-256'] ?? headers['x-hub-signature'];
  const sent = headers['x-signature'] ?? /^sha256=(.+)$/i.exec(hub ?? '')?.[1];
  return sent !== undefined && /^[0-9a-f]{64}$/i.test(sent) ? sent.toLowerCase() : undefined;
}

function secretIn(headers: ReceivedCall['headers']): string | undefined {
  return headers[SECRET_HEADER] ?? /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/** Two texts of 64 hexadecimal digits. */
function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
