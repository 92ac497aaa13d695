/**
 * The boundary of custom instruments: unknown JSON -> an instrument with its golden cases, or what is wrong.
 * A definition of our own and an SDC Questionnaire end as the same type.
 *
 * @module
 */
import * as v from 'valibot';
import { compileQuestionnaire } from '../../shared/fhir/compile-questionnaire.ts';
import type { CompileFaultCode } from '../../shared/fhir/compile-questionnaire-fault.ts';
import type { Instrument } from '../../shared/instruments/instrument.ts';
import type { FindingCode } from '../../shared/instruments/lint-finding.ts';
import type { GoldenCase } from '../../shared/instruments/lint-golden.ts';
import { instrumentSchema } from './instrument-schema.ts';

export interface InstrumentFault {
  readonly code:
    | CompileFaultCode
    | FindingCode
    | 'file-unreadable'
    | 'not-json'
    | 'definition-invalid'
    | 'instrument-duplicated'
    | 'canonical-duplicated';
  readonly path: string;
  readonly message: string;
}

export type ParsedInstrument =
  | {
      readonly kind: 'instrument';
      readonly instrument: Instrument;
      /** Undefined where the format has no place for them (a Questionnaire). */
      readonly golden: readonly GoldenCase[] | undefined;
    }
  | { readonly kind: 'invalid'; readonly faults: readonly [InstrumentFault, ...InstrumentFault[]] };

export function parseInstrument(definition: unknown): ParsedInstrument {
  if (isQuestionnaire(definition)) {
    const compiled = compileQuestionnaire(definition);
    return compiled.kind === 'invalid'
      ? compiled
      : { kind: 'instrument', instrument: compiled.instrument, golden: undefined };
  }
  const parsed = v.safeParse(instrumentSchema, definition);
  if (!parsed.success) {
    const [first, ...rest] = parsed.issues;
    return { kind: 'invalid', faults: [faultOf(first), ...rest.map(faultOf)] };
  }
  const { $schema: _, golden, ...instrument } = parsed.output;
  return { kind: 'instrument', instrument, golden };
}

function isQuestionnaire(definition: unknown): boolean {
  return typeof definition === 'object' && definition !== null && 'resourceType' in definition;
}

function faultOf(issue: v.BaseIssue<unknown>): InstrumentFault {
  const path = v.getDotPath(issue) ?? '';
  const unknown = issue.type === 'strict_object' && issue.expected === 'never';
  return {
    code: 'definition-invalid',
    path,
    message: unknown
      ? `There is no such key. Check the spelling, or remove it; docs/schema/instrument.schema.json lists the keys.`
      : issue.expected === null
        ? `${issue.message}.`
        : `Expected ${issue.expected}, received ${issue.received}.`,
  };
}
