import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { complete, makeStack, type Resource, resourcesOf, settingsFile, Template } from './synthesized.ts';

const template = Template.fromStack(makeStack());
const queues = resourcesOf(template, 'AWS::SQS::Queue');
const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping');
const functions = resourcesOf(template, 'AWS::Lambda::Function');

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: object;
}

const policies = resourcesOf(template, 'AWS::IAM::Policy').map(([id, { Properties }]) => ({
  id,
  statements: Properties.PolicyDocument.Statement as readonly Statement[],
}));

function actionsOf({ Action }: Statement): readonly string[] {
  return [Action].flat();
}

/** Statements of a function's role. The word is a part of its construct path, as in `ScoringScore`. */
function mayOf(word: string): readonly Statement[] {
  const policy = policies.find(({ id }) => id.startsWith(word));
  if (policy === undefined) throw new Error(`no policy begins with ${word}: ${policies.map(({ id }) => id)}`);
  return policy.statements;
}

/** Actions of a service that a function may use, sorted, each with what it names. */
function may(word: string, service: string): readonly (readonly [string, string])[] {
  return mayOf(word)
    .flatMap((statement) =>
      actionsOf(statement).map((action) => [action, named(statement.Resource)] as const),
    )
    .filter(([action]) => action.startsWith(`${service}:`))
    .toSorted();
}

/** Logical ids and literal parts of a resource, without CDK's hashes: `StoreOutcomes/index/open`. */
function named(resource: unknown): string {
  if (typeof resource === 'string')
    return ['Arn', 'TopicArn'].includes(resource) ? '' : resource.replace(/[0-9A-F]{8}$/, '');
  if (typeof resource !== 'object' || resource === null) return '';
  return Object.values(resource).map(named).join('');
}

describe('signing in to EHRs', () => {
  const keys = resourcesOf(template, 'AWS::KMS::Key').filter(
    ([, { Properties }]) => Properties.KeyUsage === 'SIGN_VERIFY',
  );

  test('each key of the settings is made in KMS for its algorithm, and stays when the stack goes', () => {
    expect(keys.map(([, { Properties, DeletionPolicy }]) => [Properties.KeySpec, DeletionPolicy])).toEqual([
      ['ECC_NIST_P384', 'RetainExceptOnCreate'],
      ['RSA_3072', 'RetainExceptOnCreate'],
    ]);
  });

  test('who writes and reads may sign, who publishes may read public keys, and nobody else may either', () => {
    const grants = policies.flatMap(({ id, statements }) =>
      statements
        .filter((statement) => actionsOf(statement).some((action) => /Sign|GetPublicKey/.test(action)))
        .map((statement) => [
          id.replace(/RoleDefaultPolicy.*$/, ''),
          actionsOf(statement).join(),
          keys.length,
        ]),
    );
    expect(grants.toSorted()).toEqual([
      ['FetchingFunction', 'kms:Sign', 2],
      ['SigningPublish', 'kms:GetPublicKey', 2],
      ['WriteBackWrite', 'kms:Sign', 2],
    ]);
    const named = policies.flatMap(({ statements }) =>
      statements.filter((one) => actionsOf(one).includes('kms:Sign')).map(({ Resource }) => Resource),
    );
    expect(named).toEqual([0, 1].map(() => keys.map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] }))));
  });

  test('public keys are for everybody, and a stack that signs in nowhere has neither keys nor route', () => {
    const routes = (of: Template) =>
      resourcesOf(of, 'AWS::ApiGatewayV2::Route').filter(([, { Properties }]) =>
        String(Properties.RouteKey).includes('jwks'),
      );
    expect(routes(template).map(([, { Properties }]) => Properties.AuthorizationType)).toEqual(['NONE']);
    const { signingKeys: _, ...rest } = settingsFile;
    const [riverside] = rest.sources;
    const without = Template.fromStack(makeStack(complete({ ...rest, sources: [riverside] })));
    expect(routes(without)).toEqual([]);
    expect(
      resourcesOf(without, 'AWS::KMS::Key').filter(([, { Properties }]) => Properties.KeyUsage !== undefined),
    ).toEqual([]);
  });
});

describe('least privilege', () => {
  test('no IAM statement has a wildcard resource that could be narrower', () => {
    const wide = policies.flatMap(({ statements }) =>
      statements.filter(({ Resource }) => JSON.stringify(Resource).includes('*')),
    );
    const reasons = wide.map((statement) => {
      const actions = actionsOf(statement).toString();
      if (actions === 'xray:PutTelemetryRecords,xray:PutTraceSegments') return 'traces have no resource';
      const objects = /^(IntakeClaims|MetricsSnapshots|ImportObjects\/(imports|reports))\/\*$/.test(
        named(statement.Resource),
      );
      if (objects && actionsOf(statement).every((action) => action.startsWith('s3:')))
        return 'objects of one bucket';
      return `too wide: ${JSON.stringify(statement)}`;
    });
    expect(new Set(reasons)).toEqual(new Set(['traces have no resource', 'objects of one bucket']));
  });

  test('no action is a wildcard, and no role carries a policy written by AWS', () => {
    expect(policies.flatMap(({ statements }) => statements.flatMap(actionsOf)).join(' ')).not.toContain('*');
    for (const [, { Properties }] of resourcesOf(template, 'AWS::IAM::Role'))
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('the key opens only through the service that holds the thing, or to receive from a queue', () => {
    const key = policies.flatMap(({ statements }) =>
      statements.filter((statement) => actionsOf(statement).some((action) => action.startsWith('kms:'))),
    );
    const unconditional = key
      .filter(
        ({ Condition, Resource }) =>
          Condition === undefined && !JSON.stringify(Resource).includes('SigningKey'),
      )
      .flatMap(actionsOf);
    expect(new Set(unconditional)).toEqual(new Set(['kms:Decrypt']));
  });

  // BatchWriteItem could carry a delete and IAM cannot tell; no code of ours builds one.
  test.for<[word: string, outcomes: string, operations: string]>([
    ['IntakeReceive', 'GetItem Query', 'GetItem'],
    ['FetchingFunction', '', 'GetItem PutItem'],
    ['ImportRead', '', 'GetItem PutItem'],
    ['ScoringScore', 'BatchWriteItem GetItem PutItem Query UpdateItem', ''],
    ['WriteBackWrite', 'BatchGetItem BatchWriteItem Query', 'UpdateItem'],
    ['SweepFunction', 'GetItem PutItem Query(open)', ''],
    ['AlertsApiServe', 'BatchGetItem GetItem PutItem Query(open)', ''],
    ['MetricsCompile', 'Query(byPatient)', 'GetItem PutItem Query UpdateItem'],
    ['MetricsServe', '', 'GetItem Query'],
    ['SigningPublish', '', ''],
  ])('%s may do with the tables what its code does, and no more', ([word, outcomes, operations]) => {
    const on = (table: string): string =>
      may(word, 'dynamodb')
        .filter(([, resource]) => resource.startsWith(table))
        .map(([action, resource]) => {
          const [, index] = resource.split('/index/');
          return `${action.replace('dynamodb:', '')}${index === undefined ? '' : `(${index})`}`;
        })
        .join(' ');
    expect([on('StoreOutcomes'), on('StoreOperations')]).toEqual([outcomes, operations]);
  });

  test('nobody may delete an item, a table, an object or a topic', () => {
    const actions = policies.flatMap(({ statements }) => statements.flatMap(actionsOf));
    expect(actions.filter((action) => /delete/i.test(action))).toEqual(
      actions.filter((action) => action === 'sqs:DeleteMessage'), // how a consumer acknowledges
    );
  });

  test('who compiles reads outcomes by patient through the index, and never a response', () => {
    expect(may('MetricsCompile', 'dynamodb').filter(([, on]) => on.startsWith('StoreOutcomes'))).toEqual([
      ['dynamodb:Query', 'StoreOutcomes/index/byPatient'],
    ]);
  });

  test('the page reads snapshots and cannot reach clinical items', () => {
    expect(may('MetricsServe', 'dynamodb')).toEqual([
      ['dynamodb:GetItem', 'StoreOperations'],
      ['dynamodb:Query', 'StoreOperations'],
    ]);
    expect(may('MetricsServe', 's3')).toEqual([['s3:GetObject', 'MetricsSnapshots/*']]);
  });

  test('the internal queue is filled by receive and by fetch, nobody else', () => {
    const senders = policies.filter(({ statements }) =>
      statements.some(
        (statement) =>
          actionsOf(statement).includes('sqs:SendMessage') &&
          named(statement.Resource).includes('IntakeResponses'),
      ),
    );
    expect(senders.map(({ id }) => id.replace(/RoleDefaultPolicy.*/, ''))).toEqual([
      'IntakeReceive',
      'FetchingFunction',
    ]);
  });

  test('a schedule may start its own function and nothing else', () => {
    expect(may('MetricsNightly', 'lambda')).toEqual([['lambda:InvokeFunction', 'MetricsCompile']]);
    expect(mayOf('MetricsNightly')).toHaveLength(1);
    expect(may('SweepEveryMinute', 'lambda')).toEqual([['lambda:InvokeFunction', 'SweepFunction']]);
    expect(mayOf('SweepEveryMinute')).toHaveLength(1);
  });
});

describe('nothing is lost silently', () => {
  const deadLetters = queues.flatMap(([, { Properties }]) =>
    Properties.RedrivePolicy === undefined
      ? []
      : [Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0] as string],
  );

  test('every queue has dead letters and an alarm', () => {
    for (const [id, { Properties }] of queues) {
      if (deadLetters.includes(id)) continue;
      expect(Properties.RedrivePolicy, id).toMatchObject({ maxReceiveCount: 5 });
    }
    const watched = alarms.flatMap(([, { Properties }]) =>
      Properties.MetricName === 'ApproximateNumberOfMessagesVisible'
        ? [Properties.Dimensions[0].Value['Fn::GetAtt'][0] as string]
        : [],
    );
    expect(watched.toSorted()).toEqual(deadLetters.toSorted());
  });

  test('every function that throws is heard of, and so is everything that functions count for a person', () => {
    const named = (metric: string): readonly string[] =>
      alarms.flatMap(([, { Properties }]) =>
        Properties.MetricName === metric ? [Properties.Dimensions[0].Value.Ref as string] : [],
      );
    expect(named('Errors').toSorted()).toEqual(functions.map(([id]) => id).toSorted());
    const counted = alarms.flatMap(([, { Properties }]) =>
      Properties.Namespace === 'OutcomesPipeline' ? [Properties.MetricName as string] : [],
    );
    expect(counted.toSorted()).toEqual([
      'AlertsOverdue',
      'ImportLinesFailed',
      'RequestsNotTaken',
      'ResponsesGoneUnnamed',
      'ReviewsWaiting',
      'WriteBacksRefused',
    ]);
  });

  test('messages wait as long as SQS allows, and a large body as long as its message', () => {
    for (const [id, { Properties }] of queues)
      expect(Properties.MessageRetentionPeriod, id).toBe(14 * 86_400);
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 14, Status: 'Enabled' }] },
    });
  });

  test('every consumer returns the messages it could not finish, and has a sixth of their hiding time', () => {
    for (const [id, { Properties }] of mappings) {
      expect(Properties.FunctionResponseTypes, id).toEqual(['ReportBatchItemFailures']);
      const queue = find(queues, Properties.EventSourceArn['Fn::GetAtt'][0]);
      const consumer = find(functions, Properties.FunctionName.Ref);
      expect(queue.Properties.VisibilityTimeout, id).toBe(6 * consumer.Properties.Timeout);
    }
  });

  test('tables can be restored to any second and cannot be deleted by accident', () => {
    for (const [id, table] of resourcesOf(template, 'AWS::DynamoDB::GlobalTable')) {
      const [replica] = table.Properties.Replicas;
      expect(replica, id).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      expect(table, id).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate' });
    }
  });

  test('unless the stack is made to be thrown away', () => {
    const disposable = Template.fromStack(makeStack(complete(settingsFile), { disposable: 'true' }));
    for (const [id, table] of resourcesOf(disposable, 'AWS::DynamoDB::GlobalTable')) {
      expect(table.Properties.Replicas[0].DeletionProtectionEnabled, id).toBe(false);
      expect(table, id).toMatchObject({ DeletionPolicy: 'Delete' });
    }
  });

  test('everything that is stored or waits is encrypted with our key', () => {
    for (const [id, { Properties }] of queues) expect(named(Properties.KmsMasterKeyId), id).toBe('StoreKey');
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::SNS::Topic'))
      expect(named(Properties.KmsMasterKeyId), id).toBe('StoreKey');
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::Logs::LogGroup'))
      expect(named(Properties.KmsKeyId), id).toBe('StoreKey');
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::S3::Bucket'))
      expect(JSON.stringify(Properties.BucketEncryption), id).toContain('StoreKey');
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::DynamoDB::GlobalTable'))
      expect(JSON.stringify(Properties.Replicas), id).toContain('StoreKey');
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });
});

describe('sources', () => {
  test('a dead EHR blocks nobody else: each source has its own write-back queue', () => {
    const toEhr = mappings.filter(([, { Properties }]) =>
      named(Properties.FunctionName).startsWith('WriteBackWrite'),
    );
    const limits = toEhr.map(([, { Properties }]) => [
      named(Properties.EventSourceArn),
      Properties.ScalingConfig.MaximumConcurrency,
    ]);
    expect(limits.toSorted()).toEqual([
      ['WriteBackTohilltopQueue', 2],
      ['WriteBackToriversideQueue', 4],
    ]);
    for (const [, { Properties }] of toEhr) {
      const queue = find(queues, Properties.EventSourceArn['Fn::GetAtt'][0]);
      expect(queue.Properties).toMatchObject({ FifoQueue: true, ContentBasedDeduplication: false });
    }
  });

  test('only a source that asks for one has an inbound queue, and only its senders may fill it', () => {
    const inbound = queues.filter(([id]) => id.startsWith('IntakeInbound') && !id.includes('DeadLetters'));
    expect(inbound.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['IntakeInboundriversideQueue']);

    const allowed = resourcesOf(template, 'AWS::SQS::QueuePolicy').flatMap(([, { Properties }]) =>
      (Properties.PolicyDocument.Statement as readonly (Statement & { Principal: object })[]).filter(
        ({ Effect }) => Effect === 'Allow',
      ),
    );
    const [fromS3, ...others] = allowed.toSorted((a, b) =>
      named(a.Resource).localeCompare(named(b.Resource)),
    );
    expect([JSON.stringify(fromS3?.Principal), named(fromS3?.Resource)]).toEqual([
      '{"Service":"s3.amazonaws.com"}',
      'ImportDroppedQueue',
    ]);
    expect(others).toHaveLength(1);
    expect(JSON.stringify(others[0]?.Principal)).toContain('111122223333');
    expect(others[0]?.Action).toBe('sqs:SendMessage');
    expect(named(others[0]?.Resource)).toBe('IntakeInboundriversideQueue');
  });

  test('the queue a message came from tells the scorer its source', () => {
    const score = functions.find(([id]) => id.startsWith('ScoringScore'))?.[1];
    expect(JSON.stringify(score?.Properties.Environment.Variables.INBOUND_QUEUES)).toMatch(
      /riverside=.*IntakeInboundriversideQueue/,
    );
  });
});

describe('the public door', () => {
  const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
    Properties.RouteKey as string,
    Properties.AuthorizationType as string,
    (Properties.AuthorizationScopes ?? []) as readonly string[],
  ]);
  /** SMART v2 in-order subsets of `cruds` that hold the one letter, v1, and the wildcards. */
  const write = [
    'JWT',
    [
      ...['c', 'cu', 'cud', 'crus', 'crud', 'cruds', 'write'].map(
        (may) => `system/QuestionnaireResponse.${may}`,
      ),
      ...['cruds', 'write', '*'].map((may) => `system/*.${may}`),
    ],
  ];
  const read = [
    'JWT',
    [
      ...['r', 'rs', 'crus', 'crud', 'cruds', 'read'].map((may) => `system/QuestionnaireResponse.${may}`),
      ...['rs', 'cruds', 'read', '*'].map((may) => `system/*.${may}`),
    ],
  ];

  test('the FHIR routes need the scope; open is only what says nothing about a patient', () => {
    expect(routes.filter(([key]) => String(key).includes('/fhir')).toSorted()).toEqual(
      [
        ['ANY /fhir/{proxy+}', 'NONE', []],
        ['DELETE /fhir/QuestionnaireResponse/{id}', ...write],
        ['GET /fhir/QuestionnaireResponse/{id}', ...read],
        ['GET /fhir/QuestionnaireResponse/{id}/{operation}', ...read],
        ['GET /fhir/Questionnaire', ...read],
        ['GET /fhir/Questionnaire/{id}', ...read],
        ['GET /fhir/metadata', 'NONE', []],
        ['POST /fhir', ...write],
        ['POST /fhir/QuestionnaireResponse', ...write],
        ['PUT /fhir/QuestionnaireResponse/{id}', ...write],
      ].toSorted(),
    );
  });

  test('hooks carry no token: the function verifies them', () => {
    expect(routes.filter(([key]) => String(key).includes('/hooks')).toSorted()).toEqual(
      ['DELETE', 'POST', 'PUT']
        .flatMap((method) => [`${method} /hooks/{source}`, `${method} /hooks/{source}/{proxy+}`])
        .map((key) => [key, 'NONE', []]),
    );
  });

  test('a route takes ten scopes at most', () => {
    for (const [key, , scopes] of routes) expect(scopes?.length, String(key)).toBeLessThanOrEqual(10);
  });

  test('outcomes need a token; which program it may see is for the function to say', () => {
    expect(routes.filter(([key]) => String(key).includes('/programs'))).toEqual([
      ['GET /programs', 'JWT', []],
      ['GET /programs/{id}/outcomes', 'JWT', []],
      ['GET /programs/{id}/restatements', 'JWT', []],
      ['GET /programs/{id}/comparison', 'JWT', []],
      ['GET /programs/{id}/quality', 'JWT', []],
    ]);
  });

  test('calls are logged without path, query or body', () => {
    const [[, stage] = []] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
    const format = stage?.Properties.AccessLogSettings.Format as string;
    expect(JSON.parse(format)).toMatchObject({ route: '$context.routeKey', status: '$context.status' });
    expect(format).not.toMatch(/context\.path|querystring|requestBody/i);
    expect(stage?.Properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1000,
    });
  });

  test('the page may ask from its own origin only', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: ['https://outcomes.example.org'], AllowMethods: ['GET'] },
    });
  });

  test('without an issuer of their own, organisations get one client for each client id, with FHIR scopes only', () => {
    const clients = resourcesOf(template, 'AWS::Cognito::UserPoolClient').map(
      ([, { Properties }]) => Properties,
    );
    const machines = clients.filter(({ AllowedOAuthFlows }) =>
      AllowedOAuthFlows.includes('client_credentials'),
    );
    expect(machines.map(({ ClientName }) => ClientName)).toEqual([
      'riverside-ehr',
      'hilltop-ehr',
      'hilltop-engine',
    ]);
    for (const { AllowedOAuthScopes } of machines)
      expect(JSON.stringify(AllowedOAuthScopes)).toMatch(
        /QuestionnaireResponse\.c.*QuestionnaireResponse\.r/,
      );

    const [page] = clients.filter((client) => !machines.includes(client));
    expect(page).toMatchObject({ GenerateSecret: false, AllowedOAuthFlows: ['code'] });
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      MfaConfiguration: 'ON',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  test('with an issuer in the settings there is no user pool', () => {
    const tokens = { issuer: 'https://id.example.org', audience: ['outcomes'], groupsClaim: 'groups' };
    const own = Template.fromStack(makeStack(complete({ ...settingsFile, tokens })));
    own.resourceCountIs('AWS::Cognito::UserPool', 0);
    own.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://id.example.org', Audience: ['outcomes'] },
    });
    own.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { GROUPS_CLAIM: 'groups' } },
    });
  });
});

describe('alarms', () => {
  test('every alarm has a runbook that exists, and says who is hurt and what to do', () => {
    for (const [id, { Properties }] of alarms) {
      const [impact, action, runbook] = (Properties.AlarmDescription as string).split('\n\n');
      const path = runbook?.match(/^Runbook: (docs\/runbooks\/[a-z-]+\.md)$/)?.[1];
      expect(path !== undefined && existsSync(path), `${id}: ${runbook}`).toBe(true);
      expect(impact?.length, id).toBeGreaterThan(20);
      expect(action?.length, id).toBeGreaterThan(20);
    }
  });

  test('every alarm is sent to the operators', () => {
    for (const [id, { Properties }] of alarms)
      expect(Properties.AlarmActions.map(named), id).toEqual(['AlarmsOperations']);
  });

  test('the way of an alert is watched: it fails, it waits, it is overdue, the sweep stops', () => {
    const watched = alarms.map(([id, { Properties }]) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      Properties.MetricName,
    ]);
    expect(watched).toEqual(
      expect.arrayContaining([
        ['IntakeReceiveFailing', 'Errors'],
        ['ScoringScoreFailing', 'Errors'],
        ['IntakeResponsesQueueWaiting', 'ApproximateAgeOfOldestMessage'],
        ['SweepFunctionFailing', 'Errors'],
        ['SweepFunctionSilent', 'Invocations'],
        ['SweepOverdueAlerts', 'AlertsOverdue'],
      ]),
    );
  });
});

test('functions run on Node 24 on ARM, log JSON and are traced', () => {
  expect(functions).toHaveLength(10);
  for (const [id, { Properties }] of functions)
    expect(Properties, id).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      LoggingConfig: { LogFormat: 'JSON' },
      TracingConfig: { Mode: 'Active' },
    });
});

test('outcomes are compiled every night at the time that was set, in UTC', () => {
  const settings = complete({ ...settingsFile, metrics: { compileAt: '03:07' } });
  Template.fromStack(makeStack(settings)).hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'cron(7 3 * * ? *)',
    ScheduleExpressionTimezone: 'Etc/UTC',
    Target: { Input: '{"kind":"schedule"}' },
  });
});

test('figures of fewer than eleven people are allowed with a warning', () => {
  const stack = makeStack(complete({ ...settingsFile, metrics: { minimumCell: 5 } }));
  expect(JSON.stringify(stack.node.metadata)).toContain('CMS shows none below 11');
});

function find(resources: readonly (readonly [string, Resource])[], id: string): Resource {
  const found = resources.find(([one]) => one === id)?.[1];
  if (found === undefined) throw new Error(`${id} is not in the template`);
  return found;
}
