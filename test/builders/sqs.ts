import type { SQSEvent, SQSRecord } from 'aws-lambda';

/** An SQS message as Lambda hands it over. */
export function sqsRecord(
  body: unknown,
  overrides: { receives?: number; id?: string; queue?: string } = {},
): SQSRecord {
  const {
    receives = 1,
    id = 'message-1',
    queue = 'arn:aws:sqs:us-east-1:000000000000:responses',
  } = overrides;
  return {
    messageId: id,
    receiptHandle: `receipt-${id}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '1772359200000', // 2026-03-01T10:00:00Z
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '1772359200000',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: queue,
    awsRegion: 'us-east-1',
  };
}

export function sqsEvent(...records: readonly SQSRecord[]): SQSEvent {
  return { Records: [...records] };
}
