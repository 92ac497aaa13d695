/**
 * The deployed functions, killed in the middle of what they do: between any two of their calls, from the hook to
 * the acknowledgement. SQS delivers again, the EHR sends
 * again, and in the end everything is there once.
 */
import { hash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hookSecrets } from '../../functions/adapters/hook-secrets.ts';
import type { Meddling, SeenCall } from '../../local/cloud/meddling.ts';
import { type Ledger, readLedger } from '../../local/run/ledger.ts';
import { responseTo } from '../builders/questionnaire-response.ts';
import { Riverside } from '../builders/riverside.ts';

const SECRET = 'a-secret-of-riverside';
/** PHQ-9 of 18 with a positive ninth item; PHQ-2 and PHQ-8 come with it. */
const answers = [2, 2, 2, 2, 2, 2, 2, 2, 2];
let riverside: Riverside;

/** Steps at which a function has died, and how often each step was seen of this response. */
const died: string[] = [];
const seen = new Map<string, number>();
let watching = false;

/**
 * Kills once a response, after the first step at which nobody has died yet: what stands then is what stands
 * before the next step. Polls are the cloud's own; the deletion of a batch acknowledges a function's success.
 */
function meddler({ function: name, service, operation }: SeenCall): Meddling | undefined {
  const [part = ''] = /^(?:Intake|Scoring|Alerts|WriteBack)/.exec(name) ?? [];
  if (!watching || part === '' || operation === 'ReceiveMessage') return undefined;
  const kind = `${part} ${service} ${operation}`;
  const times = (seen.get(kind) ?? 0) + 1;
  seen.set(kind, times);
  const step = `${kind} ${times}`;
  if (died.includes(step)) return undefined;
  died.push(step);
  watching = false;
  return 'killed-after';
}

/** As an EHR does: again, until it is taken. */
async function tell(id: string): Promise<void> {
  const authored = new Date().toISOString();
  const body = JSON.stringify({ ...responseTo('phq-9', answers, { id, authored }), id });
  for (;;) {
    const { status } = await fetch(`${riverside.cloud.apiUrl}/hooks/riverside`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'x-outcomes-secret': SECRET },
      body,
    });
    if (status === 200) return;
    expect(status).toBeGreaterThanOrEqual(500);
  }
}

beforeAll(async () => {
  riverside = await Riverside.open();
  const { endpoint, region, operatorCredentials, resourceName } = await riverside.deploy({
    cloud: { visibilitySeconds: 2, meddler },
  });
  const dynamo = new DynamoDBClient({ endpoint, region, credentials: operatorCredentials });
  await hookSecrets(dynamo, resourceName('Store/Operations')).put('riverside', [
    { kind: 'header', sha256: hash('sha256', SECRET) },
  ]);
  dynamo.destroy();
}, 120_000);

afterAll(() => riverside?.close());

function standing({ responses, alerts }: Ledger, id: string): readonly string[] {
  return [
    ...responses.flatMap((one) => (one.identity === id ? [`${one.status}, ${one.writeBack}`] : [])),
    ...alerts.flatMap((one) =>
      one.identity === id ? [`alert ${one.status}, ${one.publishedAt === null ? 'untold' : 'told'}`] : [],
    ),
    ...[...riverside.ehr.observations()].flatMap(({ derivedFrom, code, valueQuantity, status }) =>
      derivedFrom?.[0]?.reference === `QuestionnaireResponse/${id}`
        ? [`${code.coding?.[0]?.code} ${valueQuantity?.value} ${status}`]
        : [],
    ),
  ].sort();
}

test('a function killed after any one of its steps leaves nothing lost and nothing doubled', {
  timeout: 300_000,
}, async () => {
  for (let round = 0; ; round += 1) {
    const id = `killed-${round}`;
    seen.clear();
    watching = true;
    await tell(id);
    await riverside.cloud.idle();
    const everyStepPassed = watching;
    watching = false;
    expect(standing(await readLedger(riverside.cloud), id), died.at(-1)).toEqual([
      '44261-6 18 final',
      '55758-7 4 final',
      'alert open, told',
      'phq-8.total 16 final',
      'scored, written',
    ]);
    if (everyStepPassed) break;
  }
  process.stdout.write(`${JSON.stringify({ killedAfter: died })}\n`);
  for (const step of [
    'Intake sqs SendMessage',
    'Scoring dynamodb BatchWriteItem',
    'Scoring dynamodb PutItem',
    'Scoring events PutEvents',
    'Scoring sns Publish',
    'Scoring sqs SendMessageBatch',
    'Scoring sqs DeleteMessageBatch',
    'WriteBack dynamodb BatchWriteItem',
    'WriteBack sqs DeleteMessageBatch',
  ])
    expect(died).toContain(`${step} 1`);
  expect(riverside.cloud.denied).toEqual([]);
});
