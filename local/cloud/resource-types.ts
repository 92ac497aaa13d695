/**
 * Which resource types of a template run on this machine, which are only read, and which are left out.
 * A type in none of the lists stops the start: whatever a stack gains must be decided here first.
 *
 * @module
 */
import { CloudError } from './cloud-error.ts';

const RUN: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::Scheduler::Schedule',
]);

/** Rules about resources: policies are enforced, the rest only gives names. */
const READ: ReadonlySet<string> = new Set([
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::ScheduleGroup',
]);

/** Operations, edge and identity: nothing a response meets on its way. */
const NOT_RUN: ReadonlySet<string> = new Set([
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::LayerVersion',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::ResourcePolicy',
  'AWS::Logs::SubscriptionFilter',
  'AWS::Route53::RecordSet',
  'AWS::WAFv2::WebACL',
  'AWS::WAFv2::WebACLAssociation',
]);

/** How many resources of each type are not run. Throws `resource-type-unknown` for a type in no list. */
export function notRunLocally(
  resources: Iterable<readonly [logicalId: string, type: string]>,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [logicalId, type] of resources) {
    if (RUN.has(type) || READ.has(type)) continue;
    if (!NOT_RUN.has(type) && !type.startsWith('Custom::')) {
      throw new CloudError(
        'resource-type-unknown',
        `${logicalId} is a ${type}, which the local cloud does not know. Teach it, or list the type in resource-types.ts as not run locally.`,
      );
    }
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
