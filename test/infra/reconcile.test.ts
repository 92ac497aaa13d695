import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { complete, makeStack, resourcesOf, settingsFile } from './synthesized.ts';

const [riverside, hilltop] = settingsFile.sources;
const asked = {
  ...settingsFile,
  sources: [{ ...riverside, reconcile: { context: ['Encounter'] } }, hilltop],
};
const template = Template.fromStack(makeStack(complete(asked)));

describe('the nightly search of an EHR', () => {
  test('is there only when a source asks for it', () => {
    const without = Template.fromStack(makeStack());
    const ids = (of: Template) => resourcesOf(of, 'AWS::Lambda::Function').map(([id]) => id);
    expect(ids(without).filter((id) => id.startsWith('Reconcile'))).toEqual([]);
    expect(ids(template).filter((id) => id.startsWith('Reconcile'))).toHaveLength(1);
    expect(complete(asked).sources[0]?.reconcile).toEqual({ firstDays: 30, context: ['Encounter'] });
  });

  test('reads responses, moves its watermark, sends to one queue, and may do nothing else', () => {
    const policies = resourcesOf(template, 'AWS::IAM::Policy').filter(([id]) => id.startsWith('Reconcile'));
    const actions = JSON.stringify(policies).match(/(?:dynamodb|sqs|s3|events|sns):\w+/g);
    expect([...new Set(actions)].toSorted()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      's3:PutObject',
      'sqs:SendMessage',
    ]);
    const writes = policies
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('dynamodb:PutItem'));
    expect(writes).toHaveLength(1);
    expect(JSON.stringify(writes)).toContain('StoreOperations');
    expect(JSON.stringify(writes)).not.toContain('StoreOutcomes');
  });

  test('runs at three in the night, before the compile, and is alarmed on', () => {
    const schedules = resourcesOf(template, 'AWS::Scheduler::Schedule').filter(([id]) =>
      id.startsWith('Reconcile'),
    );
    expect(schedules.map(([, { Properties }]) => Properties.ScheduleExpression)).toEqual([
      'cron(0 3 * * ? *)',
    ]);
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(([, { Properties }]) =>
      Properties.AlarmDescription.includes('docs/runbooks/reconcile-failing.md'),
    );
    expect(alarms).toHaveLength(2);
  });

  test('a resource type that outcomes do not read is refused', () => {
    const wrong = { ...asked, sources: [{ ...riverside, reconcile: { context: ['Observation'] } }] };
    expect(() => complete(wrong)).toThrow('sources[0].reconcile.context[0]');
  });
});
