/**
 * What the metrics need of the deployed settings: programs, their sources' time zones, the smallest count that
 * may be shown, and which instruments are scored.
 *
 * @module
 */
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { readInstrumentFolder } from '../../functions/adapters/instrument-folder.ts';
import { keyingSchema } from '../../functions/adapters/keying-schema.ts';
import { instruments as builtIn, registryVersion } from '../../shared/instruments/catalog.ts';
import { keyingFaults } from '../../shared/instruments/keying.ts';
import { seriesOf, versionsInForce } from '../../shared/instruments/versions.ts';
import type { Series } from '../../shared/metrics/patient-scores.ts';
import { type RuleBook, ruleBook } from '../../shared/metrics/rule-book.ts';
import { instrumentsAsScored } from '../../shared/scoring/program-rules.ts';
import type { ProgramSettings } from '../../shared/settings/settings.ts';
import { readSettingsFile } from '../stored/settings-file.ts';

/** Synth has checked the rest. */
const Settings = v.object({
  sources: v.array(v.object({ id: v.string(), timeZone: v.string() })),
  programs: v.array(
    v.object({
      id: v.string(),
      source: v.string(),
      name: v.string(),
      measures: v.optional(
        v.object({ depression: v.optional(v.string(), 'phq-9'), anxiety: v.optional(v.string(), 'gad-7') }),
        {},
      ),
    }),
  ),
  metrics: v.optional(
    v.object({ minimumCell: v.optional(v.number(), 11), roundCountsTo: v.exactOptional(v.number()) }),
    {},
  ),
  scoring: v.optional(
    v.object({
      registry: v.optional(v.number(), 0),
      /** Folder of the operator's own, relative to the settings. */
      instruments: v.optional(v.string()),
      versions: v.optional(v.record(v.string(), v.string()), {}),
      keying: v.optional(keyingSchema, {}),
    }),
    {},
  ),
});

export type MetricsSettings =
  | {
      readonly kind: 'settings';
      readonly program: ProgramSettings;
      readonly timeZone: string;
      readonly minimumCell: number;
      readonly roundCountsTo: number | undefined;
      readonly registry: number;
      readonly book: RuleBook;
      readonly series: Series;
    }
  | { readonly kind: 'invalid'; readonly message: string };

/** @param dataDir of a local run, which keeps the settings it was synthesized with. */
export function metricsSettings(
  id: string,
  file: string | undefined,
  dataDir: string | undefined,
): MetricsSettings {
  const read = readSettingsFile(Settings, { settings: file, data: dataDir });
  if (read.kind === 'unreadable') return invalid(read.message);
  const { path } = read;
  const { sources, programs, metrics, scoring } = read.settings;
  const program = programs.find((one) => one.id === id);
  const source = sources.find((one) => one.id === program?.source);
  if (program === undefined || source === undefined) {
    const known = programs.map((one) => one.id).join(', ');
    return invalid(`${path} has no program ${id}. It has: ${known === '' ? 'none' : known}.`);
  }
  const own =
    scoring.instruments === undefined
      ? { instruments: [], faults: [] }
      : readInstrumentFolder(resolve(dirname(path), scoring.instruments));
  const [fault] = own.faults;
  if (fault !== undefined) return invalid(`${fault.file}: ${fault.message}`);
  const scored = [...builtIn, ...own.instruments];
  const [wrong] = keyingFaults([...versionsInForce(scored, scoring.versions).values()], scoring.keying);
  if (wrong !== undefined) return invalid(`${path}: scoring.keying.${wrong.at}: ${wrong.message}`);
  return {
    kind: 'settings',
    program,
    timeZone: source.timeZone,
    minimumCell: metrics.minimumCell,
    roundCountsTo: metrics.roundCountsTo,
    registry: registryVersion + scoring.registry,
    book: ruleBook(instrumentsAsScored(scored, scoring)),
    series: seriesOf(scored, scoring.versions),
  };
}

function invalid(message: string): MetricsSettings {
  return { kind: 'invalid', message };
}
