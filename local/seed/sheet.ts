/**
 * One answer sheet on its way: every version that the EHR sends of it, when, and by which road.
 *
 * @module
 */
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { clinicTime, withOffset } from './calendar.ts';
import { encounterId, visitEnd } from './care.ts';
import { type Chance, chance } from './chance.ts';
import type { EpisodePlan, FilledForm, Visit } from './episode-plan.ts';
import { begun, broken, contradicted, corrected, foreign, type Mishap, someLeftOut } from './mishap.ts';
import { type Answers, responseOf, type Shape } from './questionnaire-response.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A form that a patient filled in at a visit, before anybody sent it. */
export interface Sheet {
  readonly id: string;
  readonly episode: EpisodePlan;
  readonly visit: Visit;
  readonly filled: FilledForm;
  readonly mishap?: Mishap;
}

/** One time that the EHR says something about a sheet. */
export interface Sending {
  /** `visit`: in the Bundle of its visit; the others are requests of their own. */
  readonly by: 'visit' | 'put' | 'post' | 'delete';
  readonly resource?: object;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Ids sort as the visits do. */
export function sheetsOf(episode: EpisodePlan): readonly Sheet[] {
  return episode.visits.flatMap((visit) =>
    visit.forms.map((filled) => ({
      id: `qr-${episode.patient}-${String(visit.number).padStart(2, '0')}-${filled.form}`,
      episode,
      visit,
      filled,
    })),
  );
}

export function sendingsOf(sheet: Sheet, timeZone: string): readonly Sending[] {
  const { id, mishap, visit, filled } = sheet;
  const lots = chance(`sheet/${id}`);
  const shape = lots.weighted<Shape>({ grouped: 45, flat: 40, defined: 15 });
  const road = lots.weighted({ visit: 82, put: 10, post: 8 });
  /** Signed at the end of the visit; that is when the EHR saves it. */
  const saved = visitEnd(visit, timeZone) + 5 * MINUTE_MS;
  const write = (at: number, answers?: Answers) => written(sheet, timeZone, shape, at, answers);
  const later = saved + lots.between(1, 6) * DAY_MS + lots.between(1, 300) * MINUTE_MS;

  switch (mishap ?? 'none') {
    case 'none':
      return [{ by: road, resource: write(saved), at: saved + MINUTE_MS }];
    case 'incomplete':
      return [{ by: road, resource: write(saved, someLeftOut(filled, lots)), at: saved + MINUTE_MS }];
    case 'contradictory':
      return [{ by: road, resource: contradicted(write(saved), filled, lots), at: saved + MINUTE_MS }];
    case 'in-progress':
      return [{ by: 'put', resource: { ...write(saved, begun(filled)), status: 'in-progress' }, at: saved }];
    case 'unknown-form':
      return [{ by: 'put', resource: foreign(write(saved)), at: saved + MINUTE_MS }];
    case 'broken':
      return [{ by: 'post', resource: broken(write(saved)), at: saved + MINUTE_MS }];
    case 'amended':
      return [
        { by: 'visit', resource: write(saved), at: saved + MINUTE_MS },
        { by: 'put', resource: amended(write(later, corrected(filled, lots))), at: later + MINUTE_MS },
      ];
    case 'reordered':
      return [
        { by: 'put', resource: amended(write(later, corrected(filled, lots))), at: later + MINUTE_MS },
        { by: 'put', resource: write(saved), at: later + 2 * HOUR_MS },
      ];
    case 'finished-later':
      return [
        { by: 'visit', resource: { ...write(saved, begun(filled)), status: 'in-progress' }, at: saved },
        { by: 'put', resource: write(later), at: later + MINUTE_MS },
      ];
    case 'entered-in-error':
      return [
        { by: 'visit', resource: write(saved), at: saved + MINUTE_MS },
        { by: 'put', resource: { ...write(later), status: 'entered-in-error' }, at: later + MINUTE_MS },
      ];
    case 'deleted':
      return [
        { by: 'visit', resource: write(saved), at: saved + MINUTE_MS },
        { by: 'delete', at: later },
      ];
  }
}

function written(
  { id, episode, visit, filled }: Sheet,
  timeZone: string,
  shape: Shape,
  savedAt: number,
  answers?: Answers,
): QuestionnaireResponse {
  // Filled in while waiting, one form after the other.
  const early = filled.form === 'phq-9' ? 12 : 8;
  return responseOf(
    filled,
    {
      id,
      patient: episode.patient,
      encounter: encounterId(episode, visit),
      authored: withOffset(clinicTime(visit.day, visit.minute - early, timeZone), timeZone),
      lastUpdated: new Date(savedAt).toISOString(),
      shape,
    },
    answers,
  );
}

const amended = (response: QuestionnaireResponse): QuestionnaireResponse => ({
  ...response,
  status: 'amended',
});

/** Deals out the mishaps among sheets old enough that their corrections have arrived too. */
export function withMishaps(
  sheets: readonly Sheet[],
  counts: ReadonlyMap<Mishap, { readonly count: number; readonly keepsItem9: boolean }>,
  mayHappenTo: (sheet: Sheet) => boolean,
  lots: Chance,
): readonly Sheet[] {
  const waiting = lots.shuffled(sheets.filter(mayHappenTo));
  const dealt = new Map<string, Mishap>();
  for (const [mishap, { count, keepsItem9 }] of counts) {
    for (let number = 0; number < count; number += 1) {
      const at = waiting.findIndex((sheet) => keepsItem9 || selfHarmOf(sheet) === 0);
      const [sheet] = at < 0 ? [] : waiting.splice(at, 1);
      if (sheet === undefined)
        throw new RangeError(`too few sheets for ${count} times ${mishap}; ask for a greater size`);
      dealt.set(sheet.id, mishap);
    }
  }
  return sheets.map((sheet) => {
    const mishap = dealt.get(sheet.id);
    return mishap === undefined ? sheet : { ...sheet, mishap };
  });
}

/** Points of PHQ-9 item 9; 0 on a form without it. */
export function selfHarmOf({ filled: { form, points } }: Sheet): number {
  return form === 'phq-9' ? (points[8] ?? 0) : 0;
}
