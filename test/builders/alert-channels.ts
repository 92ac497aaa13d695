import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type AlertPublisher, alertPublisher } from '../../functions/adapters/alert-publisher.ts';
import type { Notice } from '../../shared/alerts/notice.ts';

/** A bus and a topic that keep what they get, and can be down. */
export interface AlertChannels {
  readonly publisher: AlertPublisher;
  readonly events: Notice[];
  readonly messages: Notice[];
  /** What either got, as it got it. */
  readonly wire: string[];
  /** Throws in place of the call; the bus may also take the call and refuse the entry. */
  down: { bus?: Error | 'refuses'; topic?: Error };
}

export function alertChannels(): AlertChannels {
  const channels: AlertChannels = {
    publisher: alertPublisher(
      {
        send: async ({ input }: PutEventsCommand) => {
          const { bus } = channels.down;
          if (bus instanceof Error) throw bus;
          if (bus === 'refuses') return { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] };
          channels.wire.push(JSON.stringify(input));
          for (const { Detail } of input.Entries ?? [])
            channels.events.push(JSON.parse(Detail ?? '') as Notice);
          return { FailedEntryCount: 0 };
        },
      } as unknown as EventBridgeClient,
      'bus',
      {
        send: async ({ input }: PublishCommand) => {
          if (channels.down.topic !== undefined) throw channels.down.topic;
          channels.wire.push(JSON.stringify(input));
          channels.messages.push(JSON.parse(input.Message ?? '') as Notice);
          return {};
        },
      } as unknown as SNSClient,
      'arn:aws:sns:us-east-1:000000000000:safety',
    ),
    events: [],
    messages: [],
    wire: [],
    down: {},
  };
  return channels;
}
