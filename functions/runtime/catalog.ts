/**
 * What this deployment scores: the built-in instruments and the operator's own, by the rules of the settings.
 * `score`, `write-back`, `receive` and the compile take them from here, so that they cannot disagree.
 *
 * @module
 */
import { instruments as builtIn, registryVersion } from '../../shared/instruments/catalog.ts';
import type { Instrument } from '../../shared/instruments/instrument.ts';
import { seriesOf, versionName, versionsInForce } from '../../shared/instruments/versions.ts';
import { ruleBook } from '../../shared/metrics/rule-book.ts';
import { type Catalog, compileCatalog } from '../../shared/scoring/compile.ts';
import { instrumentsAsScored } from '../../shared/scoring/program-rules.ts';
import { settings } from './settings.ts';

const { scoring } = settings;

/** Every version of every instrument. */
export const instruments: readonly Instrument[] = [...builtIn, ...scoring.instruments];

/** By id the version in force, by `id|version` each. */
export const definitions: ReadonlyMap<string, Instrument> = new Map([
  ...versionsInForce(instruments, scoring.versions),
  ...instruments.map((instrument) => [versionName(instrument), instrument] as const),
]);

/** Version of the rules as a whole: ours, and what the operator has changed since. */
export const registry = registryVersion + scoring.registry;

// Marked as pure: a function that does not score leaves the tables out of its bundle.
export const catalog: Catalog = /* @__PURE__ */ compileCatalog(instruments, scoring);

/** How metrics read their scores. */
export const book = /* @__PURE__ */ ruleBook(instrumentsAsScored(instruments, scoring));

/** Under which name metrics count the scores of a version. */
export const series = /* @__PURE__ */ seriesOf(instruments, scoring.versions);
