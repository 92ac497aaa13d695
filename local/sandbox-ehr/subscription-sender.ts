/**
 * A subscription of the sandbox EHR, in the manner of each engine: what it writes it tells, by a call of its own.
 *
 * | manner          | call                                                                                |
 * | --------------- | ----------------------------------------------------------------------------------- |
 * | `r4`            | POST of the resource, secret in a header                                            |
 * | `r4-empty`      | POST without a body, secret in a header                                             |
 * | `hapi`          | PUT to `/QuestionnaireResponse/{id}`, secret in a header                             |
 * | `medplum`       | POST of the resource, body signed, `X-Medplum-Interaction`                           |
 * | `backport`      | POST of a Bundle led by Parameters, by id only, with the count of events            |
 * | `backport-full` | the same with the resource behind it                                                |
 * | `athenahealth`  | POST of a Bundle led by a SubscriptionStatus, ids and an AuditEvent, WebSub signature |
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import type { FhirResource } from 'fhir/r4.js';

export type SubscriptionManner =
  | 'r4'
  | 'r4-empty'
  | 'hapi'
  | 'medplum'
  | 'backport'
  | 'backport-full'
  | 'athenahealth';

export interface Subscription {
  readonly manner: SubscriptionManner;
  readonly endpoint: string;
  /** Sent in a header, or the key of the signature. */
  readonly secret: string;
}

export interface SubscriptionSender {
  /** For `onWrite` of the EHR. */
  tell(resource: FhirResource): void;
  /** Status of every call so far, once all have been answered. */
  settled(): Promise<readonly number[]>;
}

export function subscriptionSender(subscription: () => Subscription | undefined): SubscriptionSender {
  const calls: Promise<number>[] = [];
  let events = 0;
  return {
    tell(resource) {
      const one = subscription();
      if (one === undefined || resource.resourceType !== 'QuestionnaireResponse') return;
      events += 1;
      calls.push(call(one, resource, events));
    },
    settled: () => Promise.all(calls),
  };
}

async function call(
  { manner, endpoint, secret }: Subscription,
  resource: FhirResource,
  events: number,
): Promise<number> {
  const body = bodyOf(manner, resource, events);
  const response = await fetch(
    manner === 'hapi' ? `${endpoint}/QuestionnaireResponse/${resource.id}` : endpoint,
    {
      method: manner === 'hapi' ? 'PUT' : 'POST',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
        ...proofOf(manner, secret, body ?? ''),
      },
      ...(body === undefined ? {} : { body }),
    },
  );
  await response.arrayBuffer();
  return response.status;
}

function proofOf(manner: SubscriptionManner, secret: string, body: string): Record<string, string> {
  const signature = (): string => createHmac('sha256', secret).update(body).digest('hex');
  if (manner === 'medplum') return { 'x-medplum-interaction': 'create', 'x-signature': signature() };
  if (manner === 'athenahealth') return { 'x-hub-signature': `sha256=${signature()}` };
  return { authorization: `Bearer ${secret}` };
}

function bodyOf(manner: SubscriptionManner, resource: FhirResource, events: number): string | undefined {
  const focus = { reference: `QuestionnaireResponse/${resource.id}` };
  switch (manner) {
    case 'r4-empty':
      return undefined;
    case 'r4':
    case 'hapi':
    case 'medplum':
      return JSON.stringify(resource);
    case 'backport':
      return notification(parametersOf(focus, events));
    case 'backport-full':
      return notification(parametersOf(focus, events), resource);
    case 'athenahealth':
      // Ids only, numbers as text, and what was done for the record behind it.
      return notification(
        {
          resourceType: 'SubscriptionStatus',
          type: 'event-notification',
          notificationEvent: [{ eventNumber: '1', focus }],
        },
        { resourceType: 'AuditEvent', id: `audit-${events}` },
      );
  }
}

function notification(status: object, ...others: readonly object[]): string {
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'history',
    entry: [status, ...others].map((resource) => ({ resource })),
  });
}

function parametersOf(focus: object, events: number): object {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'subscription', valueReference: { reference: 'Subscription/sandbox' } },
      { name: 'type', valueCode: 'event-notification' },
      { name: 'events-since-subscription-start', valueString: String(events) },
      {
        name: 'notification-event',
        part: [
          { name: 'event-number', valueString: String(events) },
          { name: 'focus', valueReference: focus },
        ],
      },
    ],
  };
}
