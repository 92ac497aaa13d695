/**
 * Keys of the `outcomes` table and its two indexes. Variable parts are percent-encoded, so that no id can
 * reach into another key.
 *
 * | item       | pk                          | sk                      |
 * | ---------- | --------------------------- | ----------------------- |
 * | current    | `S#<source>#QR#<identity>`  | `CURRENT`               |
 * | version    | same                        | `V#<ord>#<registry>`    |
 * | write-back | same                        | `WB`                    |
 * | alert      | same                        | `ALERT#<item>`          |
 * | person     | `S#<source>#PAT#<patient>`  | `EP`                    |
 * | episode    | same                        | `EP#<program>#<id>`     |
 * | fact       | same                        | `FACT#<kind>#<id>`      |
 *
 * @module
 */
import { type FactKind, rowKind } from '../../shared/metrics/packed-row.ts';
import { type CurrentResponse, markOf } from '../../shared/responses/current.ts';
import { utcInstant } from '../../shared/responses/order.ts';
import { sha256 } from '../runtime/hash.ts';

export const CURRENT = 'CURRENT';
export const WRITE_BACK = 'WB';
/** Partitions of the `open` index per source. */
export const OPEN_SHARDS = 8;
/** Partitions of `byPatient` per source: six bits of the patient's hash, for ever. */
export const PATIENT_SHARDS = 64;

export function responseKey(source: string, identity: string): string {
  return `S#${encode(source)}#QR#${encode(identity)}`;
}

/** The registry is written with four digits, so that versions sort as they came to be. */
export function versionSortKey(current: Pick<CurrentResponse, 'ord' | 'registry'>): string {
  return `V#${markOf(current)}`;
}

export function patientKey(source: string, patient: string): string {
  return `S#${encode(source)}#PAT#${encode(patient)}`;
}

/** Partition of `byPatient` that holds everything about one patient. */
export function patientShardKey(source: string, patient: string): string {
  return shardKey(source, patientShard(patient));
}

export function shardKey(source: string, shard: number): string {
  return `S#${encode(source)}#P#${shard.toString(16).padStart(2, '0')}`;
}

function patientShard(patient: string): number {
  return Number.parseInt(sha256(patient).slice(0, 2), 16) >> 2;
}

export function openKey(source: string, shard: number): string {
  return `S#${encode(source)}#OPEN#${shard}`;
}

export function openKeyOf(source: string, identity: string): string {
  return openKey(source, Number.parseInt(sha256(identity).slice(0, 2), 16) % OPEN_SHARDS);
}

/** `Patient/x` -> `x`: keys carry the bare id. */
export function patientId(reference: string): string {
  return reference.replace(/^Patient\//, '');
}

export function encode(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}

/** Source and identity of a response's key. */
export function parseResponseKey(
  pk: string,
): { readonly source: string; readonly identity: string } | undefined {
  const [, source, , identity] = /^S#([^#]*)#(QR)#([^#]*)$/.exec(pk) ?? [];
  return source === undefined || identity === undefined
    ? undefined
    : { source: decodeURIComponent(source), identity: decodeURIComponent(identity) };
}

/**
 * Sort keys of the index `byPatient`: a patient's episodes, facts, assessments and alerts stand together and in
 * this order, so that one streaming pass sees everything about a person before the next person comes.
 */
export function episodeSortKey(patient: string, program: string, id: string): string {
  return [encode(patient), rowKind.episode, 'EP', encode(program), encode(id)].join('#');
}

export function factSortKey(patient: string, kind: FactKind, id: string): string {
  return [encode(patient), rowKind.fact, 'FACT', kind, encode(id)].join('#');
}

/** @param authored FHIR dateTime: an instant is written in UTC with fixed width, a mere date stays a date. */
export function assessmentSortKey(patient: string, authored: string, identity: string): string {
  return [encode(patient), rowKind.assessment, utcInstant(authored) ?? authored, encode(identity)].join('#');
}

export function alertSortKey(
  patient: string,
  { identity, item }: { identity: string; item: string },
): string {
  return [encode(patient), rowKind.alert, 'ALERT', encode(item), encode(identity)].join('#');
}
