/**
 * A course -> its flags. Each rule is in the file of its metric.
 *
 * @module
 */
import type { Course } from './course.ts';
import { courseFlag } from './course-flag.ts';
import { everDeteriorated } from './deterioration-during-care.ts';
import type { ExpectedCourse } from './expected-course.ts';
import { areGoalsReached } from './goals-reached.ts';
import { isHarmed } from './harmed.ts';
import { isCase, reliablyChanged } from './instrument-rules.ts';
import { JUDGED_FROM, LATE_RESPONSE_UNTIL, trackOf } from './not-on-track.ts';
import { isPartialResponse } from './partial-response.ts';
import { afterRemission } from './relapse.ts';
import { isRemitted, startedUnwell } from './remission.ts';
import { isResponse } from './response.ts';

export function courseFlags(course: Course, expected: ExpectedCourse): number {
  const { rules, first, last, during } = course;
  let flags = 0;
  const set = (bit: keyof typeof courseFlag, holds: boolean): void => {
    if (holds) flags |= courseFlag[bit];
  };
  const unwell = first === null ? null : startedUnwell(rules, first.score);
  set('first', first !== null);
  set('last', last !== null);
  set('paired', first !== null && last !== null);
  set('startedUnwell', unwell === true);
  set('startedWell', unwell === false);
  set('response', isResponse(course));
  set('partialResponse', isPartialResponse(course));
  set('remission', isRemitted(course));
  if (first !== null && last !== null) {
    const change = reliablyChanged(rules, first.score, last.score);
    set('improved', change === 1);
    set('worsened', change === -1);
    const crossed = isCase(rules, first.score) === true && isCase(rules, last.score) === false;
    set('recovered', change === 1 && crossed);
  }
  set('followed', during.length > 1);
  set('deteriorated', everDeteriorated(course));
  const after = afterRemission(course);
  set('remitted', after !== null);
  set('unseenAfterRemission', after?.seenAfterRemission === false);
  set('relapsed', after?.relapsed === true);
  set('unseenLater', after?.seenLater === false);
  set('recurred', after?.recurred === true);
  const track = trackOf(course, expected);
  set('judged', during.length >= JUDGED_FROM);
  set('everOffTrack', track.includes(true));
  set('offTrackNow', track.at(-1) === true);
  set('early', during.length < LATE_RESPONSE_UNTIL);
  set('goalsReached', areGoalsReached(course));
  set('harmed', isHarmed(course));
  return flags;
}
