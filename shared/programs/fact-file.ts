/**
 * Facts of a CSV: `kind,patient,id,start` and, if wanted, `end`, `code`, `system` and `program`. Several lines
 * of one fact (kind, patient, id) give it several codes.
 *
 * @module
 */
import { type FactKind, factKinds } from '../metrics/packed-row.ts';
import { csvLines } from './csv-lines.ts';
import type { FactRecord } from './fact.ts';
import { datesFault, type FaultyLine, type FileFault, patientCell } from './file-line.ts';

export type FactFile =
  | { readonly kind: 'read'; readonly facts: readonly FactRecord[]; readonly failed: readonly FaultyLine[] }
  | { readonly kind: 'invalid'; readonly missing: readonly string[] };

/** @param programs of the source. @param changedAt when it was uploaded: what was uploaded later is believed. */
export function factsOfCsv(text: string, programs: ReadonlySet<string>, changedAt: string): FactFile {
  const file = csvLines(text, ['kind', 'patient', 'id', 'start']);
  if (file.kind === 'invalid') return file;
  const facts = new Map<string, FactRecord>();
  const failed: FaultyLine[] = [];
  for (const { number, cell } of file.lines) {
    const read = readFact(cell, programs, changedAt);
    if (typeof read === 'string') {
      failed.push({ line: number, code: read });
      continue;
    }
    const name = `${read.kind} ${read.patient} ${read.id}`;
    const before = facts.get(name);
    facts.set(
      name,
      before === undefined ? read : { ...read, codes: [...new Set([...before.codes, ...read.codes])] },
    );
  }
  return { kind: 'read', facts: [...facts.values()], failed };
}

function readFact(
  cell: (column: string) => string,
  programs: ReadonlySet<string>,
  changedAt: string,
): FactRecord | FileFault {
  const kind = factKinds.find((one): one is FactKind => one === cell('kind'));
  const patient = patientCell(cell('patient'));
  const [id, start, end, program] = [cell('id'), cell('start'), cell('end'), cell('program')];
  if (kind === undefined) return 'kind-unknown';
  if (patient === undefined) return 'patient-missing';
  if (id === '') return 'id-missing';
  const fault = datesFault(start, end);
  if (fault !== undefined) return fault;
  if (program !== '' && !programs.has(program)) return 'program-unknown';
  const [code, system] = [cell('code'), cell('system')];
  return {
    kind,
    id,
    patient,
    codes: code === '' ? [] : [system === '' ? code : `${system}|${code}`],
    ...(program === '' ? {} : { program }),
    start,
    end: end === '' ? null : end,
    retracted: false,
    changedAt,
  };
}
