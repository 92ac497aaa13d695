/**
 * Brings deferred write-backs back and counts what waits for people.
 *
 * A write-back that is enqueued twice is harmless: the second one finds nothing to do. So the index is not
 * touched here; the write-back record leaves it when it is written.
 *
 * @module
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { dueWork } from '../adapters/open-work.ts';
import { requestWriteBack, type WriteBackRequest } from '../adapters/queues.ts';
import { settings } from '../runtime/settings.ts';
import { metrics } from '../runtime/telemetry.ts';

export interface Swept {
  readonly writeBacksResumed: number;
  readonly reviewsOpen: number;
  readonly alertsOverdue: number;
}

export function sweepOpenWork(
  dynamo: DynamoDBClient,
  table: string,
  sqs: SQSClient,
  writeBackQueues: ReadonlyMap<string, string>,
): (now: string) => Promise<Swept> {
  return async (now) => {
    const resumed: WriteBackRequest[] = [];
    let reviewsOpen = 0;
    let alertsOverdue = 0;
    for (const { id } of settings.sources) {
      for await (const { kind, source, identity } of dueWork(dynamo, table, id, now)) {
        if (kind === 'write-back') resumed.push({ source, identity });
        else if (kind === 'review') reviewsOpen += 1;
        else alertsOverdue += 1;
      }
    }
    await requestWriteBack(sqs, writeBackQueues, resumed);
    metrics.addMetric('WriteBacksResumed', MetricUnit.Count, resumed.length);
    metrics.addMetric('ReviewsOpen', MetricUnit.Count, reviewsOpen);
    metrics.addMetric('AlertsOverdue', MetricUnit.Count, alertsOverdue);
    return { writeBacksResumed: resumed.length, reviewsOpen, alertsOverdue };
  };
}
