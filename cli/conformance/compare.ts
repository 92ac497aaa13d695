/**
 * Expected against computed, value by value at the vector's tolerance.
 *
 * Every value that a vector expects must be there: a key that we do not compute is a difference, so that
 * nothing passes by not being looked at.
 *
 * @module
 */

export interface Comparison {
  /** How many single values were compared. */
  readonly compared: number;
  /** In words, with the place of each. */
  readonly differences: readonly string[];
}

export interface Terms {
  readonly tolerance: number;
  /** Keys left out wherever they stand, each for a reason the caller states. */
  readonly leaveOut?: readonly string[];
}

export function compare(
  expected: unknown,
  computed: unknown,
  { tolerance, leaveOut = [] }: Terms,
): Comparison {
  const differences: string[] = [];
  let compared = 0;

  const visit = (want: unknown, got: unknown, place: string): void => {
    if (Array.isArray(want)) {
      if (!Array.isArray(got)) differences.push(`${place}: a list expected, computed ${show(got)}`);
      else if (got.length !== want.length) {
        differences.push(`${place}: ${want.length} entries expected, computed ${got.length}`);
      } else want.forEach((entry, i) => void visit(entry, got[i], `${place}[${i}]`));
    } else if (isObject(want)) {
      if (!isObject(got)) differences.push(`${place}: an object expected, computed ${show(got)}`);
      else {
        for (const [key, value] of Object.entries(want)) {
          if (!leaveOut.includes(key)) visit(value, got[key], place === '' ? key : `${place}.${key}`);
        }
      }
    } else {
      compared += 1;
      if (!agrees(want, got, tolerance))
        differences.push(`${place}: expected ${show(want)}, computed ${show(got)}`);
    }
  };

  visit(expected, computed, '');
  return { compared, differences };
}

/** Several comparisons of one vector as one. */
export function together(...comparisons: readonly Comparison[]): Comparison {
  return {
    compared: comparisons.reduce((sum, { compared }) => sum + compared, 0),
    differences: comparisons.flatMap(({ differences }) => differences),
  };
}

function agrees(want: unknown, got: unknown, tolerance: number): boolean {
  if (typeof want !== 'number') return want === got;
  return typeof got === 'number' && Math.abs(got - want) <= tolerance;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
