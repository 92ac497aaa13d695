import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, linesOf, textOf } from '../../functions/intake/import-lines.ts';

async function* chunked(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(
  bytes: Buffer,
  sizes: readonly number[] = [7],
  from?: { offset: number; lines: number },
  max?: number,
): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of linesOf(chunked(bytes, sizes), from, max)) lines.push(line);
  return lines;
}

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }).map((one) => one.replaceAll('\n', '')));
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });

describe('lines of a file', () => {
  test('are the same however the bytes arrive, and wherever reading goes on', () =>
    fc.assert(
      fc.asyncProperty(texts, sizes, fc.boolean(), async (all, how, newlineAtEnd) => {
        const bytes = Buffer.from(all.join('\n') + (newlineAtEnd && all.length > 0 ? '\n' : ''));
        const expected = bytes.length === 0 ? [] : bytes.toString().replace(/\n$/, '').split('\n');
        const lines = await read(bytes, how);
        if (!(lines.length === 0 && expected.every((one) => one === ''))) {
          const found = lines.map((line) => line.bytes?.toString());
          // An empty last line without a newline is no line.
          expect(found).toEqual(
            newlineAtEnd || expected.at(-1) !== '' ? expected : expected.slice(0, found.length),
          );
        }
        for (const { end, number } of lines) {
          const rest = await read(bytes.subarray(end), how, { offset: end, lines: number });
          expect(rest).toEqual(lines.slice(number));
        }
      }),
    ));

  test('one that is too long is passed over, and the next is read', async () => {
    const lines = await read(Buffer.from('ab\nabcdef\ncd'), [2], undefined, 4);
    expect(lines.map(({ number, end, bytes }) => [number, end, bytes?.toString()])).toEqual([
      [1, 3, 'ab'],
      [2, 10, undefined],
      [3, 12, 'cd'],
    ]);
  });

  test('bytes that are not UTF-8 are no text, and a byte order mark is none either', () => {
    expect(textOf(Buffer.from([0xff, 0x41]))).toBeUndefined();
    expect(textOf(Buffer.from([0xef, 0xbb, 0xbf, 0x41]))).toBe('A');
  });
});
