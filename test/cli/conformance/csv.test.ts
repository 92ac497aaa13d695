import { expect, test } from 'vitest';
import { numberIn, parseCsv, requiredNumber } from '../../../cli/conformance/csv.ts';

test('reads quoted cells with commas, doubled quotes and empty cells', () => {
  expect(parseCsv('a,"b",c\n"x, y","say ""no""",\n1,2,3\n')).toEqual([
    { a: 'x, y', b: 'say "no"', c: '' },
    { a: '1', b: '2', c: '3' },
  ]);
});

test('reads the same with Windows line ends, a byte order mark and no last line end', () => {
  expect(parseCsv('\uFEFFa,b\r\n1,\r\n,2')).toEqual([
    { a: '1', b: '' },
    { a: '', b: '2' },
  ]);
});

test('an empty cell and NA are no number; text is a broken vector', () => {
  const [row = {}] = parseCsv('a,b,c\n,NA,x\n');
  expect(numberIn(row, 'a')).toBeNull();
  expect(numberIn(row, 'b')).toBeNull();
  expect(() => numberIn(row, 'c')).toThrow('A number expected in column c, found x');
  expect(() => requiredNumber(row, 'a')).toThrow('found nothing');
  expect(() => numberIn(row, 'd')).toThrow('Column d expected, found a, b, c');
});
