import type { SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { requestWriteBack, resumeWriteBacks } from '../../functions/adapters/queues.ts';

/** Some EHRs make ids of names and record numbers. */
const identity = 'MRN-0042-Zebedee';
const queues = new Map([['riverside', 'https://sqs.example/riverside.fifo']]);

test('no group id, deduplication id or attribute of a queue holds the id of a response', async () => {
  const sent: SendMessageBatchCommandInput[] = [];
  const sqs = {
    send: async ({ input }: { input: SendMessageBatchCommandInput }) => {
      sent.push(input);
      return {};
    },
  } as unknown as SQSClient;
  await requestWriteBack(sqs, queues, [{ source: 'riverside', identity }]);
  await resumeWriteBacks(sqs, queues, [{ source: 'riverside', identity, dueAt: '2026-03-01T10:00:00.000Z' }]);

  const entries = sent.flatMap(({ Entries = [] }) => Entries);
  expect(entries).toHaveLength(2);
  for (const { MessageBody, ...attributes } of entries) {
    expect(MessageBody).toContain(identity);
    expect(JSON.stringify(attributes)).not.toContain('0042');
    expect(attributes.MessageGroupId).toMatch(/^[0-9a-f]{32}$/);
  }
});
