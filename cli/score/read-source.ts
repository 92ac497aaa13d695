/**
 * One entry of the settings' `sources`, as a file: how this EHR names responses and maps local forms.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { IdentityMode } from '../../shared/responses/identity.ts';
import type { LocalForm } from '../../shared/scoring/match.ts';

export type SourceOptions =
  | {
      readonly kind: 'source';
      readonly identity: IdentityMode;
      readonly baseUrl: string | undefined;
      readonly forms: readonly LocalForm[];
    }
  | { readonly kind: 'invalid'; readonly message: string };

const schema = v.object({
  identity: v.optional(v.picklist(['id', 'identifier']), 'id'),
  ehr: v.optional(v.object({ baseUrl: v.optional(v.string()) })),
  forms: v.optional(
    v.array(
      v.object({
        questionnaire: v.string(),
        instrument: v.string(),
        items: v.exactOptional(v.record(v.string(), v.union([v.number(), v.string()]))),
        answers: v.exactOptional(v.record(v.string(), v.number())),
      }),
    ),
    [],
  ),
});

export function readSource(file: string | undefined): SourceOptions {
  if (file === undefined) return { kind: 'source', identity: 'id', baseUrl: undefined, forms: [] };
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
  const { identity, ehr, forms } = parsed.output;
  return { kind: 'source', identity, baseUrl: ehr?.baseUrl, forms };
}
