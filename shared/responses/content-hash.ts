/**
 * The content of a resource as one string, and its hash: what makes two deliveries the same answer sheet.
 *
 * @module
 */

/** SHA-256 of a UTF-8 string, lower-case hex. An argument, because `shared/` has no crypto of its own. */
export type Sha256 = (text: string) => string;

/** Left out of the comparison: a server rewrites `meta` on every save, and `text` is a rendering. */
const VOLATILE: ReadonlySet<string> = new Set(['meta', 'text']);

export function contentHash(resource: Readonly<Record<string, unknown>>, sha256: Sha256): string {
  const content = Object.fromEntries(Object.entries(resource).filter(([key]) => !VOLATILE.has(key)));
  return sha256(sortedJson(content));
}

/** JSON with object keys in code-unit order, so that key order does not count. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${sortedJson(member)}`);
  return `{${members.join(',')}}`;
}
