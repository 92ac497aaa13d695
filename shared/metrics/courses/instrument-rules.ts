/**
 * How the scores of one instrument are read: which way is better, from where a score is a case, which change
 * is real, from where it is remission. All of it from the threshold registry; what nobody has published or
 * verified is null, and no metric that needs it is made.
 *
 * @module
 */
import type { Area, Band, Instrument, Reliability } from '../../instruments/instrument.ts';
import { type BetterIs, towardsBetter } from '../../stats/estimate.ts';
import type { FindThreshold, RegisteredThreshold } from '../thresholds.ts';

export interface InstrumentRules {
  readonly instrument: string;
  readonly title: string;
  readonly area: Area;
  readonly better: BetterIs;
  readonly caseness: RegisteredThreshold | null;
  readonly reliableChange: RegisteredThreshold | null;
  readonly remission: RegisteredThreshold | null;
  /** Severity bands of the score, mildest number first; null where the authors published none. */
  readonly bands: readonly Band[] | null;
  readonly published: readonly Reliability[];
}

/** Null for an instrument without one score that is read as better or worse. */
export function instrumentRules(
  { id, title, area = 'symptoms', scores, primary, reliability }: Instrument,
  thresholdFor: FindThreshold,
): InstrumentRules | null {
  const score = scores.find((one) => one.id === primary);
  const better = score?.better ?? null;
  if (score === undefined || better === null) return null;
  const ofPrimary = (kind: RegisteredThreshold['kind']): RegisteredThreshold | null => {
    const found = thresholdFor(id, kind);
    return found?.score === primary ? found : null;
  };
  return {
    instrument: id,
    title,
    area,
    better,
    caseness: ofPrimary('caseness'),
    reliableChange: ofPrimary('reliable-change'),
    remission: ofPrimary('remission'),
    bands: score.bands,
    published: reliability.filter((one) => one.score === primary && one.kind === 'alpha'),
  };
}

/** At the cut-off or worse; null where there is no cut-off. */
export function isCase({ caseness, better }: InstrumentRules, score: number): boolean | null {
  if (caseness === null) return null;
  return better === 'lower' ? score >= caseness.value : score <= caseness.value;
}

/** Null where the registry has no remission for the instrument. */
export function isRemission({ remission, better }: InstrumentRules, score: number): boolean | null {
  if (remission === null) return null;
  return better === 'lower' ? score < remission.value : score >= remission.value;
}

/** 1 reliably better, -1 reliably worse, 0 neither; null where no reliable change is registered. */
export function reliablyChanged(
  { reliableChange, better }: InstrumentRules,
  from: number,
  to: number,
): 1 | 0 | -1 | null {
  if (reliableChange === null) return null;
  const gain = towardsBetter(to - from, better);
  if (gain >= reliableChange.value) return 1;
  return gain <= -reliableChange.value ? -1 : 0;
}

/** The threshold as a phrase with who says so, for definitions. */
export function cited({ value, authority, source }: RegisteredThreshold): string {
  return `${value} (${authority}; ${source.cite})`;
}
