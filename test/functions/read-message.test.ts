import type { S3Client } from '@aws-sdk/client-s3';
import { expect, test, vi } from 'vitest';
import { messageBody } from '../../functions/adapters/queues.ts';
import { readMessage } from '../../functions/scoring/read-message.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { sqsRecord } from '../builders/sqs.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings(),
);

const queue = 'arn:aws:sqs:us-east-1:000000000000:inbound-riverside';
const received = async (receivedAt?: string) => {
  const record = sqsRecord(responseTo('gad-7', [1, 1, 1, 1, 1, 1, 1]), { queue });
  const messageAttributes =
    receivedAt === undefined ? {} : { receivedAt: { dataType: 'String', stringValue: receivedAt } };
  const read = await readMessage(
    { ...record, messageAttributes },
    new Map([[queue, 'riverside']]),
    {} as S3Client,
  );
  return read.receivedAt;
};

test('a message of a source’s own queue was received when it was sent, 2026-03-01T10:00:00Z', async () => {
  expect(await received()).toBe('2026-03-01T10:00:00.000Z');
});

test('one that comes back from the dead letters counts from its first receipt, so that it overwrites nothing newer', async () => {
  expect(await received('2026-02-27T08:00:00.000Z')).toBe('2026-02-27T08:00:00.000Z');
});

test.for(['2027-01-01T00:00:00.000Z', 'yesterday', ''])('and cannot make itself newer: %o', async (said) => {
  expect(await received(said)).toBe('2026-03-01T10:00:00.000Z');
});

test('the characters that SQS refuses are escaped, and read as they were', () => {
  const message = { text: 'a\uFFFFb\uFFFEc' };
  expect(messageBody(message)).toBe('{"text":"a\\uffffb\\ufffec"}');
  expect(JSON.parse(messageBody(message))).toEqual(message);
});
