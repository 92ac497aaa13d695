/**
 * The template's topics and their queue subscriptions in fauxqs. Subscriptions by other protocols
 * (e-mail, HTTPS) have nothing to arrive at on this machine and are left out.
 *
 * @module
 */
import { CloudError } from './cloud-error.ts';
import type { Stack } from './stack.ts';

/** Sends one form in SNS's query protocol, as the operator. */
export type SnsCaller = (form: Readonly<Record<string, string>>) => Promise<void>;

interface SubscriptionProperties {
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly TopicArn: string;
  readonly RawMessageDelivery?: boolean;
  readonly FilterPolicy?: object;
  readonly FilterPolicyScope?: string;
}

export async function createTopics(stack: Stack, send: SnsCaller): Promise<void> {
  for (const id of stack.ids('AWS::SNS::Topic')) {
    const Name = stack.attribute(id, 'TopicName');
    await send({
      Action: 'CreateTopic',
      Name,
      ...(Name.endsWith('.fifo') && {
        'Attributes.entry.1.key': 'FifoTopic',
        'Attributes.entry.1.value': 'true',
      }),
    });
  }
  for (const id of stack.ids('AWS::SNS::Subscription')) {
    const { Protocol, Endpoint = '', TopicArn, ...options } = stack.properties<SubscriptionProperties>(id);
    if (Protocol !== 'sqs') continue;
    const attributes = Object.entries({
      ...(options.RawMessageDelivery !== undefined && {
        RawMessageDelivery: String(options.RawMessageDelivery),
      }),
      ...(options.FilterPolicy !== undefined && { FilterPolicy: JSON.stringify(options.FilterPolicy) }),
      ...(options.FilterPolicyScope !== undefined && { FilterPolicyScope: options.FilterPolicyScope }),
    }).flatMap(([key, value], index) => [
      [`Attributes.entry.${index + 1}.key`, key],
      [`Attributes.entry.${index + 1}.value`, value],
    ]);
    await send({ Action: 'Subscribe', TopicArn, Protocol, Endpoint, ...Object.fromEntries(attributes) });
  }
}

/** A caller for `createTopics` that goes through the gateway. */
export function snsCaller(gatewayUrl: string, accessKey: string, region: string): SnsCaller {
  return async (form) => {
    const answer = await fetch(gatewayUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/20260101/${region}/sns/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams(form),
    });
    if (!answer.ok) {
      throw new CloudError(
        'emulator-refused',
        `SNS ${form.Action} failed: ${answer.status} ${await answer.text()}`,
      );
    }
  };
}
