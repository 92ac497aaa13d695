/**
 * One entry of the settings' `sources`, as a file: how this EHR names responses and maps local forms.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { keyingSchema } from '../../functions/adapters/keying-schema.ts';
import { instruments as builtIn } from '../../shared/instruments/catalog.ts';
import type { Instrument } from '../../shared/instruments/instrument.ts';
import { keyingFaults } from '../../shared/instruments/keying.ts';
import {
  type ChosenVersions,
  versionFaults,
  versionName,
  versionsInForce,
} from '../../shared/instruments/versions.ts';
import type { IdentityMode } from '../../shared/responses/identity.ts';
import { type Catalog, compileCatalog } from '../../shared/scoring/compile.ts';
import { type CompiledForm, compileForms } from '../../shared/scoring/match.ts';

/** All that scoring a file needs to know about where it came from. */
export interface ScoringSource {
  readonly kind: 'source';
  /** Its id in the settings, where the file says it. */
  readonly id: string | undefined;
  readonly identity: IdentityMode;
  readonly baseUrl: string | undefined;
  readonly forms: readonly CompiledForm[];
  readonly catalog: Catalog;
  /** The same with other versions in force. */
  readonly catalogWith: (versions: ChosenVersions) => Catalog;
}

export type SourceOptions = ScoringSource | { readonly kind: 'invalid'; readonly message: string };

function schemaFor(instruments: readonly Instrument[]) {
  const known = v.pipe(
    v.string(),
    v.check(
      (id) => instruments.some((one) => one.id === id || versionName(one) === id),
      'There is no such instrument. Use the id of one of the instruments in docs/instruments.md.',
    ),
  );

  return v.object({
    id: v.exactOptional(v.string()),
    identity: v.optional(v.picklist(['id', 'identifier']), 'id'),
    ehr: v.optional(v.object({ baseUrl: v.optional(v.string()) })),
    forms: v.optional(
      v.array(
        v.object({
          questionnaire: v.string(),
          instrument: known,
          items: v.exactOptional(v.record(v.string(), v.union([v.number(), v.string()]))),
          answers: v.exactOptional(v.record(v.string(), v.number())),
        }),
      ),
      [],
    ),
    prorating: v.optional(v.record(known, v.pipe(v.number(), v.integer(), v.minValue(0))), {}),
    keying: v.optional(keyingSchema, {}),
    versions: v.optional(v.record(v.string(), v.string()), {}),
    canonicalBases: v.optional(v.array(v.string()), []),
  });
}

type Settings = v.InferOutput<ReturnType<typeof schemaFor>>;

/**
 * @param custom instruments of the operator, beside the built-in ones.
 * @param chosen versions in force whatever the file says.
 */
export function readSource(
  file: string | undefined,
  custom: readonly Instrument[] = [],
  chosen: ChosenVersions = {},
): SourceOptions {
  const instruments = [...builtIn, ...custom];
  const schema = schemaFor(instruments);
  if (file === undefined) return checked('--source FILE', v.parse(schema, {}), custom, chosen);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {
      kind: 'invalid',
      message: `${file} is not readable as JSON. Give one entry of the settings' sources.`,
    };
  }
  const parsed = v.safeParse(schema, content);
  if (!parsed.success) {
    const at = v.getDotPath(parsed.issues[0]) ?? 'the file';
    return { kind: 'invalid', message: `${file}: ${at}: ${parsed.issues[0].message}` };
  }
  return checked(file, parsed.output, custom, chosen);
}

function checked(
  file: string,
  { id, identity, ehr, forms, versions: written, ...settings }: Settings,
  custom: readonly Instrument[],
  chosen: ChosenVersions,
): SourceOptions {
  const instruments = [...builtIn, ...custom];
  const versions = { ...written, ...chosen };
  const [version] = versionFaults(builtIn, custom, versions);
  if (version !== undefined)
    return { kind: 'invalid', message: `${file}: versions.${version.at}: ${version.message}` };
  const [keying] = keyingFaults([...versionsInForce(instruments, versions).values()], settings.keying);
  if (keying !== undefined)
    return { kind: 'invalid', message: `${file}: keying.${keying.at}: ${keying.message}` };
  const catalogWith = (others: ChosenVersions): Catalog =>
    compileCatalog(instruments, { ...settings, versions: { ...versions, ...others } });
  return {
    kind: 'source',
    id,
    identity,
    baseUrl: ehr?.baseUrl,
    forms: compileForms(forms),
    catalog: catalogWith({}),
    catalogWith,
  };
}
