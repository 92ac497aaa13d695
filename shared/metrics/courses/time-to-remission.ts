/**
 * Time to remission: from the first score to the first later score in remission, of those who started as a
 * case and were measured again. Without remission somebody is watched until the last score in care.
 *
 * Unit: episodes that started in the period; Kaplan-Meier share. Remission is only seen at visits.
 *
 * @module
 */

import type { Observed } from '../../stats/survival.ts';
import { timeToRemission as observedTime } from '../../stats/time-to-remission.ts';
import type { Definition } from '../snapshot.ts';
import type { Course } from './course.ts';
import { cited, type InstrumentRules } from './instrument-rules.ts';
import { startedUnwell } from './remission.ts';

/** Scores are points: anything less than one keeps "below 5" strict. */
const LESS_THAN_A_POINT = 1e-6;

/** Null for whoever is not on the curve. */
export function remissionTime({ rules, first, during }: Course): Observed | null {
  const { remission, better } = rules;
  if (remission === null || first === null || startedUnwell(rules, first.score) !== true) return null;
  const remissionUpTo = better === 'lower' ? remission.value - LESS_THAN_A_POINT : remission.value;
  const found = observedTime(
    during.map(({ day, score }) => ({ time: day, score })),
    { remissionUpTo, betterIs: better },
  );
  return found.kind === 'eligible' ? { time: found.time, event: found.event } : null;
}

export function remissionTimeFacet(instrument: string): string {
  return `time to remission ${instrument}`;
}

/** Null where the registry has no remission. */
export function remissionTimeDefinition({ remission }: InstrumentRules): Definition | null {
  return remission === null
    ? null
    : {
        term: 'Time to remission, Kaplan-Meier',
        text: 'Of those who started care in the period above the cut-off and were measured again, the share that had been seen in remission by then. Remission is only seen when a questionnaire is answered, so it came between the answer before and the day it is dated on: the curve is late by up to the time between answers.',
        citation: `Kaplan & Meier 1958, JASA 53:457; remission ${cited(remission)}`,
      };
}
