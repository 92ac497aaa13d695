/**
 * What is true of one instrument in one episode, one bit each; populations of course metrics are made of them.
 *
 * @module
 */
export const courseFlag = {
  /** A first, a last score; both on different days. */
  first: 1 << 0,
  last: 1 << 1,
  paired: 1 << 2,
  /** Known to have started as a case; for an instrument without a cut-off, not in remission. */
  startedUnwell: 1 << 3,
  /** Known to have started otherwise. Neither bit is set where that cannot be told. */
  startedWell: 1 << 4,
  response: 1 << 5,
  partialResponse: 1 << 6,
  remission: 1 << 7,
  improved: 1 << 8,
  worsened: 1 << 9,
  /** Reliably better, from case to no case. */
  recovered: 1 << 10,
  /** At least one score after the first within the episode. */
  followed: 1 << 11,
  deteriorated: 1 << 12,
  /** Reached remission in the episode, having started unwell. */
  remitted: 1 << 13,
  /** Not measured again within six months of remission; or relapsed in that time. */
  unseenAfterRemission: 1 << 14,
  relapsed: 1 << 15,
  /** Not measured again after those six months; or ill again then. */
  unseenLater: 1 << 16,
  recurred: 1 << 17,
  /** Three scores or more: enough to say whether the course is as expected. */
  judged: 1 << 18,
  everOffTrack: 1 << 19,
  offTrackNow: 1 << 20,
  goalsReached: 1 << 21,
  /** First episode of the person with all items of the first score answered. */
  allItems: 1 << 22,
  /** Daily scores enough to speak of their ups and downs. */
  daily: 1 << 23,
  /** Reliably worse, from no case to case. */
  harmed: 1 << 24,
  /** Fewer than six scores: a late response is still possible. */
  early: 1 << 25,
} as const;
