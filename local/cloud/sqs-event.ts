/**
 * The event a function gets for a batch of messages, and what its answer says about them. Pure.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 *
 * @module
 */
import type { Message } from '@aws-sdk/client-sqs';

export function sqsEvent(messages: readonly Message[], queueArn: string, region: string): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
          name,
          {
            ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
            ...(value.BinaryValue !== undefined && {
              binaryValue: Buffer.from(value.BinaryValue).toString('base64'),
            }),
            stringListValues: [],
            binaryListValues: [],
            dataType: value.DataType,
          },
        ]),
      ),
      md5OfBody: message.MD5OfBody,
      ...(message.MD5OfMessageAttributes !== undefined && {
        md5OfMessageAttributes: message.MD5OfMessageAttributes,
      }),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}

/**
 * Ids of the messages that stay in the queue. As in AWS an answer without failures is a success, and one
 * that cannot be understood (an empty or unknown id) fails the whole batch.
 */
export function failedMessages(answer: unknown, messages: readonly Message[]): ReadonlySet<string> {
  const ids = new Set(messages.map(({ MessageId = '' }) => MessageId));
  const failures = (answer as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return ids;
  const failed = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  return failed.every((id) => typeof id === 'string' && ids.has(id)) ? new Set(failed as string[]) : ids;
}
