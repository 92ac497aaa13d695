/**
 * What a source's hooks are verified with, in `operations` (encrypted with the stack's own key): read at a
 * call, so that a secret is changed without a deployment.
 *
 * | item    | pk              | sk        | says                                                     |
 * | ------- | --------------- | --------- | -------------------------------------------------------- |
 * | secrets | `HOOK#<source>` | `SECRETS` | up to two of each kind: the new and the one it replaces   |
 *
 * @module
 */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { encode } from './outcome-keys.ts';

export type HookSecret =
  /** Key of the HMAC that signs each body. */
  | { readonly kind: 'signature'; readonly secret: string }
  /** SHA-256, in hexadecimal, of what comes in a header: the secret itself is kept by the EHR alone. */
  | { readonly kind: 'header'; readonly sha256: string };

export interface HookSecrets {
  /** None for a source that has no hooks. */
  read(source: string): Promise<readonly HookSecret[]>;
  put(source: string, secrets: readonly HookSecret[]): Promise<void>;
}

/** For how long a warm function trusts what it has read: a secret that was replaced works this much longer. */
const TRUSTED_MS = 60_000;

export function hookSecrets(
  client: DynamoDBClient,
  table: string,
  now: () => number = Date.now,
): HookSecrets {
  const known = new Map<string, { readonly until: number; readonly secrets: readonly HookSecret[] }>();
  const keyOf = (source: string) => ({ pk: { S: `HOOK#${encode(source)}` }, sk: { S: 'SECRETS' } });
  return {
    async read(source) {
      const kept = known.get(source);
      if (kept !== undefined && kept.until > now()) return kept.secrets;
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(source) }));
      const secrets = JSON.parse(Item?.secrets?.S ?? '[]') as readonly HookSecret[];
      known.set(source, { until: now() + TRUSTED_MS, secrets });
      return secrets;
    },

    async put(source, secrets) {
      const Item = { ...keyOf(source), secrets: { S: JSON.stringify(secrets) } };
      await client.send(new PutItemCommand({ TableName: table, Item }));
      known.delete(source);
    },
  };
}
