/**
 * Unknown JSON -> the elements of a Questionnaire that scoring needs, each with its path.
 *
 * @module
 */
import { isObject } from '../responses/questionnaire-response.ts';
import { type CompileFault, fault } from './compile-questionnaire-fault.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface QuestionnaireNode {
  readonly path: string;
  readonly linkId: string;
  readonly type: string;
  readonly element: Json;
  readonly children: readonly QuestionnaireNode[];
}

/** Greatest nesting that is read; real forms have under ten. */
const MAX_DEPTH = 32;

export function readNodes(
  value: unknown,
  faults: CompileFault[],
  seen: Set<string> = new Set(),
  path = 'Questionnaire.item',
  depth = 0,
): readonly QuestionnaireNode[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || depth > MAX_DEPTH) {
    faults.push(
      fault('element-invalid', path, `item must be a list, nested at most ${MAX_DEPTH} levels deep.`),
    );
    return [];
  }
  return (value as readonly unknown[]).flatMap((element, index) => {
    const { linkId, type, item } = isObject(element) ? element : {};
    if (!isObject(element) || typeof linkId !== 'string' || linkId === '' || typeof type !== 'string') {
      faults.push(fault('element-invalid', `${path}[${index}]`, 'Every item needs a linkId and a type.'));
      return [];
    }
    const at = `Questionnaire.item('${linkId}')`;
    if (seen.has(linkId)) {
      faults.push(
        fault(
          'link-id-duplicated',
          at,
          'Two items have this linkId. Give each item its own, then compile again.',
        ),
      );
    }
    seen.add(linkId);
    return [
      { path: at, linkId, type, element, children: readNodes(item, faults, seen, `${at}.item`, depth + 1) },
    ];
  });
}

/** All nodes under these, in the order of the form, groups included. */
export function descendants(nodes: readonly QuestionnaireNode[]): readonly QuestionnaireNode[] {
  return nodes.flatMap((node) => [node, ...descendants(node.children)]);
}

/** Extensions of an element by url; more than one where it repeats. */
export function extensions(element: unknown, url: string): readonly Json[] {
  const { extension } = isObject(element) ? element : {};
  return Array.isArray(extension) ? extension.filter((one) => isObject(one) && one.url === url) : [];
}

/** The first extension's value, whatever its type. */
export function extensionValue(element: unknown, url: string): unknown {
  const [extension] = extensions(element, url);
  return extension === undefined ? undefined : anyValue(extension);
}

function anyValue(extension: Json): unknown {
  for (const [key, value] of Object.entries(extension)) if (key.startsWith('value')) return value;
  return undefined;
}

/** All values of an extension that repeats. */
export function extensionValues(element: unknown, url: string): readonly unknown[] {
  return extensions(element, url).map(anyValue);
}

export function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
