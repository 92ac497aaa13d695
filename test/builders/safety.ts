import type { Alert } from '../../shared/alerts/alert.ts';
import { type Settlement, settle } from '../../shared/alerts/settle.ts';
import { type JudgedVersion, type Verdict, verdictsOf } from '../../shared/alerts/verdict.ts';

/** What a version says about item 9 of the PHQ-9. */
export type Said = 'positive' | 'unreadable' | 'negative' | 'not-asked' | 'retracted' | 'old-positive';

const item = '44260-8';
export const key = { source: 'riverside', identity: 'response-1', item };
export const terms = { acknowledgeWithinHours: 24, now: '2026-03-02T10:00:00.000Z' };

/** Version `number` of a response, received on that day of March 2026 at ten. */
export function version(number: number, said: Said): JudgedVersion {
  const concern = {
    item,
    instrument: 'phq-9',
    state: said === 'unreadable' ? 'unknown' : 'positive',
    publication: said === 'old-positive' ? 'historical' : 'publish',
    authored: '2026-03-01',
  } as const;
  const silent = said === 'not-asked' || said === 'retracted';
  return {
    ord: `v${number}`,
    registry: 1,
    judgedAt: `2026-03-0${number}T10:00:00.000Z`,
    retracted: said === 'retracted',
    safety: silent ? [] : [said === 'negative' ? { item, state: 'negative' } : concern],
  };
}

/** The one verdict about these versions. */
export function verdictOn(...versions: readonly JudgedVersion[]): Verdict {
  const [verdict] = verdictsOf(versions);
  if (verdict === undefined) throw new Error('no version raised a concern');
  return verdict;
}

/** The alert after these versions came one by one, each together with those before it. */
export function alertAfter(...versions: readonly JudgedVersion[]): Alert {
  let standing: Settlement | undefined;
  versions.forEach((_, index) => {
    const [verdict] = verdictsOf(versions.slice(0, index + 1));
    if (verdict !== undefined) standing = settle(key, standing?.alert, verdict, terms);
  });
  if (standing === undefined) throw new Error('no version raised a concern');
  return standing.alert;
}
