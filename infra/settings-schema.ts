/**
 * The settings file: what must be written, what may be, and what holds when it is not. Every default lives
 * here and nowhere else, so the functions get complete settings and never guess.
 *
 * `infra/settings.ts` reads a file with it; add a setting here and in `shared/settings/settings.ts`.
 *
 * @module
 */
import * as v from 'valibot';
import { keyingSchema } from '../functions/adapters/keying-schema.ts';
import { CANONICAL_BASE } from '../shared/instruments/instrument.ts';
import { contextTypes } from '../shared/programs/context.ts';
import type { EhrProfileId } from '../shared/settings/settings.ts';

const profiles = ['generic', 'medplum', 'hapi'] as const satisfies readonly EhrProfileId[];

const Id = v.pipe(
  v.string('Write an id as text.'),
  v.regex(
    /^[a-z0-9][a-z0-9-]{1,31}$/,
    'Use 2 to 32 lower-case letters, digits and hyphens, beginning with a letter or digit: the id is in every key and queue name.',
  ),
);

const Text = v.pipe(v.string('Write text.'), v.trim(), v.nonEmpty('Write at least one character.'));

/** Between the two bounds, both included. */
const whole = (from: number, to: number, unit: string) => {
  const sentence = `Write a whole number of ${unit} from ${from} to ${to}.`;
  return v.pipe(
    v.number(sentence),
    v.integer(sentence),
    v.minValue(from, sentence),
    v.maxValue(to, sentence),
  );
};

/** Tokens and patient data travel to these addresses, so plain http is for this machine only. */
const secureUrl = (what: string) =>
  v.pipe(
    v.string('Write an address as text.'),
    v.check(isSecure, `Use an https address for ${what}; http is accepted only for 127.0.0.1 and localhost.`),
  );

function isSecure(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
}

const TimeZone = v.pipe(
  v.string('Write a time zone as text.'),
  v.check(
    isTimeZone,
    'Use an IANA time zone such as America/New_York or UTC: periods are counted on its calendar.',
  ),
);

/** An offset such as +05:00 is refused: it does not know summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const LocalForm = v.strictObject({
  questionnaire: Text,
  instrument: Text,
  items: v.exactOptional(
    v.record(v.string(), v.union([v.number(), v.string()], 'Write the item number or the LOINC code.')),
  ),
  answers: v.exactOptional(v.record(v.string(), v.number('Write the points of this answer as a number.'))),
});

const CodeList = v.array(Text, 'Write a list of codes, each alone or as system|code.');

const FactCodes = v.strictObject({
  contactPurposes: v.exactOptional(
    v.record(
      v.string(),
      v.picklist(
        ['treatment', 'assessment', 'review', 'follow-up'],
        'Write what such an appointment is for: treatment, assessment, review or follow-up.',
      ),
    ),
  ),
  hospice: v.exactOptional(CodeList),
  screenings: v.exactOptional(CodeList),
  exceptions: v.exactOptional(CodeList),
});

const Source = v.strictObject({
  id: Id,
  name: Text,
  timeZone: TimeZone,
  identity: v.optional(v.picklist(['id', 'identifier'], "Use 'id' or 'identifier'."), 'id'),
  ehr: v.strictObject({
    baseUrl: v.pipe(
      secureUrl('the EHR'),
      v.check((url) => !url.endsWith('/'), 'Leave out the slash at the end.'),
    ),
    profile: v.optional(v.picklist(profiles, `Use one of ${profiles.join(', ')}.`), 'generic'),
    timeoutMs: v.optional(whole(100, 30_000, 'milliseconds'), 10_000),
    auth: v.exactOptional(
      v.strictObject({
        kind: v.literal('smart-backend', "Write 'smart-backend': signed assertions, no secret."),
        clientId: Text,
        scope: v.exactOptional(v.string('Write scopes as text, separated by spaces; empty asks for none.')),
        tokenUrl: v.exactOptional(secureUrl('the token endpoint of the EHR')),
      }),
    ),
  }),
  clientIds: v.pipe(
    v.array(Text, 'Write a list of OAuth client ids.'),
    v.minLength(1, 'Name at least one OAuth client id: a token says which source is speaking.'),
  ),
  inboundQueue: v.exactOptional(
    v.strictObject({
      senders: v.array(
        v.pipe(
          v.string('Write an AWS principal as text.'),
          v.regex(
            /^(\d{12}|arn:aws[a-z-]*:iam::\d{12}:(root|role\/.+|user\/.+))$/,
            'Write an AWS account id (12 digits) or the ARN of an IAM role or user that may send to this queue.',
          ),
        ),
        'Write a list of AWS principals; an empty list lets only this account send.',
      ),
    }),
  ),
  reconcile: v.optional(v.boolean('Write true or false.'), true),
  monotonicEvents: v.optional(v.boolean('Write true or false.'), false),
  searched: v.exactOptional(
    v.array(v.picklist(contextTypes, `Use types that outcomes read: ${contextTypes.join(', ')}.`)),
  ),
  writeBackConcurrency: v.optional(whole(2, 1000, 'simultaneous writers'), 4),
  alertWithinDays: v.optional(whole(1, 365, 'days'), 14),
  acknowledgeWithinHours: v.optional(whole(1, 720, 'hours'), 24),
  forms: v.optional(v.array(LocalForm, 'Write a list of forms.'), []),
  facts: v.exactOptional(FactCodes),
});

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
