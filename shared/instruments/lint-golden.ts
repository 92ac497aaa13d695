/**
 * Golden cases: answers somebody scored by hand, scored again by the real thing.
 *
 * @module
 */
import type { ReadResponse, ResponseItem } from '../responses/questionnaire-response.ts';
import { compileCatalog } from '../scoring/compile.ts';
import { scoreResponse } from '../scoring/score-response.ts';
import type { Instrument } from './instrument.ts';
import { error, type Finding } from './lint-finding.ts';

export interface GoldenCase {
  /** Points on the printed scale by item, null for no answer; levels of equally weighted goals for goal attainment. */
  readonly answers: readonly (number | null)[];
  /** By score id: its value, or null where it must be absent. `band` is the band of the primary score. */
  readonly expect: Readonly<Record<string, number | string | null>>;
}

export function lintGolden(instrument: Instrument, cases: readonly GoldenCase[]): readonly Finding[] {
  if (cases.length === 0) {
    return [
      error(
        'golden-missing',
        'golden',
        'Give at least one case scored by hand: { "answers": [...], "expect": { "total": 10, "band": "mild" } }.',
      ),
    ];
  }
  const alone = { ...instrument, questionnaires: [GOLDEN], derived: [] };
  const catalog = compileCatalog([alone]);
  return cases.flatMap(({ answers, expect }, index) => {
    const path = `golden[${index}]`;
    const goals = instrument.scores.some(({ method }) => method.kind === 'gas-t');
    if (!goals && answers.length !== instrument.items.length) {
      return [
        error(
          'golden-malformed',
          path,
          `It has ${answers.length} answers and the form ${instrument.items.length} items. Write null where there is none.`,
        ),
      ];
    }
    const [assessment] = scoreResponse(responseOf(answers, goals), catalog);
    return Object.entries(expect).flatMap(([id, expected]) => {
      if (id !== 'band' && !instrument.scores.some((score) => score.id === id))
        return [error('golden-malformed', path, `There is no score ${id}.`)];
      const got =
        id === 'band'
          ? (assessment?.band ?? null)
          : (assessment?.scores.find((score) => score.id === id)?.value ?? null);
      return got === expected
        ? []
        : [
            error(
              'golden-wrong',
              path,
              `${id} is ${got ?? 'absent'}, and the case says ${expected ?? 'absent'}.`,
            ),
          ];
    });
  });
}

/** Under a canonical of ours, link ids are item numbers. */
const GOLDEN = 'urn:outcomes-pipeline:questionnaire:golden';

function responseOf(answers: readonly (number | null)[], goals: boolean): ReadResponse {
  const items = answers.flatMap((points, index): readonly ResponseItem[] => {
    if (points === null) return [];
    const number = String(index + 1);
    const group = goals ? `goal-${number}` : undefined;
    const linkId = goals ? 'level' : number;
    return [{ linkId, definition: undefined, group, answers: [{ valueDecimal: points }] }];
  });
  return {
    status: 'completed',
    questionnaire: GOLDEN,
    id: undefined,
    authored: undefined,
    subject: undefined,
    author: 'Practitioner/golden',
    items,
    faults: [],
  };
}
