/**
 * Is a definition sound? The rules that every instrument must meet, built in or an author's own.
 *
 * @module
 */
import type { Instrument } from './instrument.ts';
import { error, type Finding } from './lint-finding.ts';
import { type GoldenCase, lintGolden } from './lint-golden.ts';
import { lintIdentity } from './lint-identity.ts';
import { lintItems } from './lint-items.ts';
import { lintScores } from './lint-scores.ts';

export interface LintOptions {
  /** Cases of the definition. Left out, none are asked for: those of the built-in instruments are tests. */
  readonly golden?: readonly GoldenCase[];
  /** Every instrument that may be derived from. */
  readonly catalog: readonly Instrument[];
}

export function lintInstrument(instrument: Instrument, { golden, catalog }: LintOptions): readonly Finding[] {
  const findings = [
    ...lintIdentity(instrument),
    ...lintItems(instrument),
    ...lintScores(instrument),
    ...derivedFrom(instrument, catalog),
  ];
  // Cases are scored only by a definition that hangs together: what it lacks is the better news.
  const broken = findings.some(({ severity }) => severity === 'error');
  return golden === undefined || broken ? findings : [...findings, ...lintGolden(instrument, golden)];
}

function derivedFrom({ derived = [] }: Instrument, catalog: readonly Instrument[]): readonly Finding[] {
  return derived.flatMap(({ instrument: id, items }) => {
    const known = catalog.find((one) => one.id === id);
    if (known === undefined) {
      return [
        error('derived-unknown', `derived.${id}`, `There is no instrument ${id}. Use the id of a known one.`),
      ];
    }
    const needed = known.items.findLastIndex(({ optional }) => optional !== true) + 1;
    return items.length >= needed && items.length <= known.items.length
      ? []
      : [
          error(
            'derived-count',
            `derived.${id}`,
            `${id} needs ${needed} items, in its order, and ${items.length} are named.`,
          ),
        ];
  });
}
