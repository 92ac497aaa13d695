/**
 * The status that leads a notification Bundle of the Subscriptions Backport: a Parameters resource in R4
 * (profile backport-subscription-notification-r4), a SubscriptionStatus in R4B and later.
 *
 * @module
 */
import { isObject } from './questionnaire-response.ts';

type Resource = Readonly<Record<string, unknown>>;

export interface Notification {
  /** `handshake`, `heartbeat`, `event-notification`, `query-status`, `query-event`. */
  readonly type: string;
  /** Ids of the QuestionnaireResponses it is about. */
  readonly responses: readonly string[];
  /** An event without a focus, or whose focus is not of this EHR: what changed is not said. */
  readonly unnamed: boolean;
  /** Where its numbers can be read: what a source that counts without gaps is held to. */
  readonly count: EventCount | undefined;
}

/** `total` counts all events since the subscription began, those of this notification (`events`) included. */
export interface EventCount {
  readonly subscription: string;
  readonly events: number;
  readonly total: number;
}

/** Undefined for a Bundle that no subscription status leads. @param baseUrl FHIR base of the source. */
export function notificationOf({ entry }: Resource, baseUrl: string): Notification | undefined {
  const [first] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
  const status = isObject(first) && isObject(first.resource) ? first.resource : {};
  if (status.resourceType === 'SubscriptionStatus') {
    const events = listOf(status.notificationEvent).map((event) => [event.focus]);
    const { reference } = isObject(status.subscription) ? status.subscription : {};
    const count = countOf(reference, events.length, status.eventsSinceSubscriptionStart);
    return told(status.type, events, count, baseUrl);
  }
  if (status.resourceType !== 'Parameters') return undefined;
  const parameters = listOf(status.parameter);
  const type = parameters.find(({ name }) => name === 'type');
  const subscription = parameters.find(({ name }) => name === 'subscription')?.valueReference;
  if (type === undefined || !isObject(subscription)) return undefined;
  const events = parameters
    .filter(({ name }) => name === 'notification-event')
    .map(({ part }) =>
      listOf(part)
        .filter(({ name }) => name === 'focus')
        .map(({ valueReference }) => valueReference),
    );
  const since = parameters.find(({ name }) => name === 'events-since-subscription-start');
  const total = since?.valueString ?? since?.valueUnsignedInt ?? since?.valueInteger64;
  return told(type.valueCode, events, countOf(subscription.reference, events.length, total), baseUrl);
}

/** Numbers come as numbers or, of 64 bits, as text. */
function countOf(subscription: unknown, events: number, total: unknown): EventCount | undefined {
  const read = typeof total === 'string' && /^\d{1,15}$/.test(total) ? Number(total) : total;
  return typeof subscription === 'string' && typeof read === 'number' && Number.isSafeInteger(read)
    ? { subscription, events, total: read }
    : undefined;
}

/** @param events the foci of each event. */
function told(
  type: unknown,
  events: readonly (readonly unknown[])[],
  count: EventCount | undefined,
  baseUrl: string,
): Notification {
  const foci = events.flat().flatMap((focus) => (isObject(focus) ? [focus.reference] : []));
  const responses = foci.flatMap(
    (reference) => idOfReference(reference, 'QuestionnaireResponse', baseUrl) ?? [],
  );
  const others = foci.filter((reference) => isOfAnotherType(reference));
  return {
    type: typeof type === 'string' ? type : '',
    responses: [...new Set(responses)],
    unnamed: foci.length === 0 || responses.length + others.length < foci.length,
    count,
  };
}

/** Id of a reference of this type, relative or under the source's own base; undefined for any other. */
export function idOfReference(reference: unknown, type: string, baseUrl: string): string | undefined {
  if (typeof reference !== 'string') return undefined;
  const relative = reference.startsWith(`${baseUrl}/`) ? reference.slice(baseUrl.length + 1) : reference;
  const [named, id = '', history] = relative.split('/');
  return named === type && /^[A-Za-z0-9.-]{1,64}$/.test(id) && (history ?? '_history') === '_history'
    ? id
    : undefined;
}

function isOfAnotherType(reference: unknown): boolean {
  const type =
    typeof reference === 'string'
      ? /(?:^|\/)([A-Z][A-Za-z]+)\/[^/]+(?:\/_history\/[^/]+)?$/.exec(reference)?.[1]
      : undefined;
  return type !== undefined && type !== 'QuestionnaireResponse';
}

function listOf(value: unknown): readonly Resource[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isObject) : [];
}
