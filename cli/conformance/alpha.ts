import * as v from 'valibot';
import { cronbachAlpha } from '../../shared/stats/alpha.ts';
import { type Comparison, compare } from './compare.ts';
import { numberIn } from './csv.ts';
import { estimated } from './estimated.ts';
import type { Vector } from './vector.ts';

const given = v.object({ reverse_scored: v.array(v.string()), scale_min: v.number(), scale_max: v.number() });

/** One column per item. */
export function runAlpha(vector: Vector): Comparison {
  const { reverse_scored, scale_min, scale_max } = v.parse(given, vector.params);
  const rows = vector.rows('input.csv');
  const names = Object.keys(rows[0] ?? {});
  const computed = estimated(
    cronbachAlpha({
      columns: names.map((name) => rows.map((row) => numberIn(row, name) ?? Number.NaN)),
      reversed: {
        columns: reverse_scored.map((name) => names.indexOf(name)),
        min: scale_min,
        max: scale_max,
      },
    }),
  );
  return compare(
    vector.expected,
    {
      n_rows: rows.length,
      n_complete: computed.n,
      k: computed.items.length,
      raw_alpha: computed.alpha,
      std_alpha: computed.standardised?.alpha,
      average_r: computed.standardised?.meanCorrelation,
      ase_duhachek_iacobucci: computed.standardError,
      feldt_95: computed.feldt,
      'duhachek_95_z1.96': computed.duhachek95,
      sem_total_score: computed.standardErrorOfMeasurement,
      items: computed.items.map((item, i) => ({
        item: names[i],
        alpha_if_dropped: item.alphaIfDropped,
        r_drop: item.restCorrelation,
        mean: item.mean,
        sd: item.sd,
      })),
    },
    vector,
  );
}
