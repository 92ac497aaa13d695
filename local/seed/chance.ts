/**
 * Drawing lots. A stream is named, so that what one patient draws does not depend on how many there are.
 *
 * @module
 */
import { mulberry32 } from './mulberry32.ts';

export interface Chance {
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  /** One of the keys, as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key;
  /** Normally distributed (Box-Muller). */
  normal(mean: number, sd: number): number;
  shuffled<T>(list: readonly T[]): T[];
}

export function chance(stream: string): Chance {
  const next = mulberry32(fnv1a(stream));
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    happens: (probability) => next() < probability,
    weighted: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => {
        left -= weight;
        return left < 0;
      });
      const [key] = found ?? entries.at(-1) ?? [];
      if (key === undefined) throw new RangeError('there is nothing to choose from');
      return key;
    },
    normal: (mean, sd) => mean + sd * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffled: (list) => {
      const shuffled = [...list];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = between(0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other] as never, shuffled[last] as never];
      }
      return shuffled;
    },
  };
}

/** FNV-1a, 32 bits: a name as a seed. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
