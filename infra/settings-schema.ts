/**
 * The settings file: what must be written, what may be, and what holds when it is not. Every default lives
 * here and in `source-schema.ts` and nowhere else, so the functions get complete settings and never guess.
 *
 * `infra/settings.ts` reads a file with it; add a setting here and in `shared/settings/settings.ts`.
 *
 * @module
 */
import * as v from 'valibot';
import { keyingSchema } from '../functions/adapters/keying-schema.ts';
import { CANONICAL_BASE } from '../shared/instruments/instrument.ts';
import { Id, secureUrl, Text, whole } from './setting-values.ts';
import { Source } from './source-schema.ts';

const Program = v.strictObject({
  id: Id,
  source: Text,
  name: Text,
  episodeTypes: v.exactOptional(v.array(Text, 'Write a list of EpisodeOfCare.type codes.')),
  encounters: v.exactOptional(
    v.array(Text, 'Write a list of Encounter codes, or Organization/<id> of its provider.'),
  ),
  careTeams: v.exactOptional(
    v.array(Text, 'Write a list of CareTeam.category codes, or Organization/<id> of its organisation.'),
  ),
  measures: v.optional(
    v.strictObject({ depression: v.optional(Text, 'phq-9'), anxiety: v.optional(Text, 'gad-7') }),
    {},
  ),
});

/** `CANONICAL_BASE` and its like: an instrument's id is put behind it. */
const CanonicalBase = v.pipe(
  v.string('Write a canonical base as text.'),
  v.regex(
    /^(?:https?:\/\/[^\s|#]+\/|urn:[a-z0-9][a-z0-9-]*:(?:[^\s|#]+:)?)$/i,
    "Write an absolute address that ends with '/', or a URN that ends with ':': the instrument's id is put behind it.",
  ),
);

const Scoring = v.strictObject({
  prorating: v.optional(v.record(v.string(), whole(0, 20, 'unanswered items')), {}),
  keying: v.optional(keyingSchema, {}),
  instruments: v.exactOptional(Text),
  versions: v.optional(v.record(v.string(), Text), {}),
  canonicalBase: v.optional(CanonicalBase, CANONICAL_BASE),
  canonicalBases: v.optional(v.array(CanonicalBase, 'Write a list of canonical bases.'), []),
  wordings: v.exactOptional(Text),
  registry: v.optional(whole(0, 9000, 'changes of the rules'), 0),
});

/** How scoring stands in the file: `instruments` and `wordings` are paths. */
export type WrittenScoring = v.InferOutput<typeof Scoring>;

export const SettingsFile = v.strictObject({
  sources: v.pipe(
    v.array(Source, 'Write a list of sources.'),
    v.minLength(1, 'Describe at least one source: the EHR that pushes to this pipeline.'),
  ),
  programs: v.array(Program, 'Write a list of programs; it may be empty.'),
  tokens: v.exactOptional(
    v.strictObject({
      issuer: secureUrl('the issuer of tokens'),
      audience: v.pipe(v.array(Text), v.minLength(1, 'Name at least one audience that a token must carry.')),
      groupsClaim: v.optional(Text, 'cognito:groups'),
      pageClientId: v.exactOptional(Text),
    }),
  ),
  signingKeys: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          id: Id,
          algorithm: v.optional(v.picklist(['ES384', 'RS384'], "Use 'ES384' or 'RS384'."), 'ES384'),
        }),
        'Write a list of keys, each with an id.',
      ),
      v.maxLength(4, 'Name at most four keys: one in use and one to come, of each algorithm.'),
    ),
    [],
  ),
  pageOrigins: v.exactOptional(
    v.pipe(
      v.array(
        v.pipe(
          secureUrl('the page'),
          v.check(
            (url) => URL.canParse(url) && new URL(url).origin === url,
            'Write the origin only, for example https://outcomes.example.org: no path and no slash at the end.',
          ),
        ),
      ),
      v.minLength(1, 'Name an origin, or leave pageOrigins out.'),
    ),
  ),
  page: v.exactOptional(
    v.strictObject({
      domain: v.pipe(
        v.string('Write a domain as text.'),
        v.regex(
          /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
          'Write a domain alone, for example outcomes.example.org.',
        ),
      ),
      certificateArn: v.pipe(
        v.string('Write the ARN of a certificate as text.'),
        v.regex(
          /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/,
          'Write the ARN of an ACM certificate in us-east-1: CloudFront takes none from elsewhere.',
        ),
      ),
    }),
  ),
  scoring: v.optional(Scoring, {}),
  metrics: v.optional(
    v.strictObject({
      minimumCell: v.optional(whole(5, 1000, 'people'), 11),
      roundCountsTo: v.exactOptional(whole(2, 100, 'people')),
      compileAt: v.optional(
        v.pipe(
          v.string('Write a time as text.'),
          v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write the hour and minute in UTC, for example '06:00'."),
        ),
        '06:00',
      ),
      shards: v.optional(whole(1, 64, 'shards'), 4),
    }),
    {},
  ),
});
