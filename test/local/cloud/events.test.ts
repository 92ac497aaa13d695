import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud/cloud.ts';
import { synthesize, temporaryFolder } from './tiny-stack.ts';

let cloud: LocalCloud;
const dataDir = temporaryFolder();

beforeAll(async () => {
  const assembly = await synthesize((stack, add) => {
    const bus = new EventBus(stack, 'Bus');
    new EventBus(stack, 'Other');
    bus.grantPutEventsTo(add('Granted', 'misbehave'));
    add('Nobody', 'misbehave');
  });
  cloud = await startCloud({ assembly, dataDir, schedulerClock: false });
}, 120_000);

afterAll(async () => {
  await cloud?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const put = (caller: string, bus: string, Detail = '{"item":"44260-8"}') =>
  new EventBridgeClient({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: cloud.credentialsFor(caller),
    maxAttempts: 1,
  }).send(
    new PutEventsCommand({
      Entries: [{ EventBusName: cloud.resourceName(bus), Source: 'tiny', DetailType: 'told', Detail }],
    }),
  );

test('an event on a bus one may use is kept, for this start and in the data folder', async () => {
  const { FailedEntryCount, Entries } = await put('Granted', 'Bus');
  expect(FailedEntryCount).toBe(0);
  const event = {
    bus: cloud.resourceName('Bus'),
    id: Entries?.[0]?.EventId,
    source: 'tiny',
    'detail-type': 'told',
    detail: { item: '44260-8' },
  };
  expect(cloud.events).toMatchObject([event]);
  const kept = readFileSync(join(dataDir, cloud.region, 'events.ndjson'), 'utf8')
    .trim()
    .split('\n');
  expect(kept.map((line) => JSON.parse(line))).toMatchObject([event]);
  expect(cloud.awsCalls.events).toEqual({ PutEvents: 1 });
});

test('a detail that is not JSON is refused entry by entry, as AWS does', async () => {
  expect(await put('Granted', 'Bus', 'told')).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: 'MalformedDetail' }],
  });
});

test.for([
  ['Nobody', 'Bus'],
  ['Granted', 'Other'],
] as const)('%s may not put events on %s', async ([caller, bus]) => {
  await expect(put(caller, bus)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('not authorized to perform: events:PutEvents'),
  });
  expect(cloud.denied.at(-1)).toMatchObject({ action: 'events:PutEvents' });
});
