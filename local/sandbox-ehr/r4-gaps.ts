/**
 * What `validateResource` of `@medplum/core` 5.2 accepts though R4 forbids it (found by trying):
 *
 * - a code that is not in its required value set (`Observation.status: "completed"`),
 * - two types of one choice element (`valueQuantity` and `valueString`),
 * - a reference to a type that the element does not allow,
 * - an element that is there but empty: `""`, `[]`, `{}`, `null`.
 *
 * Walks a resource along the structure definitions, at every depth. Needs `loadStructureDefinitions`.
 *
 * @module
 */
import { type InternalSchemaElement, tryGetDataType } from '@medplum/core';
import type { OperationOutcomeIssue, Reference, Resource } from '@medplum/fhirtypes';
import { codesOf } from './definitions.ts';

export function r4Gaps(resource: Resource): OperationOutcomeIssue[] {
  const { resourceType } = resource;
  const elements = resource as unknown as Record<string, unknown>;
  return [...emptyElements(elements, resourceType), ...gapsIn(elements, resourceType, resourceType)];
}

function* emptyElements(value: object, path: string): Generator<OperationOutcomeIssue> {
  for (const [name, child] of Object.entries(value)) {
    const childPath = Array.isArray(value) ? path : `${path}.${name}`;
    const isObject = typeof child === 'object' && child !== null;
    const isEmpty = isObject ? Object.keys(child).length === 0 : child === '';
    if (isEmpty || (child === null && !Array.isArray(value)))
      yield issue('structure', 'An element must not be empty', childPath);
    else if (isObject) yield* emptyElements(child, childPath);
  }
}

function* gapsIn(
  value: Record<string, unknown>,
  type: string,
  path: string,
): Generator<OperationOutcomeIssue> {
  for (const [name, element] of Object.entries(tryGetDataType(type)?.elements ?? {})) {
    const present = presentTypes(value, name, element);
    if (present.length > 1)
      yield issue(
        'structure',
        `Only one of ${present.map(([key]) => key).join(', ')} is allowed`,
        `${path}.${name}`,
      );
    for (const [key, childType] of present)
      for (const child of [value[key]].flat())
        yield* gapsInElement(child, childType, element, `${path}.${key}`);
  }
}

/** `[property, type]` of an element that is there; more than one only where a choice was made twice. */
function presentTypes(
  value: Record<string, unknown>,
  name: string,
  { type }: InternalSchemaElement,
): [string, string][] {
  if (!name.endsWith('[x]')) return value[name] === undefined ? [] : [[name, type[0]?.code ?? '']];
  const stem = name.slice(0, -'[x]'.length);
  return type
    .map(({ code }): [string, string] => [`${stem}${code.charAt(0).toUpperCase()}${code.slice(1)}`, code])
    .filter(([key]) => value[key] !== undefined);
}

function* gapsInElement(
  child: unknown,
  type: string,
  element: InternalSchemaElement,
  path: string,
): Generator<OperationOutcomeIssue> {
  if (type === 'code' && element.binding?.strength === 'required') {
    const codes = codesOf(element.binding.valueSet ?? '');
    if (codes !== undefined && !codes.has(String(child)))
      yield issue('code-invalid', `The code is not in ${element.binding.valueSet}`, path);
  }
  if (typeof child !== 'object' || child === null) return;

  if (type === 'Reference') {
    const targets = element.type.flatMap(({ targetProfile = [] }) =>
      targetProfile.map((url) => url.split('/').at(-1)),
    );
    const target = targetType(child as Reference);
    if (
      target !== undefined &&
      targets.length > 0 &&
      !targets.includes('Resource') &&
      !targets.includes(target)
    )
      yield issue('structure', `A reference to ${target} is not allowed here`, path);
  }
  const contained = (child as { resourceType?: string }).resourceType;
  yield* gapsIn(child as Record<string, unknown>, contained ?? type, path);
}

/** `undefined` where a reference does not tell (contained, `urn:uuid:`, logical). */
function targetType({ reference = '', type }: Reference): string | undefined {
  return type ?? /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[^/]+)?$/.exec(reference)?.[1];
}

function issue(code: 'structure' | 'code-invalid', text: string, path: string): OperationOutcomeIssue {
  return { severity: 'error', code, details: { text }, expression: [path] };
}
