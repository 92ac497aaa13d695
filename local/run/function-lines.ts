/**
 * What the functions' log lines tell a run: which responses were recorded, how many deliveries were repeats.
 *
 * @module
 */

/** Identities of the responses that this line says were recorded. */
export function recordedIn(line: string): readonly string[] {
  if (!line.includes('"responses recorded"')) return [];
  const { responses = [] } = parse(line) as { responses?: readonly { identity: string }[] };
  return responses.map(({ identity }) => identity);
}

/** Deliveries of a version that stood already, from a line of metrics. */
export function countDuplicates(line: string): number {
  if (!line.includes('"Deliveries-repeated"')) return 0;
  const repeated = (parse(line) as { 'Deliveries-repeated'?: number | readonly number[] })[
    'Deliveries-repeated'
  ];
  return typeof repeated === 'number' ? repeated : (repeated ?? []).reduce((sum, one) => sum + one, 0);
}

function parse(line: string): object {
  try {
    return JSON.parse(line) as object;
  } catch {
    return {};
  }
}
