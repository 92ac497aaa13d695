/**
 * The boundary: unknown JSON -> the parts of a QuestionnaireResponse that scoring reads.
 *
 * Hand-written because it is the hot path (a schema library costs more than JSON.parse itself) and because
 * a fault must not hide the rest: a response with a broken element is `rejected`, but its other answers are
 * still read, so that a positive safety item in it is still seen.
 *
 * @module
 */
import { type Issue, issue } from '../scoring/issue.ts';

/** One item that may carry an answer, with the link id of the group around it. */
export interface ResponseItem {
  readonly linkId: string;
  /** `item.definition`, when present: an element that may name the question. */
  readonly definition: string | undefined;
  readonly group: string | undefined;
  /** Answers as received: objects with one `value[x]`, or without one. */
  readonly answers: readonly Answer[];
}

/** One `QuestionnaireResponse.item.answer`; only value types that can mean points are named. */
export interface Answer {
  readonly valueCoding?: Coding;
  readonly valueInteger?: number;
  readonly valueDecimal?: number;
  readonly valueString?: string;
  readonly valueBoolean?: boolean;
  readonly valueQuantity?: { readonly value?: number };
  readonly item?: unknown;
}

export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
  readonly extension?: readonly {
    readonly url?: string;
    readonly valueDecimal?: number;
    readonly valueInteger?: number;
  }[];
}

export type ResponseStatus = 'in-progress' | 'completed' | 'amended' | 'entered-in-error' | 'stopped';

export interface ReadResponse {
  readonly status: ResponseStatus | undefined;
  /** Canonical as sent, with its `|version` if it had one. An STU3 `questionnaire.reference` is read as the canonical. */
  readonly questionnaire: string | undefined;
  readonly id: string | undefined;
  readonly authored: string | undefined;
  readonly subject: string | undefined;
  /** `author.reference`, else `source.reference`: who answered. */
  readonly author: string | undefined;
  readonly items: readonly ResponseItem[];
  /** Structural faults; any makes the response `rejected`. */
  readonly faults: readonly Issue[];
}

const statuses: ReadonlySet<unknown> = new Set([
  'in-progress',
  'completed',
  'amended',
  'entered-in-error',
  'stopped',
]);

/** Greatest nesting that is read. FHIR sets none; real forms have under ten, and a limit bounds hostile input. */
const MAX_DEPTH = 32;
/** Greatest number of items that is read. The longest instrument has 38; a packet of several stays far below. */
const MAX_ITEMS = 5_000;

type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads what scoring needs. Never throws: every fault is an issue that names the element. */
export function readQuestionnaireResponse(resource: Json): ReadResponse {
  const faults: Issue[] = [];
  const items: ResponseItem[] = [];
  const status = statuses.has(resource.status) ? (resource.status as ResponseStatus) : undefined;
  if (status === undefined) faults.push(issue('structure-invalid', 'QuestionnaireResponse.status'));
  if (resource.item !== undefined) readItems(resource.item, undefined, 0, items, faults);

  return {
    status,
    questionnaire: canonicalOf(resource.questionnaire, faults),
    id: text(resource.id),
    authored: text(resource.authored),
    subject: referenceOf(resource.subject),
    author: referenceOf(resource.author) ?? referenceOf(resource.source),
    items,
    faults,
  };
}

function canonicalOf(value: unknown, faults: Issue[]): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  const reference = isObject(value) ? text(value.reference) : undefined;
  if (reference === undefined) faults.push(issue('structure-invalid', 'QuestionnaireResponse.questionnaire'));
  return reference;
}

function readItems(
  value: unknown,
  group: string | undefined,
  depth: number,
  items: ResponseItem[],
  faults: Issue[],
): void {
  if (!Array.isArray(value) || depth > MAX_DEPTH) {
    faults.push(issue('structure-invalid', `${group ?? 'QuestionnaireResponse'}.item`));
    if (!isObject(value) || depth > MAX_DEPTH) return;
  }
  // What is wrong is said, and what can be read is read on: a safety item may be in it.
  for (const item of (Array.isArray(value) ? value : [value]) as readonly unknown[]) {
    if (!isObject(item)) {
      faults.push(issue('structure-invalid', `${group ?? 'QuestionnaireResponse'}.item`));
      continue;
    }
    const named = typeof item.linkId === 'string' && item.linkId !== '';
    if (!named) faults.push(issue('structure-invalid', `${group ?? 'QuestionnaireResponse'}.item.linkId`));
    if (items.length >= MAX_ITEMS) {
      if (items.length === MAX_ITEMS) faults.push(issue('structure-invalid', 'QuestionnaireResponse.item'));
      return;
    }
    const { answer } = item;
    const linkId = named ? (item.linkId as string) : '';
    if (answer !== undefined) readAnswers(item, linkId, answer, group, depth, items, faults);
    else if (item.item === undefined || (Array.isArray(item.item) && item.item.length === 0))
      items.push({ linkId, definition: text(item.definition), group, answers: none });
    if (item.item !== undefined) readItems(item.item, linkId, depth + 1, items, faults);
  }
}

const none: readonly Answer[] = [];

function readAnswers(
  item: Json,
  linkId: string,
  answer: unknown,
  group: string | undefined,
  depth: number,
  items: ResponseItem[],
  faults: Issue[],
): void {
  if (!Array.isArray(answer) || !allObjects(answer)) {
    faults.push(issue('structure-invalid', `${linkId}.answer`));
    // Answered in a way nobody can rely on: the empty answers beside the readable ones keep it from counting.
    const readable = (Array.isArray(answer) ? answer : [answer]).filter(isObject) as readonly Answer[];
    items.push({ linkId, definition: text(item.definition), group, answers: [...readable, {}, {}] });
    return;
  }
  const answers = answer as readonly Answer[];
  for (const one of answers) {
    if (!wellTyped(one)) faults.push(issue('structure-invalid', `${linkId}.answer.value[x]`));
  }
  items.push({ linkId, definition: text(item.definition), group, answers });
  for (const { item: nested } of answers) {
    if (nested !== undefined) readItems(nested, linkId, depth + 1, items, faults);
  }
}

function allObjects(values: readonly unknown[]): boolean {
  for (const value of values) if (!isObject(value)) return false;
  return true;
}

function wellTyped(answer: Answer): boolean {
  const { valueCoding, valueInteger, valueDecimal, valueString, valueBoolean, valueQuantity } = answer;
  return (
    (valueCoding === undefined || (isObject(valueCoding) && codingWellTyped(valueCoding))) &&
    (valueInteger === undefined || Number.isInteger(valueInteger)) &&
    (valueDecimal === undefined || typeof valueDecimal === 'number') &&
    (valueString === undefined || typeof valueString === 'string') &&
    (valueBoolean === undefined || typeof valueBoolean === 'boolean') &&
    (valueQuantity === undefined || isObject(valueQuantity))
  );
}

function codingWellTyped({ system, code, display, extension }: Coding): boolean {
  return (
    (system === undefined || typeof system === 'string') &&
    (code === undefined || typeof code === 'string') &&
    (display === undefined || typeof display === 'string') &&
    (extension === undefined || Array.isArray(extension))
  );
}

function referenceOf(value: unknown): string | undefined {
  return isObject(value) ? text(value.reference) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
