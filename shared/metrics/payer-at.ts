/**
 * Which of a patient's coverages pays for a stay: of those in force on its first day the one that pays first
 * (`Coverage.order`), then the one that began last.
 *
 * @module
 */
export interface DatedCoverage {
  readonly payer: string;
  /** First and last day; null where it was in force before, or still is. */
  readonly start: number | null;
  readonly end: number | null;
  /** 1 pays first. */
  readonly order: number;
}

/** Null where none was in force. */
export function payerAt(coverages: readonly DatedCoverage[], day: number): string | null {
  const [first] = coverages
    .filter(({ start, end }) => (start ?? day) <= day && (end ?? day) >= day)
    .sort(
      (a, b) =>
        a.order - b.order ||
        (b.start ?? Number.NEGATIVE_INFINITY) - (a.start ?? Number.NEGATIVE_INFINITY) ||
        (a.payer < b.payer ? -1 : 1),
    );
  return first?.payer ?? null;
}

/** Codes of a `coverage` fact: the payer, and behind it its place where it does not pay first. */
export function coverageCodes(payer: string, order: number): readonly string[] {
  return order === 1 ? [payer] : [payer, `${ORDER}${order}`];
}

const ORDER = 'order:';

/** The inverse; null for a fact that names no payer. */
export function coverageOf(codes: readonly string[]): Pick<DatedCoverage, 'payer' | 'order'> | null {
  const payer = codes.find((code) => !code.startsWith(ORDER));
  const place = codes.find((code) => code.startsWith(ORDER))?.slice(ORDER.length) ?? '1';
  return payer === undefined ? null : { payer, order: Number.parseInt(place, 10) || 1 };
}
