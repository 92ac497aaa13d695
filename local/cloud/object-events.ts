/**
 * What a bucket of the template tells its queues when an object is put (fauxqs has no notifications).
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 *
 * @module
 */
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { CloudError } from './cloud-error.ts';
import type { Stack } from './stack.ts';

/** Resolves when every queue that is to know has the event. */
export type ObjectEvents = (operation: string, bucket: string, key: string) => Promise<void>;

const EVENT_OF: Readonly<Record<string, string>> = {
  PutObject: 'ObjectCreated:Put',
  CopyObject: 'ObjectCreated:Copy',
  CompleteMultipartUpload: 'ObjectCreated:CompleteMultipartUpload',
};

interface QueueConfiguration {
  readonly Event: string;
  readonly Queue: string;
  readonly Filter?: { readonly S3Key?: { readonly Rules: readonly { Name: string; Value: string }[] } };
}

interface Notifications {
  readonly QueueConfigurations?: readonly QueueConfiguration[];
  readonly TopicConfigurations?: readonly unknown[];
  readonly LambdaConfigurations?: readonly unknown[];
}

/** Throws `property-unsupported` for a notification to anything but a queue. */
export function readObjectEvents(stack: Stack, sqs: SQSClient): ObjectEvents {
  const configured = new Map<string, readonly QueueConfiguration[]>();
  for (const id of stack.ids('AWS::S3::Bucket')) {
    const to = stack.property<Notifications>(id, 'NotificationConfiguration');
    if (to === undefined) continue;
    if (to.TopicConfigurations !== undefined || to.LambdaConfigurations !== undefined)
      throw new CloudError('property-unsupported', `${id} notifies something other than a queue.`);
    configured.set(stack.ref(id), to.QueueConfigurations ?? []);
  }

  return async (operation, bucket, key) => {
    const eventName = EVENT_OF[operation];
    if (eventName === undefined) return;
    for (const { Event, Queue, Filter } of configured.get(bucket) ?? []) {
      const rules = Filter?.S3Key?.Rules ?? [];
      if (!matches(Event, eventName) || !rules.every((rule) => fits(rule, key))) continue;
      const queueId = stack.byArn(Queue);
      if (queueId === undefined)
        throw new CloudError('property-unsupported', `${Queue} is not a queue of the stack.`);
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: stack.ref(queueId),
          MessageBody: JSON.stringify({
            Records: [
              {
                eventVersion: '2.1',
                eventSource: 'aws:s3',
                awsRegion: stack.region,
                eventTime: new Date().toISOString(),
                eventName,
                s3: {
                  s3SchemaVersion: '1.0',
                  bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
                  object: { key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+') },
                },
              },
            ],
          }),
        }),
      );
    }
  };
}

/** `s3:ObjectCreated:*` is every way to put an object. */
function matches(event: string, eventName: string): boolean {
  const wanted = event.replace(/^s3:/, '');
  return wanted.endsWith('*') ? eventName.startsWith(wanted.slice(0, -1)) : wanted === eventName;
}

function fits({ Name, Value }: { Name: string; Value: string }, key: string): boolean {
  return Name.toLowerCase() === 'suffix' ? key.endsWith(Value) : key.startsWith(Value);
}
