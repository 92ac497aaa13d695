/** Handlers of the tiny stack, bundled like the real ones. Each does one thing a test asks about. */
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();
const s3 = new S3Client();
const { TABLE = '', QUEUE = '', BUCKET = '' } = process.env;

interface SqsEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

/** HTTP: puts the body on the queue. */
export async function receive({ body = '' }: { body?: string }): Promise<object> {
  await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE, MessageBody: body }));
  return { statusCode: 202, body: '{}' };
}

/** SQS: one row a message; a body with `fail` fails its message, `crash` the whole batch. */
export async function store({ Records }: SqsEvent): Promise<object> {
  if (Records.some(({ body }) => body.includes('crash'))) throw new Error('the whole batch fails');
  const batchItemFailures: { itemIdentifier: string }[] = [];
  await Promise.all(
    Records.map(async ({ messageId, body, attributes }) => {
      if (body.includes('fail')) {
        batchItemFailures.push({ itemIdentifier: messageId });
        return;
      }
      const Item = {
        pk: { S: body },
        group: { S: attributes.MessageGroupId ?? 'none' },
        receives: { N: attributes.ApproximateReceiveCount ?? '0' },
        at: { N: String(performance.timeOrigin + performance.now()) },
        batch: { N: String(Records.length) },
      };
      await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }));
    }),
  );
  console.log(JSON.stringify({ level: 'INFO', message: 'stored', count: Records.length }));
  return { batchItemFailures };
}

/** Gives back what it was given, with its context. */
export async function echo(
  event: unknown,
  context: { getRemainingTimeInMillis: () => number },
): Promise<object> {
  const { AWS_REGION, AWS_LAMBDA_FUNCTION_NAME, GREETING } = process.env;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', 'X-Own': 'yes' },
    body: JSON.stringify({
      event,
      env: { AWS_REGION, AWS_LAMBDA_FUNCTION_NAME, GREETING },
      remaining: context.getRemainingTimeInMillis(),
    }),
  };
}

/** Does to itself what a test wants: `{ "do": "sleep" | "spin" | "hoard" | "crash" | "exit" | "throw" | "put" | "get" }`. */
export async function misbehave(event: { do: string; key?: string }): Promise<unknown> {
  switch (event.do) {
    case 'sleep':
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      return 'woke';
    case 'spin':
      for (;;);
    case 'crash':
      setTimeout(() => {
        throw new Error('thrown outside the handler');
      });
      return new Promise(() => {});
    case 'exit':
      return process.exit(3);
    case 'throw':
      throw new TypeError('thrown by the handler');
    case 'hoard': {
      const hoard: unknown[] = [];
      for (;;) hoard.push(Array.from({ length: 1000 }, () => ({})));
    }
    case 'put':
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: event.key ?? 'a', Body: 'content' }));
      return 'put';
    case 'get': {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: event.key ?? 'a' }));
      return Body?.transformToString();
    }
    default:
      return `still here: ${event.do}`;
  }
}

/** The same over HTTP: the body says what, an object throws. */
export function misbehaveByHttp({ body = '' }: { body?: string }): Promise<unknown> {
  return misbehave({ do: body.startsWith('{') ? 'throw' : body });
}

/** Simple authorizer: the token `open sesame` is let in. */
export async function authorize({ headers }: { headers: Record<string, string> }): Promise<object> {
  return { isAuthorized: headers.authorization === 'open sesame', context: { source: 'clinic-a' } };
}
