/**
 * What `write-back` does with a batch: read the state of each response, plan, write, keep the receipts.
 *
 * The message only names the response; what to do follows from the current state, so order and duplicates do
 * not matter. An EHR that is down is not a failure of the message: the work is deferred with a due time, and
 * `sweep` brings it back.
 *
 * @module
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSRecord } from 'aws-lambda';
import { localDate } from '../../shared/metrics/calendar.ts';
import type { CurrentResponse } from '../../shared/responses/current.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';
import {
  type ImpliedVersion,
  planWriteBack,
  type WriteBackPlan,
  type WriteBackState,
} from '../../shared/write-back/desired.ts';
import { type EhrVerdict, retryDelaySeconds } from '../../shared/write-back/ehr-answer.ts';
import { afterWriteBack } from '../../shared/write-back/receipts.ts';
import { countWriteTimes, secondsToWrite } from '../../shared/write-back/time-to-write.ts';
import type { Ehr } from '../adapters/ehr.ts';
import type { KeptWriteBack, OutcomeStore, ResponseState } from '../adapters/outcome-store.ts';
import type { WriteBackRequest } from '../adapters/queues.ts';
import type { WriteTimes } from '../adapters/write-times.ts';
import { definitions } from '../runtime/catalog.ts';
import { sha256 } from '../runtime/hash.ts';
import { requireSource, settings } from '../runtime/settings.ts';
import { logger, metrics } from '../runtime/telemetry.ts';

interface Planned extends ResponseState {
  readonly plan: WriteBackPlan;
}

export interface WriteBackPorts {
  readonly outcomes: OutcomeStore;
  readonly times: WriteTimes;
  /** Made once for each source. */
  readonly ehrOf: (source: SourceSettings) => Ehr;
}

export function writeBackMessages(ports: WriteBackPorts): (records: readonly SQSRecord[]) => Promise<void> {
  const { outcomes } = ports;
  const ehrs = new Map(settings.sources.map((source) => [source.id, ports.ehrOf(source)]));
  return async (records) => {
    const requests = new Map(
      records.map(({ body }) => {
        const request = JSON.parse(body) as WriteBackRequest;
        return [nameOf(request), request];
      }),
    );
    const versions = new Map<string, readonly ImpliedVersion[]>();
    for (const [name, { source, identity, amended }] of requests) {
      if (amended) versions.set(name, await outcomes.readImplied(source, identity));
    }
    const states = await outcomes.readStates([...requests.values()]);
    for (const [source, own] of Map.groupBy(states, ({ current }) => current.source)) {
      const ehr = ehrs.get(requireSource(source).id);
      if (ehr !== undefined) await writeBackTo(ehr, source, own, versions, ports);
    }
  };
}

function nameOf({ source, identity }: WriteBackRequest | CurrentResponse): string {
  return `${source} ${identity}`;
}

async function writeBackTo(
  ehr: Ehr,
  source: string,
  states: readonly ResponseState[],
  versions: ReadonlyMap<string, readonly ImpliedVersion[]>,
  { outcomes, times }: WriteBackPorts,
): Promise<void> {
  const planned: readonly Planned[] = states
    .map(({ current, writeBack }) => {
      const plan = planWriteBack(current, writeBack, definitions, sha256, versions.get(nameOf(current)));
      return { current, writeBack, plan };
    })
    .filter(({ plan, writeBack }) => plan.changes.length > 0 || writeBack.seen !== plan.mark);

  const changes = planned.flatMap(({ plan }) => plan.changes);
  const verdicts = changes.length === 0 ? [] : await ehr.apply(changes);
  const now = new Date();
  let next = 0;
  const seconds: number[] = [];
  const attempted = planned.map(({ current, writeBack, plan }) => {
    const own = verdicts.slice(next, next + plan.changes.length);
    next += plan.changes.length;
    const after = afterWriteBack(writeBack, plan, own);
    seconds.push(...[secondsToWrite(current, writeBack, after, now)].filter((one) => one !== null));
    return kept(current, own, after, now);
  });
  await outcomes.putWriteBacks(attempted);
  // After the records, which say that it was counted: a crash in between leaves a batch out, and none is twice.
  await times.add(source, monthOf(now, requireSource(source).timeZone), countWriteTimes(seconds));
}

/** `YYYY-MM` of the organisation's calendar. */
function monthOf(now: Date, timeZone: string): string {
  return localDate(now, timeZone).slice(0, 7);
}

function kept(
  current: CurrentResponse,
  verdicts: readonly EhrVerdict[],
  writeBack: WriteBackState,
  now: Date,
): KeptWriteBack {
  const { source, identity } = current;
  metrics.addMetric(`WriteBack-${writeBack.state}`, MetricUnit.Count, 1);
  if (writeBack.state === 'written' || writeBack.state === 'none') return { current, writeBack };

  logger.warn('write-back did not finish', {
    source,
    identity,
    state: writeBack.state,
    reason: writeBack.reason,
  });
  // What the EHR will not take as it is waits for a person, not for a time.
  if (writeBack.state !== 'deferred')
    return { current, writeBack, open: { kind: 'refused', dueAt: now.toISOString() } };
  const wanted = Math.max(
    0,
    ...verdicts.map((one) => (one.kind === 'down' ? (one.retryAfterSeconds ?? 0) : 0)),
  );
  const delay = retryDelaySeconds(writeBack.attempts, wanted) * 1000;
  const dueAt = new Date(now.getTime() + delay).toISOString();
  return { current, writeBack, open: { kind: 'write-back', dueAt } };
}
