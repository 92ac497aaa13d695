/**
 * Bytes as they arrive -> lines, each with its number and with the offset behind it, from which a stopped
 * import goes on. Memory holds one chunk and one line.
 *
 * @module
 */

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Offset of the first byte behind the line and its newline. */
  readonly end: number;
  /** Undefined when it is too long to be read. */
  readonly bytes: Buffer | undefined;
}

/** As much as one push over HTTP may bring. */
const MAX_LINE_BYTES = 5_000_000;

const NEWLINE = 10;

/** @param from where the bytes begin: offset in the object, and number of lines before it. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  from: { readonly offset: number; readonly lines: number } = { offset: 0, lines: 0 },
  maxBytes = MAX_LINE_BYTES,
): AsyncGenerator<Line> {
  let { offset: end, lines: number } = from;
  let parts: Buffer[] = [];
  let length = 0;
  const take = (part: Buffer): void => {
    length += part.length;
    if (length <= maxBytes) parts.push(part);
    else parts = [];
  };
  const close = (): Line => {
    const bytes = length <= maxBytes ? Buffer.concat(parts) : undefined;
    parts = [];
    length = 0;
    number += 1;
    return { number, end, bytes };
  };

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, start)) {
      take(bytes.subarray(start, at));
      end += at + 1 - start;
      start = at + 1;
      yield close();
    }
    take(bytes.subarray(start));
    end += bytes.length - start;
  }
  if (length > 0) yield close();
}

const utf8 = new TextDecoder('utf-8', { fatal: true }); // drops a byte order mark

/** Undefined when it is not UTF-8. */
export function textOf(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
