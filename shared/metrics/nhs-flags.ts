/**
 * The outcome flags of NHS Talking Therapies for one pair of measures (the rules are in docs/metrics.md).
 *
 * Caseness is told by the first scores alone: one at or above its cut-off is enough, below needs both known.
 * Everything about change needs both measures at both ends; whatever is not measured is not achieved.
 *
 * @module
 */
import { towardsBetter } from '../stats/estimate.ts';
import { flag } from './episode-flags.ts';
import type { MeasurePairs, ScorePair } from './score-pair.ts';

export function nhsFlags({ depression, anxiety }: MeasurePairs): number {
  const depressed = caseAt(depression, depression?.first);
  const anxious = caseAt(anxiety, anxiety?.first);
  let flags = 0;
  if (depressed !== null && anxious !== null) flags |= flag.baseline;
  if (depressed === true || anxious === true) flags |= flag.atCaseness;
  if (depressed === false && anxious === false) flags |= flag.notAtCaseness;
  if ((flags & (flag.atCaseness | flag.notAtCaseness)) !== 0) flags |= flag.casenessKnown;

  const stillDepressed = caseAt(depression, depression?.last);
  const stillAnxious = caseAt(anxiety, anxiety?.last);
  if ((flags & flag.baseline) === 0 || stillDepressed === null || stillAnxious === null) return flags;

  flags |= flag.paired;
  if ((flags & flag.atCaseness) !== 0 && !stillDepressed && !stillAnxious) flags |= flag.recovered;
  const changes = [reliableChange(depression), reliableChange(anxiety)];
  const better = changes.includes(1);
  const worse = changes.includes(-1);
  if (better && !worse) flags |= flag.improved;
  if (worse && !better) flags |= flag.deteriorated;
  return flags;
}

/** Null where there is no score. */
function caseAt(pair: ScorePair | null, score: number | null | undefined): boolean | null {
  if (pair === null || score === null || score === undefined) return null;
  return pair.better === 'lower' ? score >= pair.caseness : score <= pair.caseness;
}

/** 1 reliably better, -1 reliably worse, 0 neither or unknown. */
function reliableChange(pair: ScorePair | null): number {
  if (pair === null || pair.first === null || pair.last === null) return 0;
  const gain = towardsBetter(pair.last - pair.first, pair.better);
  if (gain >= pair.reliableChange) return 1;
  return gain <= -pair.reliableChange ? -1 : 0;
}
