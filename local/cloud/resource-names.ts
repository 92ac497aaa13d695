/**
 * What `Ref` and `Fn::GetAtt` give for each resource type, on this machine. Physical names are the
 * template's own, else the logical id: the same on every start, so that stored data is found again.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** The one account there is; fauxqs and dynalite use the same. */
export const ACCOUNT = '000000000000';

/** Where the stack stands. */
export interface Place {
  readonly region: string;
  /** Base URL of the gateway in front of the AWS services. */
  readonly gatewayUrl: string;
  /** Base URL of the HTTP API. */
  readonly apiUrl: string;
}

export interface Named {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A text property of the resource, resolved; undefined when the template does not set it. */
type Property = (name: string) => string | undefined;

type Naming = (logicalId: string, property: Property, place: Place) => Named;

/** Names of the resource, or undefined for a type that has none here. */
export function nameResource(
  type: string,
  logicalId: string,
  property: Property,
  place: Place,
): Named | undefined {
  return NAMINGS[type]?.(logicalId, property, place);
}

/** Whether resources of the type have a name on this machine. */
export function hasName(type: string): boolean {
  return Object.hasOwn(NAMINGS, type);
}

const arn = (service: string, place: Place, resource: string): string =>
  `arn:aws:${service}:${place.region}:${ACCOUNT}:${resource}`;

const table: Naming = (id, property, place) => {
  const name = property('TableName') ?? id;
  const tableArn = arn('dynamodb', place, `table/${name}`);
  return { ref: name, attributes: { Arn: tableArn, TableId: id } };
};

const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,

  'AWS::SQS::Queue': (id, property, place) => {
    const name = property('QueueName') ?? (property('FifoQueue') === 'true' ? `${id}.fifo` : id);
    const url = `${place.gatewayUrl}/${ACCOUNT}/${name}`;
    return { ref: url, attributes: { Arn: arn('sqs', place, name), QueueName: name, QueueUrl: url } };
  },

  'AWS::S3::Bucket': (id, property, place) => {
    const name = property('BucketName') ?? id.toLowerCase().slice(0, 63);
    const domain = `${name}.s3.${place.region}.amazonaws.com`;
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: domain,
      },
    };
  },

  'AWS::SNS::Topic': (id, property, place) => {
    const name = property('TopicName') ?? id;
    const topicArn = arn('sns', place, name);
    return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
  },

  'AWS::Events::EventBus': (id, property, place) => {
    const name = property('Name') ?? id;
    return { ref: name, attributes: { Arn: arn('events', place, `event-bus/${name}`), Name: name } };
  },

  'AWS::Lambda::Function': (id, property, place) => {
    const name = property('FunctionName') ?? id.slice(0, 64);
    return { ref: name, attributes: { Arn: arn('lambda', place, `function:${name}`) } };
  },

  'AWS::IAM::Role': (id, property) => {
    const name = property('RoleName') ?? id;
    return { ref: name, attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, RoleId: id } };
  },

  'AWS::IAM::ManagedPolicy': (id, property) => {
    const policyArn = `arn:aws:iam::${ACCOUNT}:policy/${property('ManagedPolicyName') ?? id}`;
    return { ref: policyArn, attributes: { PolicyArn: policyArn } };
  },

  'AWS::KMS::Key': (id, _property, place) => {
    const keyId = stableUuid(id);
    return { ref: keyId, attributes: { Arn: arn('kms', place, `key/${keyId}`), KeyId: keyId } };
  },

  'AWS::KMS::Alias': (_id, property) => ({ ref: property('AliasName') ?? '', attributes: {} }),

  'AWS::ApiGatewayV2::Api': (id, _property, place) => {
    const apiId = apiIdOf(id);
    return { ref: apiId, attributes: { ApiId: apiId, ApiEndpoint: place.apiUrl } };
  },
  'AWS::ApiGatewayV2::Authorizer': plain,
  'AWS::ApiGatewayV2::Integration': plain,
  'AWS::ApiGatewayV2::Route': plain,
  'AWS::ApiGatewayV2::Stage': (_id, property) => ({
    ref: property('StageName') ?? '$default',
    attributes: {},
  }),

  'AWS::Scheduler::Schedule': (id, property, place) => {
    const name = property('Name') ?? id;
    const group = property('GroupName') ?? 'default';
    return { ref: name, attributes: { Arn: arn('scheduler', place, `schedule/${group}/${name}`) } };
  },
  'AWS::Scheduler::ScheduleGroup': (id, property, place) => {
    const name = property('Name') ?? id;
    return { ref: name, attributes: { Arn: arn('scheduler', place, `schedule-group/${name}`) } };
  },

  'AWS::Logs::LogGroup': (id, property, place) => {
    const name = property('LogGroupName') ?? id;
    return { ref: name, attributes: { Arn: arn('logs', place, `log-group:${name}:*`) } };
  },

  'AWS::Cognito::UserPool': (id, _property, place) => {
    const poolId = `${place.region}_${id.slice(-9)}`;
    const provider = `cognito-idp.${place.region}.amazonaws.com/${poolId}`;
    return {
      ref: poolId,
      attributes: {
        Arn: arn('cognito-idp', place, `userpool/${poolId}`),
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
        UserPoolId: poolId,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': (id) => ({ ref: id, attributes: { ClientId: id } }),
  'AWS::Cognito::UserPoolDomain': (id, property) => ({ ref: property('Domain') ?? id, attributes: {} }),

  'AWS::CloudFront::Distribution': (id) => ({
    ref: id,
    attributes: { Id: id, DomainName: `${id.toLowerCase()}.cloudfront.net` },
  }),
};

function plain(logicalId: string): Named {
  return { ref: logicalId, attributes: {} };
}

/** Ten lower-case letters and digits, as API Gateway gives them. */
function apiIdOf(logicalId: string): string {
  return createHash('sha256').update(logicalId).digest('hex').slice(0, 10);
}

function stableUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
