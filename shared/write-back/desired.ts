/**
 * What the EHR should hold for one response, against what it holds.
 *
 * Desired = what the current state implies; actual = the receipts. The difference is the work, so order,
 * duplicates and crashes do not matter: running it again does nothing.
 *
 * @module
 */
import type { Observation } from 'fhir/r4.js';
import { type ObservationContext, observationKey, toObservation } from '../fhir/observation.ts';
import type { Instrument } from '../instruments/instrument.ts';
import { versionName } from '../instruments/versions.ts';
import type { Sha256 } from '../responses/content-hash.ts';
import { type CurrentResponse, markOf } from '../responses/current.ts';

/** What the EHR last confirmed for one Observation. */
export interface Receipt {
  /** Value of our identifier. */
  readonly key: string;
  /** The EHR's id and version; null where it does not say. */
  readonly id: string | null;
  readonly version: string | null;
  readonly value: number | null;
  readonly status: 'final' | 'amended' | 'entered-in-error';
  /** Hash of the resource the EHR confirmed, without `issued`: equal content is not sent again. Empty when unconfirmed. */
  readonly hash: string;
}

/** A receipt for what may stand although nobody confirmed it: a call that timed out can have landed. */
export function unconfirmed(key: string, value: number | null): Receipt {
  return { key, id: null, version: null, value, status: 'final', hash: '' };
}

/** The write-back record of a response. */
export interface WriteBackState {
  readonly state: 'none' | 'pending' | 'deferred' | 'written' | 'refused' | 'failed';
  /** The mark of the state last made true in the EHR. */
  readonly seen: string | null;
  readonly receipts: readonly Receipt[];
  readonly reason: string | null;
  readonly attempts: number;
}

export const nothingWritten: WriteBackState = {
  state: 'none',
  seen: null,
  receipts: [],
  reason: null,
  attempts: 0,
};

export type EhrChange =
  | { readonly kind: 'put'; readonly key: string; readonly observation: Observation; readonly hash: string }
  /** A score that no longer stands: marked entered-in-error, never deleted. */
  | { readonly kind: 'retract'; readonly key: string; readonly receipt: Receipt };

export interface WriteBackPlan {
  readonly mark: string;
  readonly changes: readonly EhrChange[];
}

/** A stored version: its mark, and the keys of the Observations it implied. */
export interface ImpliedVersion {
  readonly mark: string;
  readonly keys: readonly string[];
}

/**
 * @param instruments by id and, where there are several versions of one, by `id|version`.
 * @param versions all stored versions of a response that has several. A version that was neither the last
 *   one confirmed nor the current one may have been written and its receipt lost in a crash: then no receipt
 *   is trusted, and every key it implied may stand.
 */
export function planWriteBack(
  current: CurrentResponse,
  before: WriteBackState,
  instruments: ReadonlyMap<string, Instrument>,
  sha256: Sha256,
  versions: readonly ImpliedVersion[] = [],
): WriteBackPlan {
  const mark = markOf(current);
  const unheard = versions.some(
    (one) => one.mark !== mark && (before.seen === null || one.mark > before.seen),
  );
  const byKey = new Map(before.receipts.map((receipt) => [receipt.key, receipt]));
  const changes: EhrChange[] = [];
  const desired = new Set<string>();

  for (const { key, build } of desiredObservations(current, instruments, sha256)) {
    desired.add(key);
    const receipt = byKey.get(key);
    const value = build('final').valueQuantity?.value;
    // `amended` only where the EHR last held another value: a corrected spelling is not a correction of the score.
    const amended =
      receipt !== undefined &&
      (receipt.status === 'amended' || receipt.status === 'entered-in-error' || receipt.value !== value);
    const observation = build(amended ? 'amended' : 'final');
    const hash = sha256(JSON.stringify({ ...observation, issued: undefined }));
    if (unheard || receipt?.hash !== hash) changes.push({ kind: 'put', key, observation, hash });
  }
  const implied = new Set(versions.flatMap(({ keys }) => keys));
  const mayStand = [...implied].filter((key) => !byKey.has(key)).map((key) => unconfirmed(key, null));
  for (const receipt of [...before.receipts, ...mayStand]) {
    const stands = receipt.status !== 'entered-in-error' || (unheard && implied.has(receipt.key));
    if (!desired.has(receipt.key) && stands) {
      changes.push({ kind: 'retract', key: receipt.key, receipt });
    }
  }
  return { mark, changes };
}

/** Keys of the Observations that a version with these scores implied. */
export function impliedKeys(
  version: Pick<CurrentResponse, 'source' | 'identity' | 'patient'> & {
    readonly assessments: readonly Pick<CurrentResponse['assessments'][number], 'instrument' | 'scores'>[];
  },
  sha256: Sha256,
): readonly string[] {
  const { source, identity, patient } = version;
  if (patient === undefined) return [];
  return version.assessments.flatMap(({ instrument, scores }) =>
    scores.map(({ id }) => observationKey({ source, identity, patient }, instrument, id, sha256)),
  );
}

/** Whether the state could imply anything in the EHR, now or before. */
export function impliesObservations(current: CurrentResponse): boolean {
  return writable(current) && current.assessments.some(({ outcome }) => outcome === 'scored');
}

/** Nothing is written while somebody has to look first. */
function writable({ status, patient }: CurrentResponse): boolean {
  return patient !== undefined && (status === 'scored' || status === 'incomplete');
}

function* desiredObservations(
  current: CurrentResponse,
  instruments: ReadonlyMap<string, Instrument>,
  sha256: Sha256,
): Generator<{ key: string; build: (status: 'final' | 'amended') => Observation }> {
  const { patient } = current;
  if (!writable(current) || patient === undefined) return;
  const context: ObservationContext = {
    source: current.source,
    identity: current.identity,
    ehrResponseId: current.ehrResponseId,
    patient,
    effective: current.authored,
    issued: current.rescoredAt ?? current.receivedAt,
    encounter: current.encounter,
    performer: current.performer,
  };
  for (const { instrument: id, version, outcome, scores } of current.assessments) {
    const instrument = instruments.get(versionName({ id, version })) ?? instruments.get(id);
    if (outcome !== 'scored' || instrument === undefined) continue;
    for (const value of scores) {
      const score = instrument.scores.find((one) => one.id === value.id);
      if (score === undefined) continue;
      const key = observationKey(context, id, score.id, sha256);
      yield { key, build: (status) => toObservation(context, instrument, score, value, { key, status }) };
    }
  }
}
