/**
 * Tells the world of an alert: on the deployment's event bus, for programs, and on its SNS topic, for pagers,
 * mailboxes and queues.
 *
 * @module
 */
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notice } from '../../shared/alerts/notice.ts';

export interface AlertPublisher {
  /** Resolves once both have it. @throws {Error} when one of them has not; the other may have it. */
  publish(notice: Notice): Promise<void>;
}

/** `source` of our events, for the rules of a subscriber. */
const EVENT_SOURCE = 'outcomes-pipeline';

export function alertPublisher(
  events: EventBridgeClient,
  bus: string,
  sns: SNSClient,
  topic: string,
): AlertPublisher {
  return {
    async publish(notice) {
      // Both are tried whatever becomes of the other: one channel that is down must not silence the other.
      const told = await Promise.allSettled([
        putEvent(events, bus, notice),
        sns.send(new PublishCommand({ TopicArn: topic, Message: JSON.stringify(notice) })),
      ]);
      for (const one of told) if (one.status === 'rejected') throw one.reason;
    },
  };
}

async function putEvent(events: EventBridgeClient, bus: string, notice: Notice): Promise<void> {
  const { FailedEntryCount = 0, Entries } = await events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Source: EVENT_SOURCE,
          DetailType: notice.kind,
          Detail: JSON.stringify(notice),
        },
      ],
    }),
  );
  if (FailedEntryCount > 0) throw new Error(`the event bus refused an alert (${Entries?.[0]?.ErrorCode})`);
}
