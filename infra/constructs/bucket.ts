import { Duration, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Store } from './store.ts';

/** Private, encrypted with our key, TLS only. Used for large bodies and for snapshots. */
export function privateBucket(
  scope: Construct,
  id: string,
  store: Store,
  { expiresAfter, versioned = false }: { readonly expiresAfter?: Duration; readonly versioned?: boolean },
): Bucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.KMS,
    encryptionKey: store.key,
    bucketKeyEnabled: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned,
    lifecycleRules: [
      {
        abortIncompleteMultipartUploadAfter: Duration.days(1),
        ...(expiresAfter !== undefined && { expiration: expiresAfter }),
      },
    ],
    removalPolicy: store.removalPolicy,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      'Only our own functions hold a grant. Who read what is answered by CloudTrail data events, which an account turns on once for all buckets; access logs would be one more bucket that nobody reads.',
  });
  return bucket;
}
