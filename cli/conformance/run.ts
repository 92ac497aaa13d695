/**
 * Runs vector folders and says PASS or FAIL for each.
 *
 * @module
 */
import { join } from 'node:path';
import { runners } from './kinds.ts';
import { kindOf, readVector, vectorNames } from './vector.ts';

export interface Verdict {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** How many differences a line shows; their number is always given. */
const SHOWN = 3;

/** Every vector folder in `directory`, in order of name. */
export async function runVectors(directory: string): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const name of vectorNames(directory)) verdicts.push(await runVector(join(directory, name), name));
  return verdicts;
}

async function runVector(folder: string, name: string): Promise<Verdict> {
  const runner = runners.get(kindOf(name));
  if (runner === undefined) return { name, passed: false, detail: `unknown kind ${kindOf(name)}` };
  try {
    const vector = readVector(folder);
    const { compared, differences } = await runner(vector);
    if (differences.length > 0) {
      const shown = differences.slice(0, SHOWN).join('; ');
      return { name, passed: false, detail: `${differences.length} of ${compared} values differ: ${shown}` };
    }
    if (compared === 0) return { name, passed: false, detail: 'nothing was compared' };
    return { name, passed: true, detail: `${compared} values within ${vector.tolerance}` };
  } catch (error) {
    return { name, passed: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
