import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vector } from './vector.ts';

/** All of `vector.json`: the NHS vectors keep thresholds and tolerances under names of their own. */
export function documentOf({ folder }: Vector): unknown {
  return JSON.parse(readFileSync(join(folder, 'vector.json'), 'utf8'));
}
