/**
 * A subscription's call -> what it is about, whatever engine made it.
 *
 * | sender                          | call                                        | becomes                            |
 * | ------------------------------- | ------------------------------------------- | ---------------------------------- |
 * | R4 rest-hook, with payload      | POST, a resource                            | that resource                      |
 * | R4 rest-hook, without           | POST, no body                               | a search: something has changed    |
 * | HAPI                            | PUT or DELETE `/QuestionnaireResponse/{id}` | that resource, or a look at the id |
 * | Medplum                         | POST, `X-Medplum-Interaction`               | the same                           |
 * | Subscriptions Backport          | POST, Bundle led by the subscription status | its resources, or a look at its ids |
 *
 * A delete is never taken at its word: the id is looked up, and what is gone is withdrawn. Hooks tell late,
 * twice and out of order, and a secret that leaked must not be able to withdraw a score.
 *
 * @module
 */
import { CONTEXT_TYPES } from '../programs/context.ts';
import { questionnaireResponses } from './bundle.ts';
import { deliveriesOf, type NamingRules, type ResponseDelivery } from './delivery.ts';
import { type EventCount, idOfReference, notificationOf } from './notification.ts';
import { isObject } from './questionnaire-response.ts';

type Resource = Readonly<Record<string, unknown>>;

export interface HookCall {
  readonly method: string;
  /** Path behind `/hooks/{source}`: empty, or `QuestionnaireResponse/{id}`. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export type Hook =
  | {
      readonly kind: 'told';
      /** What came in full. */
      readonly responses: readonly ResponseDelivery[];
      readonly context: readonly Resource[];
      /** Ids at the EHR that must be read there. */
      readonly read: readonly string[];
      /** Something changed that was not named: the EHR is searched. */
      readonly search: boolean;
      /** How many events its subscription has had, where the call says so. */
      readonly count?: EventCount | undefined;
    }
  | { readonly kind: 'unreadable'; readonly code: 'not-json' | 'not-fhir' | 'wrong-path' };

const nothing = { kind: 'told', responses: [], context: [], read: [], search: false } as const;
const ID = /^[A-Za-z0-9.-]{1,64}$/;

export function readHook({ method, path, headers, body }: HookCall, naming: NamingRules): Hook {
  const target = targetOf(path);
  if (target === undefined) return { kind: 'unreadable', code: 'wrong-path' };
  const { type, id } = target;
  if (type !== undefined && type !== 'QuestionnaireResponse' && !CONTEXT_TYPES.has(type)) return nothing;
  if (method === 'DELETE' || headers['x-medplum-interaction'] === 'delete') {
    const gone =
      id ?? idOfReference(headers['x-medplum-deleted-resource'], 'QuestionnaireResponse', naming.baseUrl);
    return type === undefined || type === 'QuestionnaireResponse'
      ? { ...nothing, read: gone === undefined ? [] : [gone], search: gone === undefined }
      : nothing;
  }
  if (body.trim() === '') return id === undefined ? { ...nothing, search: true } : { ...nothing, read: [id] };
  const resource = parsed(body);
  if (resource === undefined) return { kind: 'unreadable', code: 'not-json' };
  if (typeof resource.resourceType !== 'string') return { kind: 'unreadable', code: 'not-fhir' };
  return resource.resourceType === 'Bundle'
    ? bundleHook(resource, naming)
    : { ...nothing, ...resourceHook(resource, id, naming) };
}

function bundleHook(bundle: Resource, naming: NamingRules): Hook {
  const delivered = deliveriesOf(bundle, naming) ?? { ...nothing, unnamed: [] };
  const notification = notificationOf(bundle, naming.baseUrl);
  const responses = delivered.responses.filter(({ kind }) => kind === 'upsert');
  if (notification === undefined) {
    // By the EHR's own id, whatever responses are named by here: it is asked whether they are gone.
    const deleted = questionnaireResponses(bundle).filter(({ method }) => method === 'DELETE');
    const read = deleted.flatMap(({ urlId }) => urlId ?? []);
    return { ...nothing, responses, context: delivered.context, read, search: read.length < deleted.length };
  }
  const { count } = notification;
  if (notification.type !== 'event-notification') return { ...nothing, ...(count && { count }) };
  const full = new Set(responses.map(({ resource }) => resource?.id));
  const read = notification.responses.filter((one) => !full.has(one));
  return {
    kind: 'told',
    responses,
    context: delivered.context,
    read,
    search: notification.unnamed && responses.length === 0 && read.length === 0,
    ...(count && { count }),
  };
}

function resourceHook(
  resource: Resource,
  id: string | undefined,
  naming: NamingRules,
): Partial<Extract<Hook, { kind: 'told' }>> {
  const delivered = deliveriesOf(resource, naming, { urlId: id });
  if (delivered !== null) return { responses: delivered.responses, context: delivered.context };
  return CONTEXT_TYPES.has(resource.resourceType) ? { context: [resource] } : {};
}

/** Undefined for a path that names no resource. */
function targetOf(
  path: string,
): { readonly type?: string | undefined; readonly id?: string | undefined } | undefined {
  const [type, id, ...more] = path.split('/').filter((part) => part !== '');
  if (type === undefined) return {};
  if (more.length > 0 || !/^[A-Z][A-Za-z]{2,40}$/.test(type)) return undefined;
  return id === undefined || ID.test(id) ? { type, id } : undefined;
}

function parsed(body: string): Resource | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
