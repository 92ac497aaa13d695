import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

/**
 * Starts a function at set times with `{"kind":"schedule"}`. The role may start this one function in its
 * current version; CDK's own target would allow every version as well.
 */
export function runOn(
  scope: Construct,
  id: string,
  expression: ScheduleExpression,
  lambda: NodeFunction,
): void {
  const { account } = Stack.of(scope);
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }),
  );
  new Schedule(scope, id, {
    schedule: expression,
    target: {
      bind: () => ({
        arn: lambda.functionArn,
        role,
        input: ScheduleTargetInput.fromObject({ kind: 'schedule' }),
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      }),
    },
  });
}
