/**
 * Counts rounded as NHS England publishes those of its providers: none below five, all others to the nearest
 * five, rates of the exact counts (nhsengland/Talking-Therapies@8458b2e). An option on top of suppression, never
 * in its place: what is withheld stays so, and 0 stays 0.
 *
 * A rate with all its decimals would tell the counts it comes from, so shares keep a tenth of a percent and
 * means of scores one decimal.
 *
 * @module
 */

/** Names under which figures keep numbers of episodes, people or questionnaires. */
const counts: ReadonlySet<string> = new Set([
  ...['initialPopulation', 'denominator', 'denominatorExclusion', 'numerator', 'eligible', 'observed'],
  ...['count', 'total', 'n', 'events', 'atRisk', 'judged', 'offTrack', 'open', 'longGap', 'of'],
  ...['started', 'finished', 'mayRespondLate', 'referred', 'begun'],
  ...['due', 'done', 'declined', 'raised', 'acknowledged', 'written', 'withinDay', 'measured'],
  ...['initial-population', 'denominator-exclusion', 'denominator-exception'],
]);

/** Means of scores and what lies around them, by the name of the figure they stand in. */
const means: ReadonlySet<string> = new Set(['meanFirst', 'meanLast', 'change', 'pointsBetter']);

/**
 * Figures with rounded counts, and else as they were. Rounding twice changes nothing.
 *
 * @param to 5 is the rule of NHS England; undefined leaves the counts as they are.
 */
export function withRoundedCounts<Figures>(figures: Figures, to: number | undefined): Figures {
  return to === undefined ? figures : (rounded(figures, '', to) as Figures);
}

function rounded(value: unknown, name: string, to: number): unknown {
  if (typeof value === 'number') {
    if (counts.has(name)) return Math.round(value / to) * to;
    return Number.isInteger(value) ? value : Number(value.toFixed(means.has(name) ? 1 : 3));
  }
  if (Array.isArray(value)) return value.map((one) => rounded(one, name, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rounded(one, key, to)]));
}
