import type { CourseMetric } from './course-metric.ts';
import { deteriorationDuringCare } from './deterioration-during-care.ts';
import { goalsReached } from './goals-reached.ts';
import { harmed } from './harmed.ts';
import { backOnTrack, notOnTrack } from './not-on-track.ts';
import { partialResponse } from './partial-response.ts';
import { recurrence, relapse } from './relapse.ts';
import { remission } from './remission.ts';
import { response } from './response.ts';

/** How the course ended. Of these and the next, the earlier is shown and the later withheld where not all can be. */
export const endMetrics: readonly CourseMetric[] = [response, remission, partialResponse, goalsReached];

/** What happened on the way, and after. */
export const wayMetrics: readonly CourseMetric[] = [
  deteriorationDuringCare,
  harmed,
  notOnTrack,
  backOnTrack,
  relapse,
  recurrence,
];
