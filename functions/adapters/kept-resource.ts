/**
 * The resource of a version as it was received, in its item.
 *
 * Pictures and recordings among the answers score nothing: where a response is too large for an item they are
 * left out, each with its hash and size in its place. What is still too large is read in the EHR.
 *
 * @module
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { sha256 } from '../runtime/hash.ts';

type Item = Record<string, AttributeValue>;

/** Bytes, compressed. An item holds 400 KB, and one that is too large would hold up all that came with it. */
const LARGEST_RAW = 300_000;

/** Attributes of the item that keeps the resource; none for a delete. */
export function keptResource(raw: unknown): Item {
  if (raw === null) return {};
  const whole = gzipSync(JSON.stringify(raw));
  if (whole.length <= LARGEST_RAW) return { raw: { B: whole } };
  const without = gzipSync(JSON.stringify(withoutAttachments(raw)));
  return without.length <= LARGEST_RAW
    ? { raw: { B: without }, rawLacks: { S: 'attachments' } }
    : { rawLacks: { S: 'everything' } };
}

function withoutAttachments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAttachments);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) =>
    key === 'data' && typeof member === 'string'
      ? ([
          '_data',
          { extension: [{ url: LEFT_OUT, valueString: `${sha256(member)} ${member.length}` }] },
        ] as const)
      : ([key, withoutAttachments(member)] as const),
  );
  return Object.fromEntries(members);
}

/** SHA-256 and length of the base64 text that stood here. */
const LEFT_OUT = 'urn:outcomes-pipeline:attachment-left-out';

/** Whether anything of the version was left out: then it is not what its hash says, and cannot be scored again. */
export function isKeptInPart(item: Item): boolean {
  return item.rawLacks !== undefined;
}

/** Whether the version was too large to be kept with its answers. */
export function isKeptWithoutAnswers(item: Item): boolean {
  return item.rawLacks?.S === 'everything';
}

/** The resource as it was received, from a version item; null for a delete, and where it was too large. */
export function rawOf(item: Item): unknown {
  const { B: bytes } = item.raw ?? {};
  return bytes === undefined ? null : (JSON.parse(gunzipSync(bytes).toString('utf8')) as unknown);
}
