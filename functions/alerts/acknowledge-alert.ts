/**
 * `POST /alerts/{response}/{item}/acknowledge`
 *
 * | answer | when                                                                                  |
 * | ------ | ------------------------------------------------------------------------------------- |
 * | 200    | acknowledged, now or before: who was first, and when                                   |
 * | 400    | the body is not `{ "note"?: string }`                                                  |
 * | 404    | there is no such alert                                                                |
 * | 409    | it is closed: there is nothing to look at                                             |
 *
 * @module
 */
import * as v from 'valibot';
import { type Acknowledged, acknowledge } from '../../shared/alerts/acknowledge.ts';
import type { Alert, AlertKey } from '../../shared/alerts/alert.ts';
import type { Withdrawal } from '../../shared/alerts/verdict.ts';
import type { AlertStore } from '../adapters/alert-store.ts';
import { answer, type JsonAnswer, refuse } from '../runtime/json-answer.ts';
import { changeAlert } from './change-alert.ts';

const MAX_NOTE = 2000;

const noteSchema = v.strictObject({ note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(MAX_NOTE))) });

export interface Acknowledging {
  readonly key: AlertKey;
  /** Subject of the token. */
  readonly by: string;
  readonly body: string;
  readonly now: string;
}

export async function acknowledgeAlert(
  store: AlertStore,
  { key, by, body, now }: Acknowledging,
): Promise<JsonAnswer> {
  const note = noteIn(body);
  // What was sent is not repeated: a note may hold clinical text.
  if (note === null)
    return refuse(400, 'body-invalid', `Send nothing, or {"note": "..."} of at most ${MAX_NOTE} characters.`);

  let outcome: Acknowledged | undefined;
  await changeAlert(store, key, (standing) => {
    outcome = acknowledge(standing, { by, at: now, ...(note === '' ? {} : { note }) });
    return outcome.kind === 'acknowledged' ? outcome.alert : undefined;
  });
  if (outcome === undefined)
    return refuse(404, 'alert-unknown', 'There is no such alert. Take response and item from GET /alerts.');
  return outcome.kind === 'refused'
    ? refuse(409, outcome.reason, closedBecause[outcome.reason])
    : told(outcome.alert);
}

const closedBecause: Readonly<Record<Withdrawal, string>> = {
  'amended-negative': 'Closed: a newer version of the response answers this item negatively.',
  'response-retracted': 'Closed: the EHR has withdrawn the response.',
};

function told({ source, identity, item, status, acknowledged }: Alert): JsonAnswer {
  return answer(200, {
    source,
    response: identity,
    item,
    status,
    acknowledgedAt: acknowledged?.at,
    acknowledgedBy: acknowledged?.by,
    secondsToAcknowledge: acknowledged?.seconds,
  });
}

/** Empty when none was sent, null when the body is something else. */
function noteIn(body: string): string | null {
  if (body.trim() === '') return '';
  try {
    const read = v.safeParse(noteSchema, JSON.parse(body));
    return read.success ? (read.output.note ?? '') : null;
  } catch {
    return null;
  }
}
