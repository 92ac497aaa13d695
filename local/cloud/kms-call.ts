/** KMS requests (JSON 1.1). A key is named by id or ARN. */
import type { AwsCall } from './aws-call.ts';

export function kmsCall(operation: string, body: string, keyArn: (key: string) => string): AwsCall {
  const { KeyId } = JSON.parse(body || '{}') as { KeyId?: string };
  return {
    service: 'kms',
    operation,
    permissions: [{ action: `kms:${operation}`, resource: KeyId === undefined ? '*' : keyArn(KeyId) }],
  };
}
