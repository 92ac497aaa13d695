/**
 * One line of an NDJSON file -> what goes into the queue for it, by the same rules as a push over HTTP.
 *
 * Pure and total: a line that cannot be taken is a value with a stable code, so that one broken line never
 * stops the others.
 *
 * @module
 */
import { deliveriesOf, type Envelope, type NamingRules } from './delivery.ts';
import { isObject } from './questionnaire-response.ts';

/** Why a line was not taken. Stored and counted: never rename one. */
export type LineFault =
  | 'line-too-long'
  | 'not-utf-8'
  | 'not-json'
  | 'not-a-resource'
  | 'resource-type-not-kept'
  | 'nothing-in-bundle'
  | 'delete-unnamed';

export type ImportLine =
  | { readonly kind: 'kept'; readonly delivered: Pick<Envelope, 'responses' | 'context'> }
  | { readonly kind: 'blank' }
  | { readonly kind: 'failed'; readonly code: LineFault };

export function readImportLine(text: string, naming: NamingRules): ImportLine {
  if (text.trim() === '') return { kind: 'blank' };
  const resource = parse(text);
  if (resource === undefined) return failed('not-json');
  if (!isObject(resource) || typeof resource.resourceType !== 'string') return failed('not-a-resource');
  const { resourceType } = resource;
  const alone = resourceType === 'QuestionnaireResponse' || resourceType === 'Bundle';
  // A bulk export has one resource a line: a file of Encounters is read as Bundles of one entry.
  const delivered = deliveriesOf(
    alone ? resource : { resourceType: 'Bundle', entry: [{ resource }] },
    naming,
  );
  // A line is taken whole or told whole: a delete that withdraws nothing must not hide behind its neighbours.
  if (delivered !== null && delivered.unnamed.length > 0) return failed('delete-unnamed');
  if (delivered !== null && delivered.responses.length + delivered.context.length > 0) {
    const { responses, context } = delivered;
    return { kind: 'kept', delivered: { responses, context } };
  }
  return failed(resourceType === 'Bundle' ? 'nothing-in-bundle' : 'resource-type-not-kept');
}

/** Says what to do about it, to whoever sent the file. */
export function explainLineFault(code: LineFault): string {
  switch (code) {
    case 'line-too-long':
      return 'The line is larger than 5 MB. Send its entries as lines of their own.';
    case 'not-utf-8':
      return 'The line is not UTF-8. Export the file again as UTF-8.';
    case 'not-json':
      return 'The line is not JSON. Export it again: NDJSON has one whole resource on each line.';
    case 'not-a-resource':
      return 'The line is JSON and no FHIR resource: it has no resourceType.';
    case 'resource-type-not-kept':
      return 'Resources of this type are not kept here. Leave them out of the file.';
    case 'nothing-in-bundle':
      return 'The Bundle holds nothing that is kept here.';
    case 'delete-unnamed':
      return 'The Bundle deletes a response by a name that this source does not use. Send the response itself with status entered-in-error, and the other entries again.';
  }
}

function failed(code: LineFault): ImportLine {
  return { kind: 'failed', code };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
