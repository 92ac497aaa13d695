/**
 * What one version of a response says about its safety items.
 *
 * Positive answers ask for a look, and so do answers nobody can read (`unknown`). "Not asked" says nothing,
 * which is not the same as negative: it raises nothing and closes nothing. A draft (in-progress, stopped), a
 * response that is rejected and a response scored again by newer rules can raise an alert, and cannot close
 * one: only a finished, well-formed version that the EHR sent takes a positive answer back.
 *
 * @module
 */
import type { CurrentResponse } from '../responses/current.ts';
import type { Assessment, CriticalState } from '../scoring/assessment.ts';
import type { SourceSettings } from '../settings/settings.ts';

/** `historical` answers were given too long ago to page anybody: recorded, not published. */
export type Publication = 'publish' | 'historical';

/** An answer that a person must look at. */
export interface Concern {
  /** LOINC code of the item; `<instrument>.<number>` where it has none, as numbers repeat in a battery. */
  readonly item: string;
  readonly instrument: string;
  readonly state: 'positive' | 'unknown';
  readonly publication: Publication;
  /** When it was answered: FHIR dateTime. */
  readonly authored: string;
}

/** An answer that takes an earlier concern back. */
export interface Reassurance {
  readonly item: string;
  readonly state: 'negative';
}

export type Judgement = Concern | Reassurance;

const DAY = 86_400_000;

export function judgeSafety(
  assessments: readonly Assessment[],
  { authored, receivedAt, rescoredAt, status, reason }: CurrentResponse,
  { alertWithinDays }: Pick<SourceSettings, 'alertWithinDays'>,
): readonly Judgement[] {
  if (status === 'retracted') return [];
  // Scored again, an old answer is still an old answer: nobody is paged for what was said months ago.
  const judgedAt = Date.parse(rescoredAt ?? receivedAt);
  const historical = judgedAt - Date.parse(authored) > alertWithinDays * DAY;
  const publication: Publication = historical ? 'historical' : 'publish';
  const mayClose = status !== 'rejected' && reason !== 'not-completed' && rescoredAt === undefined;

  const judgements = new Map<string, Judgement>();
  for (const { instrument, critical } of assessments) {
    for (const one of critical) {
      const { id } = instrument.instrument;
      const item = itemOf(one, id);
      const standing = judgements.get(item);
      const concern = concernOf(one);
      if (concern !== undefined) {
        // One item asked by two instruments: positive before unreadable before negative.
        if (standing?.state === 'positive') continue;
        judgements.set(item, { item, instrument: id, state: concern, publication, authored });
      } else if (one.state === 'negative' && mayClose && standing === undefined) {
        judgements.set(item, { item, state: 'negative' });
      }
    }
  }
  return [...judgements.values()];
}

export function isConcern(judgement: Judgement): judgement is Concern {
  return judgement.state !== 'negative';
}

function concernOf({ state, reason }: CriticalState): Concern['state'] | undefined {
  if (state === 'positive') return 'positive';
  return state === 'unknown' && reason === 'unreadable' ? 'unknown' : undefined;
}

function itemOf({ item, number }: CriticalState, instrument: string): string {
  return item === String(number) ? `${instrument}.${number}` : item;
}
