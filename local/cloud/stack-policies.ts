/**
 * Every policy of the template, sorted by whom it is for: statements by role, statements by resource ARN,
 * and which customer key encrypts which resource.
 *
 * @module
 */
import { CloudError } from './cloud-error.ts';
import type { PolicyDocument, Statement } from './iam.ts';
import { ACCOUNT } from './resource-names.ts';
import type { Stack } from './stack.ts';

export interface StackPolicies {
  /** Statements of a role, by its logical id. */
  readonly ofRole: (roleId: string) => readonly Statement[];
  /** Statements of the policy on a resource, by ARN. */
  readonly ofResource: (arn: string) => readonly Statement[];
  /** ARN of the customer key that encrypts a table, queue, topic or bucket. */
  readonly keyOf: (arn: string) => string | undefined;
}

/** AWS's own policies that CDK attaches: they touch logs and traces only. */
const WITHOUT_DATA_ACCESS = [
  'service-role/AWSLambdaBasicExecutionRole',
  'AWSXRayDaemonWriteAccess',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
];

/** Throws `policy-unsupported` for what would make the local answer differ from AWS's. */
export function readPolicies(stack: Stack): StackPolicies {
  const byRole = new Map<string, Statement[]>();
  const byResource = new Map<string, Statement[]>();

  for (const id of stack.ids('AWS::IAM::Role')) {
    const role = stack.properties<RoleProperties>(id);
    if (role.PermissionsBoundary !== undefined) throw unsupported(id, 'has a permissions boundary');
    for (const { PolicyDocument: document } of role.Policies ?? []) add(byRole, stack.ref(id), document, id);
    for (const arn of role.ManagedPolicyArns ?? []) {
      const own = stack.byArn(arn);
      if (own !== undefined) {
        add(byRole, stack.ref(id), documentOf(stack, own), own);
      } else if (!WITHOUT_DATA_ACCESS.some((name) => arn.endsWith(`policy/${name}`))) {
        throw unsupported(id, `uses the managed policy ${arn}, whose content is not known here`);
      }
    }
  }
  for (const id of stack.ids('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')) {
    for (const role of stack.property<string[]>(id, 'Roles') ?? []) {
      add(byRole, role, documentOf(stack, id), id);
    }
  }

  for (const { type, attach } of RESOURCE_POLICIES) {
    for (const id of stack.ids(type)) {
      const document = stack.property<PolicyDocument>(id, attach.document);
      for (const arn of document === undefined ? [] : attach.arns(stack, id)) {
        add(byResource, arn, document as PolicyDocument, id);
      }
    }
  }

  const keys = encryptionKeys(stack);
  return {
    ofRole: (roleId) => byRole.get(stack.ref(roleId)) ?? [],
    ofResource: (arn) => byResource.get(arn) ?? [],
    keyOf: (arn) => keys.get(arn),
  };
}

interface RoleProperties {
  readonly Policies?: readonly { readonly PolicyDocument: PolicyDocument }[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly PermissionsBoundary?: string;
}

interface ResourcePolicy {
  readonly type: string;
  readonly attach: {
    readonly document: string;
    readonly arns: (stack: Stack, id: string) => readonly string[];
  };
}

const RESOURCE_POLICIES: readonly ResourcePolicy[] = [
  {
    type: 'AWS::SQS::QueuePolicy',
    attach: {
      document: 'PolicyDocument',
      arns: (stack, id) => (stack.property<string[]>(id, 'Queues') ?? []).map((url) => arnOf(stack, id, url)),
    },
  },
  {
    type: 'AWS::SNS::TopicPolicy',
    attach: {
      document: 'PolicyDocument',
      arns: (stack, id) => stack.property<string[]>(id, 'Topics') ?? [],
    },
  },
  {
    type: 'AWS::S3::BucketPolicy',
    attach: {
      document: 'PolicyDocument',
      arns: (stack, id) => [`arn:aws:s3:::${stack.property<string>(id, 'Bucket') ?? ''}`],
    },
  },
  { type: 'AWS::KMS::Key', attach: { document: 'KeyPolicy', arns: (stack, id) => [stack.arn(id)] } },
];

function arnOf(stack: Stack, policy: string, ref: string): string {
  const id = stack.byArn(ref);
  if (id === undefined) throw unsupported(policy, `is for ${ref}, which is not in the template`);
  return stack.arn(id);
}

function documentOf(stack: Stack, id: string): PolicyDocument {
  return stack.property<PolicyDocument>(id, 'PolicyDocument') ?? { Statement: [] };
}

function add(
  to: Map<string, Statement[]>,
  key: string,
  { Statement: some }: PolicyDocument,
  from: string,
): void {
  const statements = [some].flat() as Statement[];
  for (const statement of statements) {
    if (JSON.stringify(statement.Resource ?? '').includes('${')) {
      throw unsupported(from, `has the policy variable ${JSON.stringify(statement.Resource)}`);
    }
  }
  to.set(key, [...(to.get(key) ?? []), ...statements]);
}

/** Resource ARN -> key ARN, where the key is the customer's. AWS-owned keys (`alias/aws/...`) need no grant. */
function encryptionKeys(stack: Stack): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const set = (id: string, key: string | undefined): void => {
    if (key !== undefined && !key.startsWith('alias/aws/')) keys.set(stack.arn(id), keyArn(stack, id, key));
  };
  for (const id of stack.ids('AWS::SQS::Queue', 'AWS::SNS::Topic')) {
    set(id, stack.property<string>(id, 'KmsMasterKeyId'));
  }
  for (const id of stack.ids('AWS::DynamoDB::Table')) {
    set(id, stack.property<{ KMSMasterKeyId?: string }>(id, 'SSESpecification')?.KMSMasterKeyId);
  }
  for (const id of stack.ids('AWS::DynamoDB::GlobalTable')) {
    const replicas =
      stack.property<readonly { Region: string; SSESpecification?: { KMSMasterKeyId?: string } }[]>(
        id,
        'Replicas',
      ) ?? [];
    set(id, replicas.find(({ Region }) => Region === stack.region)?.SSESpecification?.KMSMasterKeyId);
  }
  for (const id of stack.ids('AWS::S3::Bucket')) {
    const encryption = stack.property<BucketEncryption>(id, 'BucketEncryption');
    set(id, encryption?.ServerSideEncryptionConfiguration[0]?.ServerSideEncryptionByDefault?.KMSMasterKeyID);
  }
  return keys;
}

interface BucketEncryption {
  readonly ServerSideEncryptionConfiguration: readonly {
    readonly ServerSideEncryptionByDefault?: { readonly KMSMasterKeyID?: string };
  }[];
}

/** A key may be given as ARN, as id, or by an alias of the template. */
function keyArn(stack: Stack, user: string, key: string): string {
  if (key.startsWith('arn:') && !key.includes(':alias/')) return key;
  const alias = stack
    .ids('AWS::KMS::Alias')
    .find((id) => key === stack.ref(id) || key.endsWith(`:${ACCOUNT}:${stack.ref(id)}`));
  const target = alias === undefined ? key : (stack.property<string>(alias, 'TargetKeyId') ?? key);
  const id = stack.byArn(target);
  if (id === undefined)
    throw unsupported(user, `is encrypted with ${key}, a key that is not in the template`);
  return stack.arn(id);
}

function unsupported(id: string, why: string): CloudError {
  return new CloudError('policy-unsupported', `${id} ${why}: the local cloud cannot check it.`);
}
