/**
 * The JSON form of keying settings: what the keys mean is checked against the instruments, by `keyingFaults`.
 *
 * @module
 */
import * as v from 'valibot';

const itemNumbers = v.array(v.number());

export const keyingSchema = v.record(
  v.string(),
  v.record(
    v.string(),
    v.union(
      [v.string(), v.number(), itemNumbers, v.record(v.string(), itemNumbers)],
      'Write item numbers, a word, a count, or item numbers by score; docs/instruments.md says which.',
    ),
  ),
);
