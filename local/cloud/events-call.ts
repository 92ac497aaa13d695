/**
 * EventBridge requests (JSON 1.1). `PutEvents` may name another bus in every entry, and needs leave for each.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 *
 * @module
 */
import type { AwsCall, Permission } from './aws-call.ts';

interface Entry {
  readonly EventBusName?: string;
  readonly Source?: string;
  readonly DetailType?: string;
}

export function eventsCall(operation: string, body: string, busArn: (name: string) => string): AwsCall {
  const { Entries = [] } = JSON.parse(body || '{}') as { Entries?: readonly Entry[] };
  const action = `events:${operation}`;
  const permissions = Entries.map(
    ({ EventBusName = 'default', Source, DetailType }): Permission => ({
      action,
      resource: EventBusName.startsWith('arn:') ? EventBusName : busArn(EventBusName),
      context: {
        ...(Source !== undefined && { 'events:source': [Source] }),
        ...(DetailType !== undefined && { 'events:detail-type': [DetailType] }),
      },
    }),
  );
  return {
    service: 'events',
    operation,
    permissions: permissions.length > 0 ? permissions : [{ action, resource: '*' }],
  };
}
