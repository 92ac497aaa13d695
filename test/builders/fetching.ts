/** One run of `fetch` over the real table, its queue of responses in memory. */
import type { S3Client } from '@aws-sdk/client-s3';
import type { SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { type EhrReader, ehrReader } from '../../functions/adapters/ehr-reader.ts';
import { eventCounts } from '../../functions/adapters/event-counts.ts';
import type { FetchRequest } from '../../functions/adapters/queues.ts';
import { watermarks } from '../../functions/adapters/watermarks.ts';
import { fetchMessages } from '../../functions/fetching/fetch-messages.ts';
import type { OutcomesTable } from './outcomes-table.ts';
import { sqsRecord } from './sqs.ts';

/** @param sent takes what comes on the queue of responses. @param ehr a reader, or the base URL of an EHR. */
export async function runFetch(
  { client, table }: OutcomesTable,
  requests: readonly FetchRequest[],
  ehr: EhrReader | string,
  sent: string[],
): Promise<void> {
  const sqs = {
    send: async ({ input }: { input: SendMessageBatchCommandInput }) => {
      for (const { MessageBody = '' } of input.Entries ?? []) sent.push(MessageBody);
      return {};
    },
  };
  const fetchAll = fetchMessages({
    sqs: sqs as unknown as SQSClient,
    s3: {} as S3Client,
    queueUrl: 'responses',
    claimsBucket: 'claims',
    watermarks: watermarks(client, table),
    eventCounts: eventCounts(client, table),
    readerOf: ({ ehr: settings }) =>
      typeof ehr === 'string' ? ehrReader({ ehr: { ...settings, baseUrl: ehr } }) : ehr,
    now: () => new Date(),
  });
  await fetchAll(requests.map((request) => sqsRecord(request)));
}
