import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnResource, Duration } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud/cloud.ts';
import { editTemplate, synthesize, temporaryFolder } from './tiny-stack.ts';

let assembly: string;
let cloud: LocalCloud;
const dataDir = temporaryFolder();
const lines: string[] = [];

beforeAll(async () => {
  assembly = await synthesize((stack, add) => {
    const table = new TableV2(stack, 'Rows', { partitionKey: { name: 'pk', type: AttributeType.STRING } });
    const store = add('Store', 'store', { environment: { TABLE: table.tableName } });
    table.grantWriteData(store);
    add('Broken', 'misbehave', { timeout: Duration.seconds(1) });
    add('Small', 'misbehave', { timeout: Duration.seconds(60), memorySize: 128 });
    add('Alone', 'misbehave', { timeout: Duration.seconds(1), reservedConcurrentExecutions: 1 });
    add('Off', 'misbehave', { reservedConcurrentExecutions: 0 });
    const echo = add('Echo', 'echo', {
      environment: { GREETING: 'hello', NODE_OPTIONS: '--enable-source-maps' },
    });
    new Schedule(new Construct(stack, 'Metrics'), 'Nightly', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(echo, {
        input: ScheduleTargetInput.fromObject({ job: 'compile', at: ContextAttribute.scheduledTime }),
      }),
    });
    new Schedule(stack, 'Plain', {
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(echo),
    });
    new Bucket(stack, 'Drop');
    new Alarm(stack, 'Alarm', {
      metric: new Metric({ namespace: 'x', metricName: 'y' }),
      threshold: 1,
      evaluationPeriods: 1,
    });
  });
  cloud = await startCloud({
    assembly,
    dataDir,
    schedulerClock: false,
    onLog: ({ source, line }) => lines.push(`${source}: ${line}`),
  });
}, 120_000);

afterAll(() => cloud?.stop());

describe('an invocation fails, and the next one works, when the handler', () => {
  test.each([
    ['throws', 'throw', 'TypeError: thrown by the handler'],
    ['takes longer than its timeout', 'sleep', 'Task timed out after 1.00 seconds'],
    ['never gives back control', 'spin', 'Task timed out after 1.00 seconds'],
    ['throws outside of its promise', 'crash', 'crashed: thrown outside the handler'],
    ['exits', 'exit', 'exited with status 3'],
  ])('%s', async (_, what, message) => {
    await expect(cloud.invoke('Broken', { do: what })).rejects.toMatchObject({
      code: 'function-failed',
      message: expect.stringContaining(message),
    });
    expect(await cloud.invoke('Broken', { do: 'nothing' })).toBe('still here: nothing');
  });
});

test('a handler that takes more memory than it has ends alone', async () => {
  await expect(cloud.invoke('Small', { do: 'hoard' })).rejects.toThrow('memory limit');
  expect(await cloud.invoke('Small', { do: 'nothing' })).toBe('still here: nothing');
});

test('slow calls run beside each other, up to the reserved concurrency', async () => {
  const sleepers = (name: string) =>
    Promise.allSettled([1, 2, 3].map(() => cloud.invoke(name, { do: 'sleep' }))).then(() =>
      performance.now(),
    );
  const start = performance.now();
  const [together, alone] = await Promise.all([sleepers('Broken'), sleepers('Alone')]);
  expect(alone - start).toBeGreaterThan(3000);
  expect(together).toBeLessThan(alone);
});

test('a function with a reserved concurrency of 0 is throttled', async () => {
  await expect(cloud.invoke('Off', {})).rejects.toThrow('is throttled');
});

test('a function sees the environment of the template, and the time it has left', async () => {
  const { body } = (await cloud.invoke('Echo', { a: 1 })) as { body: string };
  const { event, env, remaining } = JSON.parse(body);
  expect(event).toEqual({ a: 1 });
  expect(env).toEqual({
    AWS_REGION: 'us-east-1',
    AWS_LAMBDA_FUNCTION_NAME: cloud.resourceName('Echo'),
    GREETING: 'hello',
  });
  expect(remaining).toBeGreaterThan(9000);
  expect(remaining).toBeLessThanOrEqual(10_000);
});

test('what a function prints goes to its own file and to the callback', async () => {
  await cloud.invoke('Store', { Records: [] });
  await expect.poll(() => lines).toContainEqual(expect.stringContaining('"message":"stored","count":0'));
  const file = join(dataDir, 'logs', `${cloud.resourceName('Store')}.log`);
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toContain('"message":"stored"');
});

describe('a schedule', () => {
  test('run by hand gives its input, with its context attributes', async () => {
    const { body } = (await cloud.runSchedule('Metrics/Nightly')) as { body: string };
    expect(JSON.parse(body).event).toEqual({ job: 'compile', at: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test('without an input gives the standard event', async () => {
    const { body } = (await cloud.runSchedule('Plain')) as { body: string };
    expect(JSON.parse(body).event).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
    });
  });
});

describe('a resource is found', () => {
  test('by logical id, by its path and by the end of its path', () => {
    const byEnd = cloud.find('Metrics/Nightly');
    expect(byEnd).toMatchObject({ type: 'AWS::Scheduler::Schedule', path: 'Tiny/Metrics/Nightly' });
    expect(cloud.find('Tiny/Metrics/Nightly')).toEqual(byEnd);
    expect(cloud.find(byEnd.logicalId)).toEqual(byEnd);
  });

  test('or the error says what there is', () => {
    expect(() => cloud.find('Metrics/Nigthly')).toThrow(/Tiny\/Metrics\/Nightly/);
  });
});

test('what does not run here is counted', () => {
  expect(cloud.notRun).toMatchObject({ 'AWS::CloudWatch::Alarm': 1 });
});

describe('a template that cannot run stops the start and names the resource', () => {
  test('a type nobody decided about', async () => {
    const strange = await synthesize(
      (stack) => new CfnResource(stack, 'Strange', { type: 'AWS::Kinesis::Stream' }),
    );
    await expect(startCloud({ assembly: strange })).rejects.toMatchObject({
      code: 'resource-type-unknown',
      message: expect.stringContaining('Strange is a AWS::Kinesis::Stream'),
    });
  });

  test('an attribute that has no value here', async () => {
    editTemplate(assembly, (template) =>
      template.replace('"GREETING": "hello"', '"GREETING": {"Fn::GetAtt":["Missing","Nothing"]}'),
    );
    await expect(startCloud({ assembly })).rejects.toMatchObject({
      code: 'intrinsic-unresolved',
      message: expect.stringMatching(/^Echo.*Missing is not a resource/),
    });
  });
});
