/**
 * The keys the doctor signs in with: those of the stack, by the operator's own permission (`kms:Sign`), or those
 * of a running `npm start`.
 *
 * @module
 */
import { KMSClient } from '@aws-sdk/client-kms';
import { type Signer, signers } from '../../functions/adapters/signing-keys.ts';
import type { SigningKey } from '../../shared/settings/settings.ts';
import { readAddresses } from '../stored/place.ts';

/**
 * @param keys as the stack puts them out (`SigningKeys`): `<id>=<arn>`, separated by spaces.
 * @param data folder of a running `npm start`.
 */
export function doctorsKeys(
  signingKeys: readonly SigningKey[],
  { keys, data }: { readonly keys?: string | undefined; readonly data?: string | undefined },
): readonly Signer[] {
  const local = data === undefined ? undefined : readAddresses(data);
  const text = keys ?? local?.signingKeys ?? process.env.SIGNING_KEYS ?? '';
  const arns = new Map(
    text.split(' ').flatMap((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const];
    }),
  );
  const known = signingKeys.filter(({ id }) => arns.has(id));
  const { endpoint, region, credentials } = local ?? {};
  const kms = new KMSClient({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
  });
  return signers(kms, known, arns);
}
