/**
 * Brings deferred write-backs back, calls alerts overdue, and counts what waits for people.
 *
 * A write-back that is enqueued twice is harmless: the second one finds nothing to do. So the index is not
 * touched here; the write-back record leaves it when it is written.
 *
 * @module
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { AlertKey } from '../../shared/alerts/alert.ts';
import { dueWork } from '../adapters/open-work.ts';
import { type ResumedWriteBack, resumeWriteBacks } from '../adapters/queues.ts';
import type { AlertPorts } from '../alerts/announce.ts';
import { settings } from '../runtime/settings.ts';
import { metrics } from '../runtime/telemetry.ts';
import { sweepAlerts } from './sweep-alerts.ts';

export interface SweepPorts {
  readonly dynamo: DynamoDBClient;
  readonly outcomesTable: string;
  readonly sqs: SQSClient;
  /** Queue URL by source. */
  readonly writeBackQueues: ReadonlyMap<string, string>;
  readonly alerts: AlertPorts;
}

export interface Swept {
  readonly writeBacksResumed: number;
  readonly writeBacksRefused: number;
  readonly reviewsOpen: number;
  /** Of those, open for more than two days. */
  readonly reviewsWaiting: number;
  readonly alertsOverdue: number;
}

/** Ours; no published rule. */
const REVIEWED_WITHIN_MS = 2 * 86_400_000;

export function sweepOpenWork(ports: SweepPorts): (now: string) => Promise<Swept> {
  const { dynamo, outcomesTable, sqs, writeBackQueues, alerts } = ports;
  return async (now) => {
    const resumed: ResumedWriteBack[] = [];
    const due: AlertKey[] = [];
    let reviewsOpen = 0;
    let reviewsWaiting = 0;
    const late = new Date(Date.parse(now) - REVIEWED_WITHIN_MS).toISOString();
    let writeBacksRefused = 0;
    for (const { id } of settings.sources) {
      for await (const work of dueWork(dynamo, outcomesTable, id, now)) {
        if (work.kind === 'alert') due.push(work);
        else if (work.kind === 'review') {
          reviewsOpen += 1;
          if (work.dueAt < late) reviewsWaiting += 1;
        } else if (work.kind === 'refused') writeBacksRefused += 1;
        else resumed.push(work);
      }
    }
    metrics.addMetric('ReviewsOpen', MetricUnit.Count, reviewsOpen);
    metrics.addMetric('ReviewsWaiting', MetricUnit.Count, reviewsWaiting);
    metrics.addMetric('WriteBacksRefused', MetricUnit.Count, writeBacksRefused);
    try {
      const alertsOverdue = await sweepAlerts(alerts, due, now);
      return {
        writeBacksResumed: resumed.length,
        writeBacksRefused,
        reviewsOpen,
        reviewsWaiting,
        alertsOverdue,
      };
    } finally {
      // Neither a pager that is down nor a queue that refuses keeps the other from being tried.
      await resumeWriteBacks(sqs, writeBackQueues, resumed);
      metrics.addMetric('WriteBacksResumed', MetricUnit.Count, resumed.length);
    }
  };
}
