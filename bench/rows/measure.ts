/** Timing and printing of the metric benchmarks. */

/** Assessments. `--quick` leaves out the largest. */
export const sizes = [100_000, 1_000_000, ...(process.argv.includes('--quick') ? [] : [5_000_000])];

export function seconds(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

/** Seconds of processor time of this process so far, all threads. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export function print(bench: string, value: number, unit: string, reference: string, ratio: number): void {
  console.log(JSON.stringify({ bench, value: round(value), unit, reference, ratio: round(ratio) }));
}

export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** `1e6`. */
export function sized(assessments: number): string {
  return assessments.toExponential().replace('+', '');
}

/** Of the time over the number of rows: 1 is linear. */
export function growthExponent(
  measured: readonly { readonly rows: number; readonly time: number }[],
): number {
  const [smallest, largest] = [measured[0], measured.at(-1)];
  if (smallest === undefined || largest === undefined) throw new Error('nothing was measured');
  return Math.log(largest.time / smallest.time) / Math.log(largest.rows / smallest.rows);
}
