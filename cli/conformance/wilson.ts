import * as v from 'valibot';
import {
  clopperPearsonInterval,
  wilsonContinuityCorrected,
  wilsonInterval,
} from '../../shared/stats/proportion.ts';
import { type Comparison, compare } from './compare.ts';
import { requiredNumber } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

const given = v.object({ conf: v.number() });

/** Rows of x of n with the limits of several methods, or UKHSA's list of areas. */
export function runWilson(vector: Vector): Comparison {
  return Array.isArray(vector.expected) ? runAreas(vector, vector.expected) : runRows(vector);
}

function runRows(vector: Vector): Comparison {
  const { conf } = v.parse(given, vector.params);
  const rows = vector.rows('input.csv').map((row) => {
    const x = requiredNumber(row, 'x');
    const n = requiredNumber(row, 'n');
    const wilson = estimated(wilsonInterval(x, n, conf));
    const corrected = estimated(wilsonContinuityCorrected(x, n, conf));
    const exact = estimated(clopperPearsonInterval(x, n, conf));
    const wide = estimated(wilsonInterval(x, n, 0.998));
    return {
      x,
      n,
      p: wilson.proportion,
      wilson_lower: wilson.lower,
      wilson_upper: wilson.upper,
      wilson_cc_lower: corrected.lower,
      wilson_cc_upper: corrected.upper,
      clopper_pearson_lower: exact.lower,
      clopper_pearson_upper: exact.upper,
      wilson998_lower: wide.lower,
      wilson998_upper: wide.upper,
    };
  });
  return compare(vector.expected, { rows }, vector);
}

const area = v.looseObject({
  Numerator: v.string(),
  Denominator: v.string(),
  multiplier: v.string(),
});

/** Numbers come as text there; an area without a count has no limits. */
function runAreas(vector: Vector, expected: readonly unknown[]): Comparison {
  const limits = ['value', 'lower95_0cl', 'upper95_0cl', 'lower99_8cl', 'upper99_8cl'] as const;
  const wanted = expected.map((entry) => {
    const texts = v.parse(v.record(v.string(), v.string()), entry);
    return Object.fromEntries(
      limits.map((name) => [
        name,
        texts[name] === '' || texts[name] === undefined ? null : Number(texts[name]),
      ]),
    );
  });
  const computed = expected.map((entry) => {
    const { Numerator, Denominator, multiplier } = v.parse(area, entry);
    if (Numerator === '' || Denominator === '') return Object.fromEntries(limits.map((name) => [name, null]));
    const usual = estimated(wilsonInterval(Number(Numerator), Number(Denominator), 0.95));
    const wide = estimated(wilsonInterval(Number(Numerator), Number(Denominator), 0.998));
    const unit = Number(multiplier);
    return {
      value: unit * usual.proportion,
      lower95_0cl: unit * usual.lower,
      upper95_0cl: unit * usual.upper,
      lower99_8cl: unit * wide.lower,
      upper99_8cl: unit * wide.upper,
    };
  });
  return compare(wanted, computed, vector);
}
