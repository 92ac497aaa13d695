/**
 * One entry of the settings' `sources`, as a file: how this EHR names responses and maps local forms.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { instruments as builtIn } from '../../shared/instruments/catalog.ts';
import type { Instrument } from '../../shared/instruments/instrument.ts';
import { keyingFaults } from '../../shared/instruments/keying.ts';
import type { IdentityMode } from '../../shared/responses/identity.ts';
import { type Catalog, compileCatalog } from '../../shared/scoring/compile.ts';
import { type CompiledForm, compileForms } from '../../shared/scoring/match.ts';

/** All that scoring a file needs to know about where it came from. */
export interface ScoringSource {
  readonly kind: 'source';
  readonly identity: IdentityMode;
  readonly baseUrl: string | undefined;
  readonly forms: readonly CompiledForm[];
  readonly catalog: Catalog;
}

export type SourceOptions = ScoringSource | { readonly kind: 'invalid'; readonly message: string };

function schemaFor(instruments: readonly Instrument[]) {
  const known = v.pipe(
    v.string(),
    v.check(
      (id) => instruments.some((one) => one.id === id),
      'There is no such instrument. Use the id of one of the instruments in docs/instruments.md.',
    ),
  );

  return v.object({
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
    keying: v.optional(
      v.record(
        v.string(),
        v.record(
          v.string(),
          v.union([v.string(), v.number(), v.array(v.number()), v.record(v.string(), v.array(v.number()))]),
        ),
      ),
      {},
    ),
  });
}

type Settings = v.InferOutput<ReturnType<typeof schemaFor>>;

/** @param custom instruments of the operator, beside the built-in ones. */
export function readSource(file: string | undefined, custom: readonly Instrument[] = []): SourceOptions {
  const instruments = [...builtIn, ...custom];
  const schema = schemaFor(instruments);
  if (file === undefined) return compiled(v.parse(schema, {}), instruments);
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
  const [fault] = keyingFaults(instruments, parsed.output.keying);
  return fault === undefined
    ? compiled(parsed.output, instruments)
    : { kind: 'invalid', message: `${file}: keying.${fault.at}: ${fault.message}` };
}

function compiled(
  { identity, ehr, forms, prorating, keying }: Settings,
  instruments: readonly Instrument[],
): ScoringSource {
  return {
    kind: 'source',
    identity,
    baseUrl: ehr?.baseUrl,
    forms: compileForms(forms),
    catalog: compileCatalog(instruments, { prorating, keying }),
  };
}
