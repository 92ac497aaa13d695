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
  /** Hash of the resource we sent, without `issued`: equal content is not sent again. */
  readonly hash: string;
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

export function planWriteBack(
  current: CurrentResponse,
  { receipts }: WriteBackState,
  instruments: ReadonlyMap<string, Instrument>,
  sha256: Sha256,
): WriteBackPlan {
  const byKey = new Map(receipts.map((receipt) => [receipt.key, receipt]));
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
    if (receipt?.hash !== hash) changes.push({ kind: 'put', key, observation, hash });
  }
  for (const receipt of receipts) {
    if (!desired.has(receipt.key) && receipt.status !== 'entered-in-error') {
      changes.push({ kind: 'retract', key: receipt.key, receipt });
    }
  }
  return { mark: markOf(current), changes };
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
    issued: current.receivedAt,
    encounter: current.encounter,
    performer: current.performer,
  };
  for (const { instrument: id, outcome, scores } of current.assessments) {
    const instrument = instruments.get(id);
    if (outcome !== 'scored' || instrument === undefined) continue;
    for (const value of scores) {
      const score = instrument.scores.find((one) => one.id === value.id);
      if (score === undefined) continue;
      const key = observationKey(context, id, score.id, sha256);
      yield { key, build: (status) => toObservation(context, instrument, score, value, { key, status }) };
    }
  }
}
