/**
 * What an EHR pushed, in one shape whatever road it came by.
 *
 * @module
 */
import { CONTEXT_TYPES } from '../programs/context.ts';
import type { ProgramEvidence } from '../programs/named-program.ts';
import { questionnaireResponses } from './bundle.ts';
import type { Sha256 } from './content-hash.ts';
import { type IdentityMode, identityOf } from './identity.ts';
import { isObject } from './questionnaire-response.ts';

type Resource = Readonly<Record<string, unknown>>;

/** One response to create, replace or withdraw. */
export interface ResponseDelivery {
  readonly kind: 'upsert' | 'delete';
  readonly identity: string;
  /** Absent for a delete. */
  readonly resource?: Resource;
  /** Program named by the push itself. */
  readonly program?: string;
  /** Which rule named the program, when it was not the push. */
  readonly programBy?: ProgramEvidence;
}

/** A message of the internal queue. A transaction Bundle is one message. */
export interface Envelope {
  readonly source: string;
  /** ISO instant at which it reached us, stamped once. */
  readonly receivedAt: string;
  /** Set by `rescore`: stored responses that are to be scored again, since this ISO instant. */
  readonly rescoredAt?: string;
  readonly responses: readonly ResponseDelivery[];
  /** Episodes, appointments and the like that came along: what outcomes need besides scores. */
  readonly context: readonly Resource[];
}

export interface NamingRules {
  readonly mode: IdentityMode;
  /** FHIR base of the source. */
  readonly baseUrl: string;
  readonly sha256: Sha256;
}

/** Deliveries of one resource that is a QuestionnaireResponse or a Bundle; null for anything else. */
export function deliveriesOf(
  resource: Resource,
  naming: NamingRules,
  pushed: { readonly urlId?: string | undefined; readonly program?: string | undefined } = {},
): Pick<Envelope, 'responses' | 'context'> | null {
  if (resource.resourceType === 'QuestionnaireResponse') {
    return { responses: [upsert(resource, pushed.urlId, undefined, naming, pushed.program)], context: [] };
  }
  if (resource.resourceType !== 'Bundle') return null;
  const responses = questionnaireResponses(resource).map(
    (entry): ResponseDelivery =>
      entry.method === 'DELETE'
        ? { kind: 'delete', identity: entry.urlId ?? '' }
        : upsert(entry.resource, entry.urlId, entry.fullUrl, naming, pushed.program),
  );
  return { responses, context: contextResources(resource) };
}

function upsert(
  resource: Resource,
  urlId: string | undefined,
  fullUrl: string | undefined,
  naming: NamingRules,
  program: string | undefined,
): ResponseDelivery {
  const named = program ?? taggedProgram(resource);
  return {
    kind: 'upsert',
    identity: identityOf({ resource, urlId, fullUrl }, naming),
    resource,
    ...(named === undefined ? {} : { program: named }),
  };
}

/** Tag by which an integration engine may name the program: `meta.tag` of this system. */
const PROGRAM_TAG = 'urn:outcomes-pipeline:program';

function taggedProgram({ meta }: Resource): string | undefined {
  const tags = isObject(meta) && Array.isArray(meta.tag) ? (meta.tag as readonly unknown[]) : [];
  const tag = tags.find((one) => isObject(one) && one.system === PROGRAM_TAG);
  return isObject(tag) && typeof tag.code === 'string' ? tag.code : undefined;
}

function contextResources({ entry }: Resource): readonly Resource[] {
  if (!Array.isArray(entry)) return [];
  return (entry as readonly unknown[]).flatMap((one) => {
    const resource = isObject(one) ? one.resource : undefined;
    return isObject(resource) && CONTEXT_TYPES.has(resource.resourceType) ? [resource] : [];
  });
}
