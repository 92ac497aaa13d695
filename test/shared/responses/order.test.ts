import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordOf, ordOfDelete, receiptAt, utcInstant } from '../../../shared/responses/order.ts';

const receivedAt = '2026-03-02T00:00:00Z';
const at = (
  lastUpdated: string | undefined,
  status: 'completed' | 'amended' | 'entered-in-error' = 'completed',
) => ordOf({ lastUpdated, receivedAt, status, hash: 'a'.repeat(64) });

describe('the order of versions', () => {
  test('is the order of lastUpdated, whatever the time zone it is written in', () => {
    expect(at('2026-03-01T12:00:00+02:00') < at('2026-03-01T10:00:00.001Z')).toBe(true);
    expect(at('2026-03-01T12:00:00+02:00')).toBe(at('2026-03-01T10:00:00Z'));
  });

  test('counts microseconds, which some servers write and Date would lose', () => {
    expect(at('2026-03-01T10:00:00.123456Z') < at('2026-03-01T10:00:00.123457Z')).toBe(true);
    expect(at('2026-03-01T10:00:00.5Z') < at('2026-03-01T10:00:00.5000001Z')).toBe(true);
  });

  test('at the same instant is completed, then amended, then entered in error', () => {
    const same = '2026-03-01T10:00:00Z';
    expect(at(same) < at(same, 'amended')).toBe(true);
    expect(at(same, 'amended') < at(same, 'entered-in-error')).toBe(true);
  });

  test('falls back to the receipt time when lastUpdated is absent or unreadable', () => {
    expect(at(undefined)).toBe(at('2026-03-02T00:00:00Z'));
    expect(at('yesterday')).toBe(at('2026-03-02T00:00:00Z'));
  });

  test('sorts as time does, for any two instants', () => {
    const date = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, date, (a, b) => {
        const [x, y] = [utcInstant(a.toISOString()) ?? '', utcInstant(b.toISOString()) ?? ''];
        expect(x < y).toBe(a.getTime() < b.getTime());
      }),
    );
  });
});

describe('a clock that is ahead', () => {
  test('is believed for a day, and no longer: what it stamps later counts from its receipt', () => {
    expect(at('2026-03-02T20:00:00Z') > at('2026-03-02T10:00:00Z')).toBe(true);
    expect(at('2062-01-01T00:00:00Z')).toBe(at(receivedAt));
  });

  test('does not outlive a delete that was received later', () => {
    const standing = { ord: at('2026-03-02T00:00:30Z'), receivedAt };
    const deleted = ordOfDelete('2026-03-02T00:00:20Z', 'b'.repeat(64), standing);
    expect(deleted > standing.ord).toBe(true);
    // Handled again, when the delete itself stands, it is the same.
    const again = { ord: deleted, receivedAt: '2026-03-02T00:00:20Z' };
    expect(ordOfDelete('2026-03-02T00:00:20Z', 'b'.repeat(64), again)).toBe(deleted);
  });

  test('is no reason for a delete to withdraw what was received after it', () => {
    const standing = { ord: at('2026-03-02T00:00:30Z'), receivedAt: '2026-03-02T00:00:25Z' };
    expect(ordOfDelete('2026-03-02T00:00:20Z', 'b'.repeat(64), standing) < standing.ord).toBe(true);
  });
});

test('of many that came together the later ones count as received later, a million and more', () => {
  const receipts = [0, 1, 999_999, 1_000_000, 1_000_001].map((place) => receiptAt(receivedAt, place));
  expect(receipts).toEqual([
    '2026-03-02T00:00:00.000000000Z',
    '2026-03-02T00:00:00.000000001Z',
    '2026-03-02T00:00:00.000999999Z',
    '2026-03-02T00:00:00.001000000Z',
    '2026-03-02T00:00:00.001000001Z',
  ]);
  expect(receipts.map((one) => utcInstant(one))).toEqual(receipts);
});
