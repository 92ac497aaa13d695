/**
 * What the doctor needs of a settings file: where each EHR is and what it is taken for. Synth checks the rest.
 *
 * @module
 */
import * as v from 'valibot';
import { contextTypes } from '../../shared/programs/context.ts';
import type { SigningKey } from '../../shared/settings/settings.ts';
import { ehrProfiles } from '../../shared/write-back/ehr-profile.ts';
import { readSettingsFile, type SettingsPlace } from '../stored/settings-file.ts';

const profiles = Object.keys(ehrProfiles) as (keyof typeof ehrProfiles)[];

const Settings = v.object({
  sources: v.array(
    v.object({
      id: v.string(),
      ehr: v.object({
        baseUrl: v.pipe(v.string(), v.url()),
        profile: v.optional(v.picklist(profiles), 'generic'),
        timeoutMs: v.optional(v.number(), 10_000),
        auth: v.exactOptional(
          v.object({
            kind: v.literal('smart-backend'),
            clientId: v.string(),
            scope: v.exactOptional(v.string()),
            tokenUrl: v.exactOptional(v.string()),
          }),
        ),
      }),
      searched: v.exactOptional(v.array(v.picklist(contextTypes))),
    }),
  ),
  signingKeys: v.optional(
    v.array(v.object({ id: v.string(), algorithm: v.optional(v.picklist(['ES384', 'RS384']), 'ES384') })),
    [],
  ),
  tokens: v.optional(v.object({ issuer: v.optional(v.string()) })),
});

export type ExaminedSource = v.InferOutput<typeof Settings>['sources'][number];

export type Examined =
  | {
      readonly kind: 'settings';
      readonly sources: readonly ExaminedSource[];
      readonly signingKeys: readonly SigningKey[];
      /** Undefined where the stack's own user pool issues the tokens. */
      readonly issuer: string | undefined;
    }
  | { readonly kind: 'invalid'; readonly message: string };

export function readSources({
  source,
  ...place
}: SettingsPlace & { readonly source?: string | undefined }): Examined {
  const file = readSettingsFile(Settings, place);
  if (file.kind === 'unreadable')
    return {
      kind: 'invalid',
      message: `${file.path} is not a readable settings file. Name yours: --settings FILE; npm run synth says what is wrong in it.`,
    };
  const read = file.settings;
  const wanted = read.sources.filter(({ id }) => source === undefined || id === source);
  if (wanted.length === 0)
    return {
      kind: 'invalid',
      message: `There is no source ${source}. The file has: ${read.sources.map(({ id }) => id).join(', ')}.`,
    };
  return { kind: 'settings', sources: wanted, signingKeys: read.signingKeys, issuer: read.tokens?.issuer };
}
