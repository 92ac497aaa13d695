import { describe, expect, test } from 'vitest';
import { makeStack, resourcesOf, Template } from './synthesized.ts';

const template = Template.fromStack(makeStack());

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** Who may use an action, and on what: beginnings of the ids of role policies, and logical ids in the resource. */
function whoMay(wanted: string): readonly (readonly [string, string])[] {
  return resourcesOf(template, 'AWS::IAM::Policy')
    .flatMap(([id, { Properties }]) =>
      (Properties.PolicyDocument.Statement as readonly Statement[])
        .filter(({ Action }) => [Action].flat().includes(wanted))
        .map(({ Resource }) => [id.replace(/RoleDefaultPolicy.*/, ''), JSON.stringify(Resource)] as const),
    )
    .toSorted();
}

const environmentOf = (word: string): Record<string, unknown> =>
  resourcesOf(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith(word))?.[1].Properties
    .Environment.Variables;

describe('alerts are announced', () => {
  test('on one bus of our own and one topic, by the scorer and the sweep and nobody else', () => {
    const buses = resourcesOf(template, 'AWS::Events::EventBus');
    expect(buses).toHaveLength(1);
    const [[bus = ''] = []] = buses;
    const publishers = [
      ['ScoringScore', expect.stringContaining(bus)],
      ['SweepFunction', expect.stringContaining(bus)],
    ];
    expect(whoMay('events:PutEvents')).toEqual(publishers);
    expect(whoMay('sns:Publish')).toEqual(
      publishers.map(([who]) => [who, expect.stringContaining('AlertsSafety')]),
    );
    for (const word of ['ScoringScore', 'SweepFunction']) {
      expect(environmentOf(word)).toMatchObject({
        ALERTS_BUS: { Ref: bus },
        ALERTS_TOPIC_ARN: expect.anything(),
      });
    }
  });

  test('nobody outside the account may put events on the bus', () => {
    template.resourceCountIs('AWS::Events::EventBusPolicy', 0);
  });

  test('a subscriber that a message did not reach raises an alarm', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'NumberOfNotificationsFailed',
      Namespace: 'AWS/SNS',
      Threshold: 0,
    });
  });
});

describe('alerts are acknowledged', () => {
  test('with a token, by routes of their own', () => {
    const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route')
      .map(([, { Properties }]) => [Properties.RouteKey, Properties.AuthorizationType])
      .filter(([key]) => String(key).includes('/alerts'));
    expect(routes.toSorted()).toEqual([
      ['GET /alerts', 'JWT'],
      ['POST /alerts/{response}/{item}/acknowledge', 'JWT'],
    ]);
  });

  test('by a function that reads and replaces alerts and can do nothing else', () => {
    const mine = resourcesOf(template, 'AWS::IAM::Policy')
      .filter(([id]) => id.startsWith('AlertsApiServe'))
      .flatMap(([, { Properties }]) =>
        (Properties.PolicyDocument.Statement as readonly Statement[]).flatMap(({ Action, Resource }) =>
          [Action]
            .flat()
            .map((action) => [action, JSON.stringify(Resource).includes('/index/open')] as const),
        ),
      )
      .filter(([action]) => !/^(?:xray|logs|kms):/.test(action));
    expect(mine.toSorted()).toEqual([
      ['dynamodb:BatchGetItem', false],
      ['dynamodb:GetItem', false],
      ['dynamodb:PutItem', false],
      ['dynamodb:Query', true],
    ]);
    expect(environmentOf('AlertsApiServe')).not.toHaveProperty('ALERTS_BUS');
  });

  test('by people in a group for each source', () => {
    const groups = resourcesOf(template, 'AWS::Cognito::UserPoolGroup').map(
      ([, { Properties }]) => Properties.GroupName,
    );
    expect(groups).toEqual(expect.arrayContaining(['operators', 'alerts:riverside', 'alerts:hilltop']));
  });
});
