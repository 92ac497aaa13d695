/**
 * A total item of a Questionnaire -> a score of the instrument.
 *
 * @module
 */
import {
  type Band,
  type Confidence,
  LOINC,
  type MissingRule,
  SCORE_SYSTEM,
  type Score,
  type Source,
} from '../instruments/instrument.ts';
import { type CompileFault, fault } from './compile-questionnaire-fault.ts';
import { methodOf, type ScoreContext } from './compile-questionnaire-method.ts';
import {
  extensions,
  extensionValue,
  extensionValues,
  type Json,
  number,
  objects,
  type QuestionnaireNode,
  text,
} from './compile-questionnaire-read.ts';
import { hl7, ours } from './questionnaire-extension.ts';

/** Range is filled in when all items are known. */
export type ScoreDraft = Omit<Score, 'range'>;

/** A read-only item that a score is written to. */
export function isTotal({ element }: QuestionnaireNode): boolean {
  return (
    extensions(element, hl7.calculatedExpression).length > 0 ||
    extensions(element, ours.method).length > 0 ||
    (element.readOnly === true &&
      element.code !== undefined &&
      extensionValue(element, hl7.observationExtract) === true)
  );
}

export function scoreOf(
  node: QuestionnaireNode,
  context: ScoreContext,
  faults: CompileFault[],
): ScoreDraft | undefined {
  const { element, linkId, path } = node;
  const method = methodOf(node, context, faults);
  const missing = missingOf(node, context, faults);
  if (method === undefined || missing === undefined) return undefined;
  const id = text(extensionValue(element, ours.scoreId)) ?? (context.only ? 'total' : slug(linkId));
  const better = extensionValue(element, ours.better);
  const bands = extensions(element, ours.band).flatMap((band) => bandOf(band, path, faults));
  const codings = objects(element.code);
  const coding = codings.find(({ system }) => system === LOINC) ?? codings[0];
  const needsSetting = text(extensionValue(element, ours.needsSetting));
  const reportedAs = extensionValues(element, ours.reportedAs).flatMap((one) => text(one) ?? []);
  return {
    id,
    label: text(element.text) ?? id,
    code: {
      system: text(coding?.system) ?? SCORE_SYSTEM,
      code: text(coding?.code) ?? `${context.instrument}.${id}`,
    },
    ...(reportedAs.length === 0 ? {} : { reportedAs }),
    method,
    better: better === 'lower' || better === 'higher' ? better : null,
    bands: bands.length === 0 ? null : bands,
    ...(bands.length === 0
      ? {}
      : { bandsSource: sourceOf(extensions(element, ours.bandsSource)[0], context.source) }),
    missing,
    ...(extensionValue(element, ours.descriptive) === true ? { descriptive: true } : {}),
    ...(needsSetting === undefined ? {} : { needsSetting }),
    source: sourceOf(extensions(element, ours.source)[0], context.source),
  };
}

/** `H1/T1/Total` is `h1-t1-total`. */
function slug(linkId: string): string {
  return linkId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

export function sourceOf(extension: Json | undefined, otherwise: Source): Source {
  const cite = text(extensionValue(extension, 'cite'));
  const confidence = extensionValue(extension, 'confidence');
  if (cite === undefined) return otherwise;
  return { cite, confidence: isConfidence(confidence) ? confidence : 'unverified' };
}

function isConfidence(value: unknown): value is Confidence {
  return value === 'verified' || value === 'literature' || value === 'unverified';
}

function bandOf(extension: Json, path: string, faults: CompileFault[]): readonly Band[] {
  const from = number(extensionValue(extension, 'from'));
  const to = number(extensionValue(extension, 'to'));
  const label = text(extensionValue(extension, 'label'));
  const code = text(extensionValue(extension, 'code'));
  if (from === undefined || to === undefined || label === undefined) {
    faults.push(fault('element-invalid', `${path}.extension(band)`, 'A band needs from, to and label.'));
    return [];
  }
  return [{ from, to, label, ...(code === undefined ? {} : { code }) }];
}

function missingOf(
  { element, path }: QuestionnaireNode,
  { source }: ScoreContext,
  faults: CompileFault[],
): MissingRule | undefined {
  const [extension] = extensions(element, ours.missing);
  if (extension === undefined) {
    return {
      kind: 'complete',
      source: { cite: 'No rule is stated; complete-case is our default', confidence: 'unverified' },
    };
  }
  const kind = extensionValue(extension, 'kind');
  const cited = sourceOf(extensions(extension, 'source')[0], source);
  if (kind === 'complete') return { kind, source: cited };
  const maxMissing = number(extensionValue(extension, 'max-missing'));
  const rounding = extensionValue(extension, 'rounding') ?? 'none';
  if (
    kind === 'prorate' &&
    maxMissing !== undefined &&
    (rounding === 'none' || rounding === 'nearest-integer')
  )
    return { kind, maxMissing, rounding, source: cited };
  faults.push(
    fault(
      'element-invalid',
      `${path}.extension(missing)`,
      'Write kind complete, or kind prorate with max-missing and rounding (none or nearest-integer).',
    ),
  );
  return undefined;
}
