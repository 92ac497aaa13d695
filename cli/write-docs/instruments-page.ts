/**
 * docs/instruments.md from the data: what is scored and how sure each number is.
 *
 * @module
 */
import type {
  Instrument,
  MissingRule,
  Score,
  ScoreMethod,
  Source,
  Threshold,
} from '../../shared/instruments/instrument.ts';

export function instrumentsPage(instruments: readonly Instrument[]): string {
  return [
    '# Instruments',
    '',
    '<!-- Made by `npm run docs` from shared/instruments. Do not edit it here. -->',
    '',
    `${instruments.length} questionnaires are scored. Every number has a source and a confidence:`,
    '',
    '- **verified**: checked against the publisher or its data',
    '- **literature**: quoted from a paper that was not read again',
    '- **unverified**: no source could be opened; such a number never drives a default',
    '',
    'Nothing here is clinical advice: a clinician must agree before a program relies on it. The printed wording of',
    'the forms is not part of this software. To add an instrument, see [custom-instruments.md](custom-instruments.md).',
    '',
    ...table(
      ['instrument', 'id', 'items', 'main score', 'range', 'better', 'safety items'],
      instruments.map(overviewRow),
    ),
    '',
    ...instruments.flatMap(chapter),
  ].join('\n');
}

function overviewRow({ id, title, items, scores, primary, critical }: Instrument): readonly string[] {
  const main = scores.find((score) => score.id === primary);
  return [
    `[${title}](#${anchor(title)})`,
    `\`${id}\``,
    items.length === 0 ? 'goals' : String(items.length),
    main === undefined ? 'no single total' : main.label,
    main === undefined ? '' : rangeOf(main),
    main?.better ?? '',
    critical.map(({ item }) => item).join(', '),
  ];
}

/** As GitHub makes it from a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replace(/ /g, '-');
}

/** Columns as wide as their widest cell, which is how the formatter of this repository has tables. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replace(/\|/g, '\\|')));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  const [first = [], ...others] = cells;
  return [line(first), line(rule), ...others.map(line)];
}

function chapter(instrument: Instrument): readonly string[] {
  const { id, version, title, rater, recall, panel, licence, sources } = instrument;
  return [
    `## ${title}`,
    '',
    `\`${id}\`, version ${version}. Answered by: ${rater}. Asks about: ${recall}.${panel === undefined ? '' : ` LOINC panel ${panel}.`}`,
    '',
    ...scoreTable(instrument),
    ...bandList(instrument),
    ...safety(instrument),
    ...derived(instrument),
    ...thresholdTable(instrument),
    ...reliabilityTable(instrument),
    ...keying(instrument),
    ...traps(instrument),
    `Licence: ${cited(licence)}.`,
    '',
    `Sources: ${sources.join('; ')}.`,
    '',
  ];
}

function cited({ cite, confidence }: Source): string {
  return `${cite.replace(/\.$/, '')} (${confidence})`;
}

function scoreTable({ scores }: Instrument): readonly string[] {
  return [
    ...table(
      ['score', 'code', 'made of', 'range', 'better', 'missing answers', 'source'],
      scores.map((score) => [
        `\`${score.id}\``,
        score.code.code,
        `${methodOf(score.method)}${score.needsSetting === undefined ? '' : `; absent until the setting \`${score.needsSetting}\` is given`}${score.descriptive === true ? '; descriptive only' : ''}`,
        rangeOf(score),
        score.better ?? '',
        `${missingOf(score.missing)}: ${cited(score.missing.source)}`,
        cited(score.source),
      ]),
    ),
    '',
  ];
}

function rangeOf({ range }: Score): string {
  return range === null ? 'depends on the goals' : `${range.min} to ${range.max}`;
}

function missingOf(rule: MissingRule): string {
  return rule.kind === 'complete'
    ? 'every answer is needed'
    : `up to ${rule.maxMissing} are prorated and flagged`;
}

function methodOf(method: ScoreMethod): string {
  switch (method.kind) {
    case 'sum':
      return method.items.length === 0 ? 'sum' : `sum of items ${runs(method.items)}`;
    case 'mean':
      return `mean of items ${runs(method.items)}`;
    case 'weighted':
      return `${method.factor} x the sum of items ${runs(method.items)}`;
    case 'count-at-least':
      return `how many of items ${runs(method.items)} have ${method.threshold} points or more`;
    case 'criteria':
      return `1 when all hold, else 0: ${method.clauses
        .map(
          ({ label, items, threshold, atLeast }) =>
            `${label} (${atLeast} of items ${runs(items)} with ${threshold} or more)`,
        )
        .join(', ')}`;
    case 'triage':
      return `the highest level that any of items ${runs(method.items)} establishes; never a sum`;
    case 'gas-t':
      return `goal attainment T score, rho ${method.rho}`;
  }
}

/** 1, 2, 3, 7 is "1-3, 7". */
function runs(numbers: readonly number[]): string {
  const parts: { from: number; to: number }[] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last !== undefined && number === last.to + 1) last.to = number;
    else parts.push({ from: number, to: number });
  }
  return parts.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}

function bandList({ scores }: Instrument): readonly string[] {
  const banded = scores.flatMap((score) => {
    const { id, bands, bandsSource } = score;
    if (bands === null) return [];
    const text = bands
      .map(({ from, to, label }) => `${from === to ? from : `${from}-${to}`} ${label}`)
      .join(', ');
    return [`- \`${id}\`: ${text}. ${bandsSource === undefined ? '' : `${cited(bandsSource)}.`}`];
  });
  if (banded.length === 0) return ['No bands are published.', ''];
  return ['Bands:', '', ...banded, ''];
}

function safety({ critical, items }: Instrument): readonly string[] {
  if (critical.length === 0) return [];
  return [
    'Safety items, judged whatever the total is:',
    '',
    ...critical.map(
      ({ item, atLeast, source }) =>
        `- item ${item} (${items[item - 1]?.label ?? ''}) from ${atLeast}: ${cited(source)}`,
    ),
    '',
  ];
}

function derived({ derived: all = [] }: Instrument): readonly string[] {
  if (all.length === 0) return [];
  const list = all.map(({ instrument, items }) => `\`${instrument}\` (items ${runs(items)})`).join(', ');
  return [`Also yields ${list}.`, ''];
}

const kinds: Readonly<Record<Threshold['kind'], string>> = {
  caseness: 'caseness',
  remission: 'remission',
  response: 'response (share of the baseline lost)',
  'reliable-change': 'reliable change',
  'minimal-important-difference': 'minimal important difference',
  'screen-positive': 'screen positive',
};

function thresholdTable({ thresholds }: Instrument): readonly string[] {
  if (thresholds.length === 0) return ['No change or severity threshold with a source is known to us.', ''];
  return [
    ...table(
      ['threshold', 'score', 'value', 'says', 'for', 'in force here since', 'source', 'dispute'],
      thresholds.map(({ kind, score, value, authority, population, effective, source, dispute = '' }) => [
        kinds[kind],
        `\`${score}\``,
        String(value),
        authority,
        population,
        effective,
        cited(source),
        dispute,
      ]),
    ),
    '',
  ];
}

function reliabilityTable({ reliability }: Instrument): readonly string[] {
  if (reliability.length === 0) return [];
  const list = reliability.map(
    ({ score, kind, value, population, source }) =>
      `- \`${score}\` ${kind} ${value}, ${population}: ${cited(source)}`,
  );
  return ['Reliability:', '', ...list, ''];
}

function keying({ unverifiedKeying = [] }: Instrument): readonly string[] {
  if (unverifiedKeying.length === 0) return [];
  return [
    'Keying that no source we could open settles:',
    '',
    ...unverifiedKeying.map(
      ({ setting, question, candidate, source }) =>
        `- setting \`${setting}\`: ${question} Candidate: ${candidate.replace(/\.$/, '')}. ${cited(source)}.`,
    ),
    '',
  ];
}

function traps({ traps: all = [] }: Instrument): readonly string[] {
  return all.length === 0 ? [] : ['What to watch:', '', ...all.map((trap) => `- ${trap}`), ''];
}
