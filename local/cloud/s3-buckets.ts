import { BucketAlreadyOwnedByYou, CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Stack } from './stack.ts';

/** Creates the template's buckets; one that is there already is kept with its objects. */
export async function createBuckets(stack: Stack, client: S3Client): Promise<void> {
  for (const id of stack.ids('AWS::S3::Bucket')) {
    try {
      await client.send(new CreateBucketCommand({ Bucket: stack.ref(id) }));
    } catch (error) {
      if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
    }
  }
}
