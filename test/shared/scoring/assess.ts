import { instruments } from '../../../shared/instruments/catalog.ts';
import { readQuestionnaireResponse } from '../../../shared/responses/questionnaire-response.ts';
import type { Assessment } from '../../../shared/scoring/assessment.ts';
import { type Catalog, compileCatalog, type ScoringSettings } from '../../../shared/scoring/compile.ts';
import { compileForms, type LocalForm } from '../../../shared/scoring/match.ts';
import { scoreResponse } from '../../../shared/scoring/score-response.ts';
import { type AnswerStyle, responseTo } from '../../builders/questionnaire-response.ts';

/** Compiled once per settings: the property tests score thousands of sheets. */
const catalogs = new Map<string, Catalog>();

function catalogFor(settings: ScoringSettings): Catalog {
  const key = JSON.stringify(settings);
  const catalog = catalogs.get(key) ?? compileCatalog(instruments, settings);
  catalogs.set(key, catalog);
  return catalog;
}

export interface AssessOptions extends ScoringSettings {
  readonly forms?: readonly LocalForm[];
  readonly style?: AnswerStyle;
  readonly overrides?: Parameters<typeof responseTo>[2];
}

/** Everything the response is assessed as, in order. */
export function assess(
  resource: object,
  { forms = [], keying = {}, prorating = {} }: AssessOptions = {},
): readonly Assessment[] {
  const catalog = catalogFor({ keying, prorating });
  const response = readQuestionnaireResponse(resource as Readonly<Record<string, unknown>>);
  return scoreResponse(response, catalog, compileForms(forms));
}

/** The assessment of a completed `id` with these points; `null` leaves an item out. */
export function assessed(
  id: string,
  points: readonly (number | null)[],
  options: AssessOptions = {},
): Assessment {
  const found = assess(responseTo(id, points, options.overrides, options.style), options);
  return only(found, id);
}

export function only(assessments: readonly Assessment[], id: string): Assessment {
  const [one] = assessments.filter(({ instrument }) => instrument.instrument.id === id);
  if (one === undefined) throw new Error(`not assessed as ${id}`);
  return one;
}

export function names(assessments: readonly Assessment[]): readonly string[] {
  return assessments.map(({ instrument }) => instrument.instrument.id);
}

export function scoresById({ scores }: Assessment): Readonly<Record<string, number>> {
  return Object.fromEntries(scores.map(({ id, value }) => [id, value]));
}

export function codes({ issues }: Assessment): readonly string[] {
  return issues.map(({ code }) => code);
}

/** `count` times the same points. */
export function times(count: number, points: number): readonly number[] {
  return Array.from({ length: count }, () => points);
}
