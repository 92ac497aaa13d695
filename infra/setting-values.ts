/**
 * Kinds of values that several settings share, each with the sentence that says how to write it.
 *
 * @module
 */
import * as v from 'valibot';

/** Of a source, a program, a key. */
export const Id = v.pipe(
  v.string('Write an id as text.'),
  v.regex(
    /^[a-z0-9][a-z0-9-]{1,31}$/,
    'Use 2 to 32 lower-case letters, digits and hyphens, beginning with a letter or digit: the id is in every key and queue name.',
  ),
);

export const Text = v.pipe(v.string('Write text.'), v.trim(), v.nonEmpty('Write at least one character.'));

/** Between the two bounds, both included. */
export const whole = (from: number, to: number, unit: string) => {
  const sentence = `Write a whole number of ${unit} from ${from} to ${to}.`;
  return v.pipe(
    v.number(sentence),
    v.integer(sentence),
    v.minValue(from, sentence),
    v.maxValue(to, sentence),
  );
};

/** Tokens and patient data travel to these addresses, so plain http is for this machine only. */
export const secureUrl = (what: string) =>
  v.pipe(
    v.string('Write an address as text.'),
    v.check(isSecure, `Use an https address for ${what}; http is accepted only for 127.0.0.1 and localhost.`),
  );

function isSecure(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
}
