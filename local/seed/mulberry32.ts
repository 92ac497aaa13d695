/**
 * Mulberry32, a pseudo-random generator of 32 bits of state: the same seed gives the same numbers on every
 * machine. Good enough for a believable clinic; not for secrets and not for statistics.
 * Source: Tommy Ettinger, public domain (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c)
 *
 * @module
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
