/**
 * What we hold of a response: the newest version as it came, and where it stands.
 *
 * @module
 */

import { markOf } from '../../shared/responses/current.ts';
import { storedName } from '../../shared/responses/identity.ts';
import { nextStep } from '../../shared/responses/next-step.ts';
import { impliesObservations, nothingWritten } from '../../shared/write-back/desired.ts';
import { isKeptWithoutAnswers, rawOf } from '../adapters/kept-resource.ts';
import { CURRENT, versionSortKey, WRITE_BACK } from '../adapters/outcome-keys.ts';
import { currentOf, type OutcomeStore, writeBackOf } from '../adapters/outcome-store.ts';
import { sha256 } from '../runtime/hash.ts';
import { decoded, type HttpAnswer, refuse, reply, withHeaders } from './http-answer.ts';
import { etagOf } from './push.ts';

const notYet = (): HttpAnswer =>
  withHeaders(
    refuse(
      404,
      'not-found',
      'No such response has been stored. It may still be in the queue: ask again shortly.',
    ),
    { 'retry-after': '2' },
  );

export async function readResponse(
  outcomes: OutcomeStore,
  source: string,
  identity: string,
): Promise<HttpAnswer> {
  const trail = await outcomes.readTrail(source, storedName(decoded(identity), sha256));
  const current = trail.find(({ sk }) => sk?.S === CURRENT);
  if (current === undefined) return notYet();
  const kept = currentOf(current);
  const version = trail.find(({ sk }) => sk?.S === versionSortKey(kept));
  const raw = version === undefined ? null : rawOf(version);
  if (version !== undefined && isKeptWithoutAnswers(version))
    return refuse(
      404,
      'too-long',
      'The answers of this response are too large to be kept here. Read them in the EHR; $status has what they came to.',
    );
  if (raw === null) return refuse(410, 'deleted', 'This response was withdrawn.');
  return reply(200, raw as object, { etag: etagOf(kept.hash) });
}

/** Status, reason and next step; scores and Observations by id; alerts by item. */
export async function responseStatus(
  outcomes: OutcomeStore,
  source: string,
  identity: string,
): Promise<HttpAnswer> {
  const trail = await outcomes.readTrail(source, storedName(decoded(identity), sha256));
  const item = trail.find(({ sk }) => sk?.S === CURRENT);
  if (item === undefined) return notYet();
  const current = currentOf(item);
  const kept = trail.find(({ sk }) => sk?.S === WRITE_BACK);
  const writeBack = kept === undefined ? nothingWritten : writeBackOf(kept);
  const settled = writeBack.seen === markOf(current) || !impliesObservations(current);
  const state = settled ? writeBack.state : writeBack.state === 'deferred' ? 'deferred' : 'pending';

  return reply(200, {
    response: current.identity,
    status: current.status,
    reason: current.reason ?? null,
    nextStep: nextStep(current.status, current.reason, current.reasonAt, state, writeBack.reason),
    receivedAt: current.receivedAt,
    assessments: current.assessments.map(({ instrument, version, outcome, scores, derived }) => ({
      instrument,
      version,
      outcome,
      derived,
      scores,
    })),
    alerts: trail
      .filter(({ sk }) => sk?.S?.startsWith('ALERT#'))
      .map((alert) => ({
        item: alert.item?.S ?? null,
        state: alert.state?.S ?? null,
        status: alert.status?.S ?? 'open',
        publication: alert.publication?.S ?? null,
        publishedAt: alert.publishedAt?.S ?? null,
        acknowledgedAt: alert.acknowledgedAt?.S ?? null,
        closedReason: alert.closedReason?.S ?? null,
      })),
    writeBack: {
      state,
      reason: writeBack.reason,
      observations: writeBack.receipts.map(({ id, version, status, value }) => ({
        id,
        version,
        status,
        value,
      })),
    },
    versions: trail.filter(({ sk }) => sk?.S?.startsWith('V#')).length,
  });
}
