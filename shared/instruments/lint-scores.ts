/**
 * Scores, ranges, bands and thresholds: every total that answers can make falls in exactly one band.
 *
 * @module
 */
import type { Band, Instrument, Score } from './instrument.ts';
import { error, type Finding } from './lint-finding.ts';
import { duplicates } from './lint-identity.ts';
import { keyedOptions, reachOf } from './lint-reach.ts';

export function lintScores(instrument: Instrument): readonly Finding[] {
  const { scores, primary } = instrument;
  return [
    ...(scores.length === 0 ? [error('score-none', 'scores', 'There is no score.')] : []),
    ...duplicates(scores.map(({ id }) => id)).map((id) =>
      error('score-duplicated', `scores.${id}`, `Two scores have the id ${id}.`),
    ),
    ...duplicates(scores.map(({ code: { system, code } }) => `${system}|${code}`)).map((code) =>
      error(
        'score-code-duplicated',
        'scores',
        `Two scores have the code ${code}: one would overwrite the other.`,
      ),
    ),
    ...(primary === null || scores.some(({ id }) => id === primary)
      ? []
      : [
          error(
            'score-unknown',
            'primary',
            `There is no score ${primary}. Name one, or null for no single total.`,
          ),
        ]),
    ...scores.flatMap((score) => [
      ...range(instrument, score),
      ...bands(instrument, score),
      ...rules(instrument, score),
    ]),
    ...references(instrument),
  ];
}

function range(instrument: Instrument, { id, method, range: stated }: Score): readonly Finding[] {
  const reach = reachOf(instrument, method);
  const [min] = reach ?? [];
  const max = reach?.at(-1);
  if (min === undefined || max === undefined) return []; // goals decide, or a fault said elsewhere
  return stated?.min === min && stated.max === max
    ? []
    : [
        error(
          'range-wrong',
          `scores.${id}.range`,
          `The answers make ${min} to ${max}, and the range says ${stated === null ? 'nothing' : `${stated.min} to ${stated.max}`}. Correct the range, the items or the answer lists.`,
        ),
      ];
}

function bands(instrument: Instrument, score: Score): readonly Finding[] {
  const { id, bands: list, bandsSource } = score;
  if (list === null) return [];
  const path = `scores.${id}.bands`;
  return [
    ...(bandsSource === undefined
      ? [error('source-missing', `scores.${id}.bandsSource`, 'Say who published these bands.')]
      : []),
    ...duplicates(list.map(({ label }) => label)).map((label) =>
      error('band-duplicated', path, `Two bands are called ${label}.`),
    ),
    ...list.flatMap((band, index) => {
      const next = list[index + 1];
      return band.from > band.to || (next !== undefined && next.from <= band.from)
        ? [
            error(
              'band-order',
              `${path}[${index}]`,
              'Bands go from low to high, each from its lowest value up.',
            ),
          ]
        : [];
    }),
    ...placement(instrument, score, list, path),
  ];
}

function placement(
  instrument: Instrument,
  { method, range: stated }: Score,
  list: readonly Band[],
  path: string,
): readonly Finding[] {
  const reach = reachOf(instrument, method) ?? (stated === null ? [] : [stated.min, stated.max]);
  const fractional = method.kind === 'mean';
  const lost = reach.find((value) => holding(list, value, fractional) === 0);
  const shared = reach.find((value) => holding(list, value, fractional) > 1);
  return [
    ...(lost === undefined
      ? []
      : [error('band-gap', path, `A total of ${lost} is in no band. Every total needs exactly one.`)]),
    ...(shared === undefined
      ? []
      : [
          error(
            'band-overlap',
            path,
            `A total of ${shared} is in more than one band. Every total needs exactly one.`,
          ),
        ]),
  ];
}

/** How many bands hold a value. A fractional score between two bands belongs to the lower one. */
function holding(list: readonly Band[], value: number, fractional: boolean): number {
  return list.filter(({ from, to }, index) => {
    const next = list[index + 1];
    return value >= from && (value <= to || (fractional && next !== undefined && value < next.from));
  }).length;
}

/** Clauses that no answer can fulfil, and missing rules that would let a score be made of nothing. */
function rules(instrument: Instrument, { id, method, missing, needsSetting }: Score): readonly Finding[] {
  const path = `scores.${id}.method`;
  const most = (number: number): number => Math.max(...keyedOptions(instrument, number));
  const never = (text: string): Finding => error('rule-never-holds', path, text);
  const found: Finding[] = [];
  if (method.kind === 'criteria') {
    for (const { label, items, threshold, atLeast } of method.clauses) {
      if (items.filter((number) => !(most(number) < threshold)).length < atLeast)
        found.push(never(`Clause "${label}" asks for more than its items can give.`));
    }
  }
  if (method.kind === 'triage') {
    for (const { item, threshold } of method.clauses) {
      if (most(item) < threshold) found.push(never(`Item ${item} never reaches ${threshold} points.`));
    }
  }
  if (missing.kind === 'prorate') {
    const count = 'items' in method ? method.items.length : 0;
    if (missing.maxMissing < 1 || missing.maxMissing * 2 > count) {
      found.push(
        error(
          'missing-rule-wide',
          `scores.${id}.missing`,
          `${missing.maxMissing} of ${count} items may be missing. Allow at least one and at most half.`,
        ),
      );
    }
  }
  const documented = instrument.unverifiedKeying?.some(({ setting }) => setting === needsSetting);
  if (needsSetting !== undefined && documented !== true) {
    found.push(
      error(
        'keying-undocumented',
        `scores.${id}.needsSetting`,
        `Say in unverifiedKeying what the setting ${needsSetting} decides.`,
      ),
    );
  }
  return found;
}

const WITHIN_RANGE = new Set(['caseness', 'remission', 'screen-positive']);

function references({ scores, thresholds, reliability }: Instrument): readonly Finding[] {
  const known = new Map(scores.map((score) => [score.id, score]));
  const unknown = (path: string, id: string): readonly Finding[] =>
    known.has(id) ? [] : [error('score-unknown', path, `There is no score ${id}.`)];
  return [
    ...thresholds.flatMap(({ score: id, kind, value, effective }, index) => {
      const path = `thresholds[${index}]`;
      const stated = known.get(id)?.range;
      const outside =
        WITHIN_RANGE.has(kind) && stated && (value < stated.min || value > stated.max)
          ? [error('threshold-outside-range', path, `${value} is outside ${stated.min} to ${stated.max}.`)]
          : [];
      const malformed =
        !/^\d{4}-\d{2}-\d{2}$/.test(effective) || !(value > 0 || WITHIN_RANGE.has(kind))
          ? [
              error(
                'threshold-malformed',
                path,
                'It needs a value above 0 and an ISO date from which it holds.',
              ),
            ]
          : kind === 'response' && value >= 1
            ? [error('threshold-malformed', path, 'A response is a share of the baseline, below 1.')]
            : [];
      return [...unknown(path, id), ...outside, ...malformed];
    }),
    ...reliability.flatMap(({ score: id, value }, index) => [
      ...unknown(`reliability[${index}]`, id),
      ...(value > 0 && value <= 1
        ? []
        : [error('threshold-malformed', `reliability[${index}]`, 'Reliability lies between 0 and 1.')]),
    ]),
  ];
}
