/**
 * The JSON form of an instrument, as authors write it. `npm run docs` makes docs/schema/instrument.schema.json
 * from it, so an editor completes and checks exactly what is accepted here.
 *
 * Unknown keys are refused: a misspelt `reversed` must not be a forward-keyed item.
 *
 * @module
 */
import * as v from 'valibot';
import { areas } from '../../shared/instruments/instrument.ts';

const text = v.pipe(v.string(), v.minLength(1));
const itemNumber = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.description('Number of an item: its place in `items`, from 1.'),
);
const itemNumbers = v.array(itemNumber);
const scoreId = v.pipe(
  v.string(),
  v.regex(/^(?!band$)[a-z0-9]+(-[a-z0-9]+)*$/),
  v.description('Stable id of a score: lower-case letters, digits and hyphens.'),
);

const source = v.strictObject({
  cite: v.pipe(text, v.description('Publication or page the fact was taken from.')),
  confidence: v.pipe(
    v.picklist(['verified', 'literature', 'unverified']),
    v.description(
      'verified: checked against the publisher. literature: quoted, not re-read. unverified: no source found; never drives a default.',
    ),
  ),
});

const answerList = v.strictObject({
  system: v.pipe(
    text,
    v.description('Code system of the codes; urn:outcomes-pipeline:answer when there are none.'),
  ),
  list: v.exactOptional(v.pipe(text, v.description('Identifier of the list itself.'))),
  options: v.pipe(
    v.array(
      v.strictObject({
        points: v.pipe(v.number(), v.description('Points on the printed scale, before any reversal.')),
        code: v.exactOptional(text),
        name: v.exactOptional(
          v.pipe(text, v.description('Name of the answer, under which it may be sent as text.')),
        ),
      }),
    ),
    v.minLength(2),
  ),
  booleans: v.exactOptional(
    v.pipe(
      v.strictObject({ true: v.number(), false: v.number() }),
      v.description('Points of a true and a false answer, for yes/no lists.'),
    ),
  ),
  source,
});

const item = v.strictObject({
  label: v.pipe(text, v.description('Your own short word for the question, not its printed wording.')),
  loinc: v.exactOptional(
    v.pipe(v.string(), v.regex(/^\d{1,7}-\d$/), v.description('LOINC code of the question.')),
  ),
  aliases: v.exactOptional(
    v.pipe(
      v.array(text),
      v.description('Further codes, and link ids under which your form sends the question.'),
    ),
  ),
  answers: v.pipe(text, v.description('Key of `answerLists`.')),
  reversed: v.exactOptional(
    v.pipe(v.boolean(), v.description('Keyed the other way round: counts lowest + highest - points.')),
  ),
  skippedWhen: v.exactOptional(
    v.pipe(
      v.array(
        v.strictObject({
          when: v.pipe(v.array(v.strictObject({ item: itemNumber, points: v.number() })), v.minLength(1)),
          counts: v.number(),
          source,
        }),
      ),
      v.description('The form leaves the item out when all of `when` hold; it then counts `counts`.'),
    ),
  ),
  optional: v.exactOptional(
    v.pipe(v.boolean(), v.description('May be left out without holding back a score.')),
  ),
});

const method = v.variant('kind', [
  v.strictObject({ kind: v.literal('sum'), items: itemNumbers }),
  v.strictObject({ kind: v.literal('mean'), items: itemNumbers }),
  v.strictObject({ kind: v.literal('weighted'), items: itemNumbers, factor: v.number() }),
  v.strictObject({ kind: v.literal('count-at-least'), items: itemNumbers, threshold: v.number() }),
  v.strictObject({
    kind: v.literal('criteria'),
    clauses: v.array(
      v.strictObject({
        label: text,
        items: itemNumbers,
        threshold: v.number(),
        atLeast: v.pipe(v.number(), v.integer(), v.minValue(1)),
      }),
    ),
  }),
  v.strictObject({
    kind: v.literal('triage'),
    items: itemNumbers,
    clauses: v.array(
      v.strictObject({
        item: itemNumber,
        threshold: v.number(),
        level: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
  }),
  v.strictObject({ kind: v.literal('gas-t'), rho: v.number() }),
]);

const missing = v.variant('kind', [
  v.strictObject({ kind: v.literal('complete'), source }),
  v.strictObject({
    kind: v.literal('prorate'),
    maxMissing: v.pipe(v.number(), v.integer(), v.minValue(1)),
    rounding: v.picklist(['nearest-integer', 'none']),
    source,
  }),
]);

const score = v.strictObject({
  id: scoreId,
  label: text,
  code: v.strictObject({ system: text, code: text }),
  reportedAs: v.exactOptional(
    v.pipe(
      v.array(text),
      v.description('Other codes under which a response may carry this score; it is compared, never used.'),
    ),
  ),
  method: v.pipe(method, v.description('How items become one number.')),
  range: v.nullable(v.strictObject({ min: v.number(), max: v.number() })),
  better: v.nullable(v.picklist(['lower', 'higher'])),
  bands: v.pipe(
    v.nullable(
      v.array(v.strictObject({ from: v.number(), to: v.number(), label: text, code: v.exactOptional(text) })),
    ),
    v.description('From low to high, both ends included; null where the authors published none.'),
  ),
  bandsSource: v.exactOptional(source),
  missing: v.pipe(missing, v.description('What happens when answers are missing.')),
  descriptive: v.exactOptional(v.boolean()),
  needsSetting: v.exactOptional(text),
  source,
});

const keyingShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('reversed-items'), must: v.exactOptional(itemNumbers) }),
  v.strictObject({ kind: v.literal('wording'), choices: v.record(v.string(), itemNumbers) }),
  v.strictObject({ kind: v.literal('item-count'), choices: v.array(v.number()) }),
  v.strictObject({ kind: v.literal('items-by-score'), counts: v.record(v.string(), v.number()) }),
]);

const golden = v.strictObject({
  answers: v.pipe(
    v.array(v.nullable(v.number())),
    v.description('Points on the printed scale, item by item; null for no answer.'),
  ),
  expect: v.pipe(
    v.record(v.string(), v.nullable(v.union([v.number(), v.string()]))),
    v.description(
      'Value by score id, null where it must be absent; `band` is the band of the primary score.',
    ),
  ),
});

export const instrumentSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    v.maxLength(64),
    v.description('Stored with every score: never rename it.'),
  ),
  version: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9.-]{1,64}$/),
    v.description('Rules never change under a version: a new rule is a new version.'),
  ),
  equivalentTo: v.exactOptional(
    v.pipe(
      v.array(v.strictObject({ version: text, source })),
      v.description(
        'Versions of this instrument whose scores mean the same, and who says so. Only these are counted together.',
      ),
    ),
  ),
  title: text,
  area: v.exactOptional(
    v.pipe(
      v.picklist(areas),
      v.description(
        'What it is about: where its outcomes stand, and whether mood variability is told. Symptoms when it is left out.',
      ),
    ),
  ),
  rater: v.pipe(
    v.picklist(['self', 'clinician', 'therapist', 'client', 'self-or-interviewer']),
    v.description('Who answers. A clinician-rated instrument refuses the patient as author.'),
  ),
  recall: v.pipe(text, v.description('The time the questions ask about: 2 weeks.')),
  questionnaires: v.pipe(
    v.array(text),
    v.minLength(1),
    v.description('Canonical URLs of the forms it scores. With |version, only that version.'),
  ),
  panel: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,7}-\d$/), v.description('LOINC panel code.'))),
  answerLists: v.record(v.string(), answerList),
  items: v.array(item),
  scores: v.array(score),
  primary: v.pipe(
    v.nullable(scoreId),
    v.description('The score shown as the total; null when there is no single total.'),
  ),
  critical: v.pipe(
    v.optional(v.array(v.strictObject({ item: itemNumber, atLeast: v.number(), source })), []),
    v.description('Answers a person must look at, whatever the total is.'),
  ),
  derived: v.exactOptional(v.array(v.strictObject({ instrument: text, items: itemNumbers }))),
  thresholds: v.optional(
    v.array(
      v.strictObject({
        score: scoreId,
        kind: v.picklist([
          'caseness',
          'remission',
          'response',
          'reliable-change',
          'minimal-important-difference',
          'screen-positive',
        ]),
        value: v.number(),
        authority: text,
        population: text,
        source,
        effective: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
        dispute: v.exactOptional(text),
      }),
    ),
    [],
  ),
  reliability: v.optional(
    v.array(
      v.strictObject({
        score: scoreId,
        kind: v.picklist(['alpha', 'retest']),
        value: v.number(),
        population: text,
        source,
      }),
    ),
    [],
  ),
  unverifiedKeying: v.exactOptional(
    v.array(
      v.strictObject({
        setting: text,
        question: text,
        candidate: text,
        shape: keyingShape,
        source,
      }),
    ),
  ),
  category: v.pipe(
    v.picklist(['cognitive-status', 'social-history', 'functional-status', 'disability-status', 'sdoh']),
    v.description('US Core category of its Observations, beside survey.'),
  ),
  licence: v.pipe(source, v.description('Who owns the form and on which terms it may be used.')),
  traps: v.exactOptional(v.array(text)),
  sources: v.pipe(v.array(text), v.minLength(1)),
  golden: v.pipe(
    v.optional(v.array(golden), []),
    v.description('Cases somebody scored by hand; lint-instrument scores them again.'),
  ),
});
