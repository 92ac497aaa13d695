/**
 * Everything that is kept: the key, the clinical table and the operations table. Every other construct takes
 * the tables and the key from here; what a function may do with them is said where the function is made.
 *
 * @module
 */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Indexes of the outcomes table, by the question they answer. */
export const index = {
  /** All that metrics need of one patient, together and in order, in the one attribute `m`. */
  byPatient: 'byPatient',
  /** What somebody or the sweep must come back to, by due time. Empty on the happy path. */
  open: 'open',
} as const;

export class Store extends Construct {
  /** Encrypts tables, queues, buckets, topics and logs. */
  readonly key: Key;
  /** Clinical: responses, versions, write-back state, alerts, episodes and facts. */
  readonly outcomes: TableV2;
  /** Snapshot pointers, restatements, source health. */
  readonly operations: TableV2;
  /** Whether stored things outlive the stack: yes, unless it was made with `-c disposable=true`. */
  readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.removalPolicy = isDisposable(this)
      ? RemovalPolicy.DESTROY
      : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

    this.key = new Key(this, 'Key', {
      description: 'Outcomes pipeline: tables, queues, buckets, topics and logs',
      enableKeyRotation: true,
      removalPolicy: this.removalPolicy,
    });
    letLogsUse(this.key);
    this.outcomes = this.table('Outcomes', [
      {
        indexName: index.byPatient,
        partitionKey: { name: 'ipk', type: AttributeType.STRING },
        sortKey: { name: 'isk', type: AttributeType.STRING },
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: ['m'],
      },
      {
        indexName: index.open,
        partitionKey: { name: 'opk', type: AttributeType.STRING },
        sortKey: { name: 'osk', type: AttributeType.STRING },
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: ['kind'],
      },
    ]);
    this.operations = this.table('Operations', []);
  }

  private table(id: string, globalSecondaryIndexes: GlobalSecondaryIndexPropsV2[]): TableV2 {
    return new TableV2(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !isDisposable(this),
      removalPolicy: this.removalPolicy,
    });
  }
}

function isDisposable(scope: Construct): boolean {
  return [true, 'true'].includes(scope.node.tryGetContext('disposable'));
}

/** CloudWatch Logs encrypts the log groups of this stack, and only those. `*` in a key policy means this key. */
function letLogsUse(key: Key): void {
  const { partition, region, account, stackName } = Stack.of(key);
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${stackName}-*`,
        },
      },
    }),
  );
}
