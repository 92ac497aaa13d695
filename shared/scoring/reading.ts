/**
 * Matched items -> points per item of the instrument, with the rare faults beside them.
 *
 * @module
 */
import type { Answer, ResponseItem } from '../responses/questionnaire-response.ts';
import { type AnswerReading, candidatesOf, type LocalAnswers, readAnswer } from './answer.ts';
import type { AcceptedAnswers, CompiledInstrument } from './compile.ts';
import { type Issue, issue } from './issue.ts';
import type { Match } from './match.ts';

/** Views into the compiled instrument's scratch: valid until the next response is read. */
export interface Reading {
  /** Points on the printed scale; `NaN` where there is no readable answer. */
  readonly points: Float64Array;
  /** `ABSENT`, `ANSWERED` or `FAULTY` per item. */
  readonly found: Uint8Array;
  readonly faults: readonly ItemFault[];
}

interface ItemFault {
  readonly index: number;
  readonly issue: Issue;
  /** Every number the answer could mean. */
  readonly candidates: readonly number[];
}

const ABSENT = 0;
export const ANSWERED = 1;
export const FAULTY = 2;

const noFaults: readonly ItemFault[] = [];
const absent: AnswerReading = { kind: 'absent' };

export function readItems({ compiled, items, indices, answers: local }: Match): Reading {
  const { points, found } = emptyScratch(compiled);
  let faults: ItemFault[] | undefined;

  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    const index = indices[at];
    if (item === undefined || index === undefined) continue;
    const accepted = compiled.accepted[index];
    if (accepted === undefined) continue;
    const reading = readOne(item, accepted, local);
    if (reading.kind === 'absent') continue;
    const before = found[index];
    if (reading.kind === 'points' && before === ABSENT) {
      points[index] = reading.points;
      found[index] = ANSWERED;
      continue;
    }
    // The same item once more with the same answer says nothing new.
    if (reading.kind === 'points' && before === ANSWERED && points[index] === reading.points) continue;

    const code = reading.kind === 'points' ? 'item-duplicated' : reading.code;
    const earlier = before === ANSWERED ? [points[index] ?? Number.NaN] : [];
    faults ??= [];
    faults.push({
      index,
      issue: issue(code, item.linkId),
      candidates: [...candidatesOf(reading), ...earlier],
    });
    found[index] = FAULTY;
    points[index] = Number.NaN;
  }
  return { points, found, faults: faults ?? noFaults };
}

/** The points of a parent instrument as those of one derived from it; `items` are indices of the parent. */
export function readingFor(compiled: CompiledInstrument, items: readonly number[], parent: Reading): Reading {
  const { points, found } = emptyScratch(compiled);
  for (let index = 0; index < items.length; index += 1) {
    const from = items[index] ?? -1;
    points[index] = parent.points[from] ?? Number.NaN;
    found[index] = parent.found[from] ?? ABSENT;
  }
  if (parent.faults.length === 0) return { points, found, faults: noFaults };
  const faults = parent.faults.flatMap((fault) => {
    const index = items.indexOf(fault.index);
    return index < 0 ? [] : [{ ...fault, index }];
  });
  return { points, found, faults };
}

function emptyScratch({ scratch }: CompiledInstrument): CompiledInstrument['scratch'] {
  const { points, found } = scratch;
  // Ten or twenty elements: a loop is faster than two calls of `fill`.
  for (let index = 0; index < points.length; index += 1) {
    points[index] = Number.NaN;
    found[index] = ABSENT;
  }
  return scratch;
}

type ItemReading =
  | Exclude<AnswerReading, { readonly kind: 'faulty' }>
  | { readonly kind: 'faulty'; readonly code: FaultCode; readonly candidates: readonly number[] };
type FaultCode = Extract<AnswerReading, { readonly kind: 'faulty' }>['code'] | 'answers-multiple';

function readOne(
  { answers }: ResponseItem,
  accepted: AcceptedAnswers,
  local: LocalAnswers | undefined,
): ItemReading {
  const answer = answers[0];
  if (answer === undefined) return absent;
  if (answers.length === 1) return readAnswer(answer, accepted, local);
  const candidates = answers.flatMap((one: Answer) => candidatesOf(readAnswer(one, accepted, local)));
  return { kind: 'faulty', code: 'answers-multiple', candidates };
}
