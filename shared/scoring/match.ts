/**
 * Which instruments a response answers, and which of its items is which question.
 *
 * In this order: the source's own form map, the canonical of an instrument, then item identity (link id
 * as a LOINC code, `/LOINC`, the tail of a link-id path, or `item.definition`). An item is never recognised
 * by its text. Items that the named instrument does not know are still looked up, so that a safety item
 * inside a larger packet is not lost.
 *
 * @module
 */
import type { ReadResponse, ResponseItem } from '../responses/questionnaire-response.ts';
import type { LocalAnswers } from './answer.ts';
import { answerName, type Catalog, type CompiledInstrument } from './compile.ts';

/** One entry of a source's `forms`: how a local form maps to an instrument. */
export interface LocalForm {
  /** Canonical, `Questionnaire/id` reference, bare id, or `*` for any form that has a mapped item. */
  readonly questionnaire: string;
  readonly instrument: string;
  /** Item number or LOINC code (of an item or of a ready-made total) by link id. */
  readonly items?: Readonly<Record<string, number | string>>;
  /** Points by answer code or answer text. */
  readonly answers?: Readonly<Record<string, number>>;
}

export interface Match {
  readonly compiled: CompiledInstrument;
  /** Item index of each matched item, in the order of the response. */
  readonly found: readonly { readonly item: ResponseItem; readonly index: number }[];
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

const LOINC_CODE = /^\d{1,7}-\d$/;

/** The code an item goes by: the last part of its link id or of its definition, when that is a LOINC code. */
function codeOf({ linkId, definition }: ResponseItem): string | undefined {
  const tail = linkId.slice(Math.max(linkId.lastIndexOf('/'), linkId.lastIndexOf('#')) + 1);
  if (LOINC_CODE.test(tail)) return tail;
  if (definition === undefined) return undefined;
  const defined = definition.slice(Math.max(definition.lastIndexOf('/'), definition.lastIndexOf('#')) + 1);
  return LOINC_CODE.test(defined) ? defined : undefined;
}

export function matchInstruments(
  response: ReadResponse,
  catalog: Catalog,
  forms: readonly CompiledForm[],
): readonly Match[] {
  const form = forms.length === 0 ? undefined : formOf(response, forms);
  const named =
    form === undefined
      ? canonicalInstrument(response.questionnaire, catalog)
      : catalog.byId.get(form.form.instrument);
  if (named === undefined) return coverByItems(response.items, catalog);

  const own = form !== undefined ? form.byLinkId === undefined : isOurs(response.questionnaire);
  const { match, leftover } = assign(response.items, named, own, form);
  const others = leftover.length === 0 ? none : coverByItems(leftover, catalog, named);
  return others.length === 0 ? [match] : [match, ...others];
}

const none: readonly Match[] = [];

/** Under our own canonical the link ids are the printed item numbers; elsewhere a bare number means nothing. */
function isOurs(canonical: string | undefined): boolean {
  return canonical?.includes(':questionnaire:') ?? false;
}

function canonicalInstrument(
  canonical: string | undefined,
  { byCanonical }: Catalog,
): CompiledInstrument | undefined {
  if (canonical === undefined) return undefined;
  const exact = byCanonical.get(canonical);
  if (exact !== undefined) return exact;
  const bar = canonical.indexOf('|');
  return bar < 0 ? undefined : byCanonical.get(canonical.slice(0, bar));
}

function formOf(
  { questionnaire, items }: ReadResponse,
  forms: readonly CompiledForm[],
): CompiledForm | undefined {
  const url = questionnaire?.split('|', 1)[0];
  const exact = forms.find(({ form }) => form.questionnaire === questionnaire || form.questionnaire === url);
  if (exact !== undefined) return exact;
  const named = forms.find(({ form }) => {
    const id = form.questionnaire.replace(/^Questionnaire\//, '');
    return !id.includes(':') && id !== '*' && url?.endsWith(`/${id}`);
  });
  if (named !== undefined) return named;
  return forms.find(
    ({ form, byLinkId }) => form.questionnaire === '*' && items.some(({ linkId }) => byLinkId?.has(linkId)),
  );
}

function assign(
  items: readonly ResponseItem[],
  compiled: CompiledInstrument,
  own: boolean,
  form: CompiledForm | undefined,
): { readonly match: Match; readonly leftover: readonly ResponseItem[] } {
  const found: { item: ResponseItem; index: number }[] = [];
  const reported: { item: ResponseItem; score: number }[] = [];
  const leftover: ResponseItem[] = [];

  for (const item of items) {
    const mapped = form?.byLinkId?.get(item.linkId);
    const code = mapped ?? codeOf(item);
    const index =
      (code === undefined ? undefined : compiled.byCode.get(code)) ??
      (mapped !== undefined ? compiled.byNumber.get(mapped) : undefined) ??
      (own ? compiled.byNumber.get(item.linkId) : undefined);
    if (index !== undefined) {
      found.push({ item, index });
      continue;
    }
    const score = code === undefined ? undefined : compiled.reported.get(code);
    if (score !== undefined) reported.push({ item, score });
    else leftover.push(item);
  }
  return { match: { compiled, found, reported, answers: form?.answers }, leftover };
}

/**
 * The instruments that items alone identify: always the one that explains most items, then one of which
 * nothing is missing but perhaps a safety item, then the one that has safety items. So eight items of a
 * PHQ-9 are an incomplete PHQ-9, not a PHQ-8 that never asked, and two are a PHQ-2.
 */
function coverByItems(
  items: readonly ResponseItem[],
  catalog: Catalog,
  exclude?: CompiledInstrument,
): readonly Match[] {
  const matches: Match[] = [];
  let remaining = items.filter((item) => {
    const code = codeOf(item);
    return code !== undefined && catalog.byItemCode.has(code);
  });
  while (remaining.length > 0) {
    const best = bestCover(remaining, catalog, exclude, matches);
    if (best === undefined) break;
    const { match, leftover } = assign(remaining, best, false, undefined);
    matches.push(match);
    remaining = [...leftover];
  }
  return matches;
}

function bestCover(
  items: readonly ResponseItem[],
  { byItemCode }: Catalog,
  exclude: CompiledInstrument | undefined,
  taken: readonly Match[],
): CompiledInstrument | undefined {
  const present = new Map<CompiledInstrument, Set<number>>();
  for (const item of items) {
    const code = codeOf(item);
    for (const compiled of (code && byItemCode.get(code)) || []) {
      const index = code === undefined ? undefined : compiled.byCode.get(code);
      if (index === undefined || compiled === exclude || taken.some((match) => match.compiled === compiled))
        continue;
      const seen = present.get(compiled);
      if (seen === undefined) present.set(compiled, new Set([index]));
      else seen.add(index);
    }
  }
  const candidates = [...present].map(([compiled, seen]) => {
    const missing = compiled.scored.filter((index) => !seen.has(index));
    const critical = new Set(compiled.instrument.critical.map(({ item }) => item - 1));
    return {
      compiled,
      seen: compiled.scored.filter((index) => seen.has(index)).length,
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
