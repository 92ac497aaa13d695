/**
 * What one HTTP request to AWS wants: service, operation, and every permission it needs.
 *
 * @module
 */
import type { IncomingHttpHeaders } from 'node:http';

/** A request as it reached the gateway. */
export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One permission a call needs. A call on several tables or keys needs several. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** Condition keys (lower case) that this service adds. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
  /** When the thing with this ARN is encrypted with a customer key, these actions on the key as well. */
  readonly encrypted?: { readonly arn: string; readonly actions: readonly string[] };
}

export type Service = 'dynamodb' | 'sqs' | 'sns' | 's3' | 'kms' | 'events';

export interface AwsCall {
  readonly service: Service;
  /** The API's own name, such as `SendMessageBatch`. */
  readonly operation: string;
  readonly permissions: readonly Permission[];
}

/** Access key id of the caller: from the signature header, or from a presigned URL. */
export function accessKeyOf({ headers, url }: AwsRequest): string | undefined {
  const credential = /Credential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];
  return credential ?? url.searchParams.get('X-Amz-Credential')?.split('/')[0];
}
