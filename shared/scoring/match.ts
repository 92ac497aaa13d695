/**
 * Which instruments a response answers, and which of its items is which question.
 *
 * In this order: the source's own form maps, the canonical of an instrument, then item identity (link id
 * as a LOINC code, `/LOINC`, the tail of a link-id path, or `item.definition`). An item is never recognised
 * by its text. Items that the named instrument does not know are still looked up, so that a safety item
 * inside a larger packet is not lost.
 *
 * @module
 */
import type { ReadResponse, ResponseItem } from '../responses/questionnaire-response.ts';
import type { LocalAnswers } from './answer.ts';
import { answerName, type CanonicalMeaning, type Catalog, type CompiledInstrument } from './compile.ts';

/** One entry of a source's `forms`: how a local form maps to an instrument. */
export interface LocalForm {
  /** Canonical, `Questionnaire/id` reference, bare id, or `*` for any form that has a mapped item. */
  readonly questionnaire: string;
  /** Its id, or `id|version` for one that is not in force. */
  readonly instrument: string;
  /** Item number or LOINC code (of an item or of a ready-made total) by link id. */
  readonly items?: Readonly<Record<string, number | string>>;
  /** Points by answer code or answer text. */
  readonly answers?: Readonly<Record<string, number>>;
}

export interface Match {
  readonly compiled: CompiledInstrument;
  /** Matched items, in the order of the response, and beside them the index of each in the instrument. */
  readonly items: readonly ResponseItem[];
  readonly indices: readonly number[];
  /** Answered items whose link id is a number that the instrument does not have: another version of the form? */
  readonly strangers: readonly ResponseItem[];
  /** Ready-made scores inside the response, by score index. */
  readonly reported: readonly { readonly item: ResponseItem; readonly score: number }[];
  readonly answers: LocalAnswers | undefined;
}

export interface CompiledForm {
  readonly form: LocalForm;
  readonly byLinkId: ReadonlyMap<string, string> | undefined;
  readonly answers: LocalAnswers | undefined;
}

export function compileForms(forms: readonly LocalForm[]): readonly CompiledForm[] {
  return forms.map((form) => ({
    form,
    byLinkId: form.items && new Map(Object.entries(form.items).map(([linkId, to]) => [linkId, String(to)])),
    answers:
      form.answers &&
      new Map(Object.entries(form.answers).map(([text, points]) => [answerName(text), points])),
  }));
}

/** The code an item goes by: the last part of its link id or of its definition, when that is a LOINC code. */
function codeOf({ linkId, definition }: ResponseItem): string | undefined {
  return loincTail(linkId) ?? (definition === undefined ? undefined : loincTail(definition));
}

const LOINC_CODE = /^\d{1,7}-\d$/;
const HYPHEN = 45;

function loincTail(path: string): string | undefined {
  // Most link ids are told by their last but one character, before anything is cut or matched.
  if (path.charCodeAt(path.length - 2) !== HYPHEN) return undefined;
  const tail = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('#')) + 1);
  return LOINC_CODE.test(tail) ? tail : undefined;
}

export function matchInstruments(
  response: ReadResponse,
  catalog: Catalog,
  forms: readonly CompiledForm[],
): readonly Match[] {
  const matches: Match[] = [];
  let remaining = response.items;
  for (const form of forms.length === 0 ? none : formsOf(response, forms)) {
    const { instrument } = form.form;
    const compiled = catalog.byId.get(instrument) ?? catalog.byVersion.get(instrument);
    if (compiled === undefined || isTaken(compiled, matches)) continue;
    const { match, leftover } = assign(remaining, compiled, form.byLinkId === undefined, form);
    matches.push(match);
    remaining = leftover;
  }
  const named = matches.length === 0 ? meaningOf(response.questionnaire, catalog) : undefined;
  if (named !== undefined) {
    const { match, leftover } = assign(remaining, named.compiled, named.own, undefined);
    matches.push(match);
    remaining = leftover;
  }
  if (remaining.length > 0) coverByItems(response.items, remaining, catalog, matches);
  return matches;
}

const none: readonly never[] = [];

/** One version of an instrument is enough: a second would score the same answers again under the same name. */
function isTaken({ instrument }: CompiledInstrument, matches: readonly Match[]): boolean {
  return matches.some(({ compiled }) => compiled.instrument.id === instrument.id);
}

function meaningOf(canonical: string | undefined, { byCanonical }: Catalog): CanonicalMeaning | undefined {
  if (canonical === undefined) return undefined;
  const exact = byCanonical.get(canonical);
  if (exact !== undefined) return exact;
  const bar = canonical.indexOf('|');
  return bar < 0 ? undefined : byCanonical.get(canonical.slice(0, bar));
}

/** All entries that map this form: one local form may hold several instruments. */
function formsOf(
  { questionnaire, items }: ReadResponse,
  forms: readonly CompiledForm[],
): readonly CompiledForm[] {
  const url = questionnaire?.split('|', 1)[0];
  const exact = forms.filter(
    ({ form }) =>
      form.questionnaire !== '*' && (form.questionnaire === questionnaire || form.questionnaire === url),
  );
  if (exact.length > 0) return exact;
  const named = forms.filter(({ form }) => {
    const id = form.questionnaire.replace(/^Questionnaire\//, '');
    return !id.includes(':') && id !== '*' && (url === id || url?.endsWith(`/${id}`) === true);
  });
  if (named.length > 0) return named;
  return forms.filter(
    ({ form, byLinkId }) => form.questionnaire === '*' && items.some(({ linkId }) => byLinkId?.has(linkId)),
  );
}

const NUMBER = /^\d+$/;

function assign(
  items: readonly ResponseItem[],
  compiled: CompiledInstrument,
  own: boolean, // under our own canonical; elsewhere a bare number means nothing
  form: CompiledForm | undefined,
): { readonly match: Match; readonly leftover: readonly ResponseItem[] } {
  const matched: ResponseItem[] = [];
  const indices: number[] = [];
  // Rare ones: made when there is one.
  let strangers: ResponseItem[] | undefined;
  let reported: { item: ResponseItem; score: number }[] | undefined;
  let leftover: ResponseItem[] | undefined;
  const byLinkId = form?.byLinkId;

  const { numbers, codes } = compiled.printedLinkIds;
  const expected = own ? numbers : codes;

  for (const item of items) {
    const { linkId } = item;
    // Forms come in printed order: the next item is compared before any is looked up.
    if (byLinkId === undefined && linkId === expected[indices.length]) {
      matched.push(item);
      indices.push(indices.length);
      continue;
    }
    const mapped = byLinkId?.get(linkId);
    let code = mapped;
    // The usual shapes first: taking a link id apart is for the others.
    let index =
      mapped === undefined
        ? ((own ? compiled.byNumber.get(linkId) : undefined) ?? compiled.byLinkId.get(linkId))
        : undefined;
    if (index === undefined) {
      code ??= codeOf(item);
      index =
        (code === undefined ? undefined : compiled.byCode.get(code)) ??
        (mapped === undefined ? undefined : compiled.byNumber.get(mapped));
    }
    if (index !== undefined) {
      matched.push(item);
      indices.push(index);
      continue;
    }
    const score = code === undefined ? undefined : compiled.reported.get(code);
    if (score !== undefined) {
      reported ??= [];
      reported.push({ item, score });
    } else if (own && compiled.accepted.length > 0 && item.answers.length > 0 && NUMBER.test(linkId)) {
      strangers ??= [];
      strangers.push(item);
    } else {
      leftover ??= [];
      leftover.push(item);
    }
  }
  const match = {
    compiled,
    items: matched,
    indices,
    strangers: strangers ?? none,
    reported: reported ?? none,
    answers: form?.answers,
  };
  return { match, leftover: leftover ?? none };
}

/**
 * Adds the instruments that items alone identify: always the one that explains most of what remains, then
 * one of which nothing is missing but perhaps a safety item, then the one that has safety items. So eight
 * items of a PHQ-9 are an incomplete PHQ-9, not a PHQ-8 that never asked, and two are a PHQ-2.
 *
 * An instrument so found takes its items from the whole response: the two items of a PHQ-2 named by its
 * canonical are also the first two of the PHQ-9 that follows in the same response.
 */
function coverByItems(
  all: readonly ResponseItem[],
  left: readonly ResponseItem[],
  catalog: Catalog,
  matches: Match[],
): void {
  let remaining = left.filter((item) => {
    const code = codeOf(item);
    return code !== undefined && catalog.byItemCode.has(code);
  });
  while (remaining.length > 0) {
    const best = bestCover(remaining, catalog, matches);
    if (best === undefined) break;
    matches.push(assign(all, best, false, undefined).match);
    remaining = [...assign(remaining, best, false, undefined).leftover];
  }
}

function bestCover(
  items: readonly ResponseItem[],
  { byItemCode }: Catalog,
  taken: readonly Match[],
): CompiledInstrument | undefined {
  const present = new Map<CompiledInstrument, Set<number>>();
  for (const item of items) {
    const code = codeOf(item);
    for (const compiled of (code && byItemCode.get(code)) || []) {
      const index = code === undefined ? undefined : compiled.byCode.get(code);
      if (index === undefined || isTaken(compiled, taken)) continue;
      const seen = present.get(compiled);
      if (seen === undefined) present.set(compiled, new Set([index]));
      else seen.add(index);
    }
  }
  const candidates = [...present].map(([compiled, seen]) => {
    const missing = compiled.required.filter((index) => !seen.has(index));
    const critical = new Set(compiled.instrument.critical.map(({ item }) => item - 1));
    return {
      compiled,
      seen: compiled.required.length - missing.length,
      missing: missing.length,
      whole: missing.every((index) => critical.has(index)),
    };
  });
  const [best] = candidates
    .filter(({ seen }) => seen > 0)
    .sort(
      (a, b) =>
        b.seen - a.seen ||
        Number(b.whole) - Number(a.whole) ||
        b.compiled.instrument.critical.length - a.compiled.instrument.critical.length ||
        a.missing - b.missing,
    );
  return best?.compiled;
}
