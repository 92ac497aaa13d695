/** SNS requests (query protocol: a form with `Action`). */
import type { AwsCall } from './aws-call.ts';

export function snsCall(body: string): AwsCall {
  const form = new URLSearchParams(body);
  const operation = form.get('Action') ?? 'unknown';
  const arn = form.get('TopicArn') ?? '*';
  const publishes = operation === 'Publish' || operation === 'PublishBatch';
  return {
    service: 'sns',
    operation,
    permissions: [
      {
        action: publishes ? 'sns:Publish' : `sns:${operation}`,
        resource: arn,
        ...(publishes && { encrypted: { arn, actions: ['kms:GenerateDataKey', 'kms:Decrypt'] } }),
      },
    ],
  };
}
