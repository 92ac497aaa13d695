/**
 * One source in the settings file: an EHR that pushes here, and how it is read and written to.
 *
 * @module
 */
import * as v from 'valibot';
import { contextTypes } from '../shared/programs/context.ts';
import type { EhrProfileId } from '../shared/settings/settings.ts';
import { Id, secureUrl, Text, whole } from './setting-values.ts';

const profiles = ['generic', 'medplum', 'hapi'] as const satisfies readonly EhrProfileId[];

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
  payers: v.exactOptional(v.record(v.string(), Text)),
});

export const Source = v.strictObject({
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
