import * as v from 'valibot';
import { newcombeDifference, proportionChiSquare } from '../../shared/stats/proportion-difference.ts';
import { type Comparison, compare } from './compare.ts';
import { requiredNumber } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

const given = v.object({ conf: v.number() });

export function runDifferenceOfProportions(vector: Vector): Comparison {
  const { conf } = v.parse(given, vector.params);
  const rows = vector.rows('input.csv').map((row) => {
    const first = { count: requiredNumber(row, 'x1'), of: requiredNumber(row, 'n1') };
    const second = { count: requiredNumber(row, 'x2'), of: requiredNumber(row, 'n2') };
    const { difference, lower, upper } = estimated(newcombeDifference(first, second, conf));
    const { chiSquare, p } = estimated(proportionChiSquare(first, second));
    return {
      x1: first.count,
      n1: first.of,
      x2: second.count,
      n2: second.of,
      diff: difference,
      newcombe10_lower: lower,
      newcombe10_upper: upper,
      chisq: chiSquare,
      p_value: p,
    };
  });
  return compare(vector.expected, { rows }, vector);
}
