/**
 * A test vector: one folder with `vector.json` (rule, parameters, expected, tolerance) and its input files.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import type { Comparison } from './compare.ts';
import { parseCsv, type Row } from './csv.ts';

const vectorJson = v.looseObject({
  params: v.optional(v.unknown()),
  expected: v.optional(v.unknown()),
  rule: v.optional(v.string()),
  tolerance: v.optional(v.number(), 1e-6),
});

export interface Vector {
  readonly name: string;
  /** The name up to the data set: `alpha` of `alpha-attitude`. */
  readonly kind: string;
  readonly folder: string;
  /** As they stand in `vector.json`; each kind reads its own. */
  readonly params: unknown;
  readonly expected: unknown;
  readonly rule: string;
  readonly tolerance: number;
  /** The rows of one of its CSV files. */
  rows(file: string): readonly Row[];
}

/** Computes a vector with the product's functions and compares. */
export type Runner = (vector: Vector) => Comparison | Promise<Comparison>;

/** The names of the vector folders in `directory`, sorted. */
export function vectorNames(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function kindOf(name: string): string {
  return name.split('-')[0] ?? name;
}

export function readVector(folder: string): Vector {
  const text = readFileSync(join(folder, 'vector.json'), 'utf8');
  const { params, expected, rule, tolerance } = v.parse(vectorJson, JSON.parse(text));
  const name = basename(folder);
  return {
    name,
    kind: kindOf(name),
    folder,
    params,
    expected,
    rule: rule ?? '',
    tolerance,
    rows: (file) => parseCsv(readFileSync(join(folder, file), 'utf8')),
  };
}
