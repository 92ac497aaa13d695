/**
 * Names of an instrument: id, version, canonical URLs, codes with their check digits, sources, licence.
 *
 * @module
 */
import { type Instrument, LOINC } from './instrument.ts';
import { error, type Finding } from './lint-finding.ts';

export function lintIdentity(instrument: Instrument): readonly Finding[] {
  return [...names(instrument), ...canonicals(instrument), ...codes(instrument), ...sources(instrument)];
}

function names({ id, version }: Instrument): readonly Finding[] {
  return [
    ...(/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)
      ? []
      : [
          error(
            'id-malformed',
            'id',
            `"${id}" is in keys and file names: use lower-case letters, digits and single hyphens.`,
          ),
        ]),
    ...(/^[A-Za-z0-9.-]+$/.test(version)
      ? []
      : [error('version-malformed', 'version', `"${version}" must be letters, digits, dots and hyphens.`)]),
  ];
}

/** An absolute URL or a URN, with `|version` at most once, no fragment and no white space. */
const CANONICAL = /^(?:https?:\/\/[^\s|#/]+[^\s|#]*|urn:[a-z0-9][a-z0-9-]*:[^\s|#]+)(?:\|[^\s|#]+)?$/i;

function canonicals({ questionnaires }: Instrument): readonly Finding[] {
  if (questionnaires.length === 0) {
    return [
      error(
        'canonical-missing',
        'questionnaires',
        'Give the canonical URL that responses name in `questionnaire`.',
      ),
    ];
  }
  return questionnaires.flatMap((canonical, index) =>
    CANONICAL.test(canonical)
      ? []
      : [
          error(
            'canonical-malformed',
            `questionnaires[${index}]`,
            `"${canonical}" is not a canonical. Write an absolute URL or a URN, with |version after it if only that version is meant.`,
          ),
        ],
  );
}

const LOINC_CODE = /^\d{1,7}-\d$/;

/** LOINC's check digit is Luhn's (mod 10) over the digits before the hyphen. */
export function hasCheckDigit(code: string): boolean {
  if (!LOINC_CODE.test(code)) return false;
  let sum = 0;
  for (const [place, character] of [...code.slice(0, -2)].reverse().entries()) {
    const digit = Number(character) * (place % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return (10 - (sum % 10)) % 10 === Number(code.at(-1));
}

function codes({ panel, items, scores }: Instrument): readonly Finding[] {
  const named: readonly { readonly code: string; readonly path: string }[] = [
    ...(panel === undefined ? [] : [{ code: panel, path: 'panel' }]),
    ...items.flatMap(({ loinc, aliases = [] }, index) => [
      ...(loinc === undefined ? [] : [{ code: loinc, path: `items[${index}].loinc` }]),
      ...aliases
        .filter((alias) => LOINC_CODE.test(alias))
        .map((code) => ({ code, path: `items[${index}].aliases` })),
    ]),
    ...scores.flatMap(({ id, code: { system, code }, reportedAs = [] }) => [
      ...(system === LOINC ? [{ code, path: `scores.${id}.code` }] : []),
      ...reportedAs
        .filter((alias) => LOINC_CODE.test(alias))
        .map((other) => ({ code: other, path: `scores.${id}.reportedAs` })),
    ]),
  ];
  return [
    ...named.flatMap(({ code, path }) =>
      hasCheckDigit(code)
        ? []
        : [
            error(
              'loinc-check-digit',
              path,
              `${code} is not a LOINC code: its check digit is wrong. Look the code up again.`,
            ),
          ],
    ),
    ...duplicates(
      items.flatMap(({ loinc, aliases = [] }) => [...(loinc === undefined ? [] : [loinc]), ...aliases]),
    ).map((code) =>
      error(
        'item-code-duplicated',
        'items',
        `${code} names two items. An answer could not tell which it means.`,
      ),
    ),
  ];
}

export function duplicates(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function sources(instrument: Instrument): readonly Finding[] {
  const { sources: list, licence } = instrument;
  return [
    ...(list.length === 0 || list.some((cite) => cite.trim() === '')
      ? [error('source-missing', 'sources', 'Name the publications that the scoring follows.')]
      : []),
    ...(licence.cite.trim() === ''
      ? [
          error(
            'licence-missing',
            'licence',
            'Say who owns the form and on which terms it may be used, "not known" included.',
          ),
        ]
      : []),
    ...uncited(instrument, '').map((path) =>
      error('source-missing', path, 'Say where this comes from: { "cite": ..., "confidence": ... }.'),
    ),
  ];
}

/** Places of every source whose citation is empty. */
function uncited(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (path !== 'licence' && 'cite' in value && typeof value.cite === 'string' && value.cite.trim() === '') {
    return [path];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    uncited(inner, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  );
}
