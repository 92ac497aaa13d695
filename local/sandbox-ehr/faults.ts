/**
 * Faults on demand: what the network and a tired EHR do to a client, told as a list of rules.
 *
 * | rule                            | what the client sees                 | was it applied?          |
 * | ------------------------------- | ------------------------------------ | ------------------------ |
 * | `{ status: 503 }`               | 503                                  | no                       |
 * | `{ status: 504, applied: true}` | 504                                  | yes                      |
 * | `{ drop: 'before' }`            | the socket is cut                    | no                       |
 * | `{ drop: 'after' }`             | the socket is cut                    | yes                      |
 * | `{ delayMs: 400 }`              | a late answer, or its own timeout    | yes                      |
 *
 * With `scope: 'entry'` a rule concerns single entries of a Bundle: a status is that entry's answer, a
 * cut ends the whole request there. In a batch the entries before stay; a transaction is rolled back.
 *
 * @module
 */
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource } from '@medplum/fhirtypes';
import type { Answer } from './interaction.ts';
import { answerRefusal } from './interaction.ts';
import { refuse } from './refusal.ts';

export interface FaultTarget {
  readonly method: string;
  /** Relative to the base, without query: `Observation/1`; empty for a Bundle. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** Position in the Bundle, for an entry. */
  readonly entry?: number;
}

export interface Fault {
  /** @default 'request' */
  readonly scope?: 'request' | 'entry';
  /** @default everything */
  readonly match?: (target: FaultTarget) => boolean;
  /** How often it strikes. @default 1 */
  times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Resource;
  readonly applied?: boolean;
  readonly delayMs?: number;
  readonly drop?: 'before' | 'after';
}

/** The client gets no answer: whoever holds the socket destroys it. */
export class ConnectionCut extends Error {}

/** Does what the first fitting rule says around `act`. */
export async function withFaults(
  faults: Fault[],
  target: FaultTarget,
  act: () => Promise<Answer>,
): Promise<Answer> {
  const fault = takeFault(faults, target);
  if (fault === undefined) return act();
  if (fault.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault.drop === 'before') throw new ConnectionCut();
  if (fault.status !== undefined && fault.applied !== true) return answerFault(fault, fault.status);
  const answer = await act();
  if (fault.drop === 'after') throw new ConnectionCut();
  return fault.status === undefined ? answer : answerFault(fault, fault.status);
}

/** The rule that strikes, counted down; a spent rule leaves the list. */
function takeFault(faults: Fault[], target: FaultTarget): Fault | undefined {
  const scope = target.entry === undefined ? 'request' : 'entry';
  const at = faults.findIndex(
    (fault) => (fault.scope ?? 'request') === scope && (fault.match?.(target) ?? true),
  );
  const fault = faults[at];
  if (fault === undefined) return undefined;
  fault.times = (fault.times ?? 1) - 1;
  if (fault.times <= 0) faults.splice(at, 1);
  return fault;
}

function answerFault({ headers = {}, body }: Fault, status: number): Answer {
  return { ...answerRefusal(refuse(status, 'transient', 'Injected fault')), headers, ...(body && { body }) };
}
