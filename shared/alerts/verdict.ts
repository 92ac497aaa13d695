/**
 * All versions of a response -> what must be so for each of its safety items.
 *
 * State-based, as write-back is: the verdict follows from the set of versions and not from the order in which
 * they came, so whichever delivery is handled last makes the alerts right. The newest version that says
 * something decides; versions that were not asked the item are passed over.
 *
 * Concerns in a row are one concern, and positive if any of them is. Once any version was recent enough to be
 * published, so are all later concerns of the item: a date that is corrected silences nobody.
 *
 * @module
 */
import { markOf } from '../responses/current.ts';
import { type Concern, isConcern, type Judgement, type Publication } from './judgement.ts';

/** What is kept of one version for the sake of its alerts. */
export interface JudgedVersion {
  readonly ord: string;
  readonly registry: number;
  /** Receipt, or when it was scored again. */
  readonly judgedAt: string;
  /** Entered in error, or deleted: none of its items is in force. */
  readonly retracted: boolean;
  readonly safety: readonly Judgement[];
}

export type Withdrawal = 'amended-negative' | 'response-retracted';

export interface Verdict extends Concern {
  /** When the newest version that raised the concern was judged. */
  readonly judgedAt: string;
  /** The version that decided. */
  readonly ord: string;
  readonly registry: number;
  /** How many versions that say something it rests on. Versions are only ever added, so more is later. */
  readonly versions: number;
  /** Why nobody need look any more; undefined while somebody must. */
  readonly withdrawn: Withdrawal | undefined;
}

/**
 * One verdict for each item that any version raised a concern about. Of a version that is given twice, the
 * last counts.
 */
export function verdictsOf(versions: readonly JudgedVersion[]): readonly Verdict[] {
  const saying = versions.filter(({ retracted, safety }) => retracted || safety.length > 0);
  const distinct = new Map(saying.map((version) => [markOf(version), version]));
  const verdicts = new Map<string, Verdict>();
  for (const version of [...distinct.values()].sort(compareVersions)) {
    const { ord, registry, judgedAt } = version;
    const decided = { ord, registry, versions: distinct.size };
    if (version.retracted) {
      for (const [item, verdict] of verdicts)
        verdicts.set(item, { ...verdict, ...decided, withdrawn: 'response-retracted' });
      continue;
    }
    for (const judgement of version.safety) {
      const { item } = judgement;
      const earlier = verdicts.get(item);
      if (isConcern(judgement)) {
        verdicts.set(item, { ...joined(earlier, judgement), judgedAt, ...decided, withdrawn: undefined });
      } else if (earlier !== undefined) {
        verdicts.set(item, { ...earlier, ...decided, withdrawn: 'amended-negative' });
      }
    }
  }
  return [...verdicts.values()];
}

/** Negative when `a` was judged by an older version than `b`. The same version under newer rules is newer. */
export function compareVersions(
  a: { readonly ord: string; readonly registry: number },
  b: { readonly ord: string; readonly registry: number },
): number {
  if (a.ord !== b.ord) return a.ord < b.ord ? -1 : 1;
  return a.registry - b.registry;
}

function joined(earlier: Verdict | undefined, later: Concern): Concern {
  if (earlier === undefined) return later;
  const inARow = earlier.withdrawn === undefined;
  return {
    ...later,
    state: inARow && earlier.state === 'positive' ? 'positive' : later.state,
    publication: louder(earlier.publication, later.publication),
  };
}

/** `publish` if either is. */
export function louder(a: Publication, b: Publication): Publication {
  return a === 'publish' ? a : b;
}
