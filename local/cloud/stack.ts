/**
 * The stack as this machine sees it: resources with their properties resolved, their names, their paths.
 *
 * @module
 */
import type { Assembly, Resource } from './assembly.ts';
import { CloudError } from './cloud-error.ts';
import { holds, NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import { ACCOUNT, hasName, type Named, nameResource, type Place } from './resource-names.ts';

/** What `find` tells about one resource. */
export interface Found {
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` gives: queue URL, topic ARN, else the physical name. */
  readonly name: string;
  /** Construct path without `/Resource`, such as `Outcomes/Scoring/Score`. */
  readonly path: string;
}

export interface Stack {
  readonly name: string;
  readonly region: string;
  /** Logical ids of all resources of the given types, in template order; of every type when none is given. */
  readonly ids: (...types: readonly string[]) => readonly string[];
  readonly type: (logicalId: string) => string;
  /**
   * Properties with every intrinsic resolved. The caller states their shape: the template was
   * written by CDK from typed constructs, so it is trusted. Throws `intrinsic-unresolved`.
   */
  readonly properties: <T>(logicalId: string) => T;
  readonly property: <T>(logicalId: string, name: string) => T | undefined;
  readonly ref: (logicalId: string) => string;
  readonly attribute: (logicalId: string, attribute: string) => string;
  readonly arn: (logicalId: string) => string;
  /** The resource that has this ARN (or, for functions, this name). */
  readonly byArn: (arn: string) => string | undefined;
  /** By logical id, or by construct path or its end. Throws `resource-not-found`, `resource-ambiguous`. */
  readonly find: (query: string) => Found;
  readonly assetPath: Assembly['assetPath'];
}

export function openStack(assembly: Assembly, place: Place): Stack {
  const { template, paths } = assembly;
  const names = new Map<string, Named>();

  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${ACCOUNT}:stack/${assembly.stackName}/local`,
    'AWS::StackName': assembly.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };

  const scope: Scope = {
    ref: (name) => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const parameter = template.Parameters?.[name];
      if (parameter === undefined) return named(name).ref;
      if (parameter.Default === undefined) throw unresolved(name, 'is a parameter without a default');
      return parameter.Default;
    },
    attribute: (id, attribute) => {
      const value = named(id).attributes[attribute];
      if (value === undefined)
        throw unresolved(id, `has no attribute ${attribute} on this machine`, resourceOf(id).Type);
      return value;
    },
    condition: (name) => {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw unresolved(name, 'is not a condition of the template');
      return condition;
    },
    mapping: (map, key, field) => {
      const value = template.Mappings?.[map]?.[key]?.[field];
      if (value === undefined) throw unresolved(map, `has no ${key}.${field}`);
      return value;
    },
  };

  const resources = new Map(
    Object.entries(template.Resources).filter(
      ([, { Condition }]) => Condition === undefined || holds(Condition, scope),
    ),
  );

  function resourceOf(id: string): Resource {
    const resource = resources.get(id);
    if (resource === undefined) throw unresolved(id, 'is not a resource of the template');
    return resource;
  }

  function named(id: string): Named {
    const known = names.get(id);
    if (known !== undefined) return known;
    const { Type, Properties } = resourceOf(id);
    const property = (name: string): string | undefined => {
      const value = resolveIn(id, Properties?.[name]);
      return value === undefined || value === NO_VALUE ? undefined : String(value);
    };
    const found = nameResource(Type, id, property, place);
    if (found === undefined) throw unresolved(id, 'has no name on this machine', Type);
    names.set(id, found);
    return found;
  }

  /** Resolves a part of a resource; an error names the resource it stands in. */
  function resolveIn(id: string, value: unknown): unknown {
    try {
      return resolve(value, scope);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      throw new CloudError(error.code, `${id} (${resourceOf(id).Type}): ${error.message}`, { cause: error });
    }
  }

  function property<T>(id: string, name: string): T | undefined {
    const value = resolveIn(id, resourceOf(id).Properties?.[name]);
    return value === NO_VALUE ? undefined : (value as T | undefined);
  }

  function byArn(arn: string): string | undefined {
    for (const [id, { Type }] of resources) {
      if (!hasName(Type)) continue;
      const { ref, attributes } = named(id);
      if (attributes.Arn === arn || attributes.TopicArn === arn || ref === arn) return id;
    }
    return undefined;
  }

  function find(query: string): Found {
    const matches = resources.has(query)
      ? [query]
      : [...resources.keys()].filter((id) => `/${paths.get(id) ?? ''}`.endsWith(`/${query}`));
    const [logicalId] = matches;
    if (logicalId === undefined) {
      throw new CloudError(
        'resource-not-found',
        `No resource is ${query}, by logical id or by the end of its construct path. There are: ${[...paths.values()].join(', ')}.`,
      );
    }
    if (matches.length > 1) {
      throw new CloudError(
        'resource-ambiguous',
        `${query} is the end of several paths: ${matches.map((id) => paths.get(id)).join(', ')}. Say more of it.`,
      );
    }
    const { Type } = resourceOf(logicalId);
    return { logicalId, type: Type, name: named(logicalId).ref, path: paths.get(logicalId) ?? '' };
  }

  return {
    name: assembly.stackName,
    region: place.region,
    ids: (...types) =>
      [...resources].filter(([, { Type }]) => types.length === 0 || types.includes(Type)).map(([id]) => id),
    type: (id) => resourceOf(id).Type,
    properties: <T>(id: string) => resolveIn(id, resourceOf(id).Properties ?? {}) as T,
    property,
    ref: (id) => named(id).ref,
    attribute: (id, attribute) => String(scope.attribute(id, attribute)),
    arn: (id) => {
      const { attributes } = named(id);
      return attributes.Arn ?? attributes.TopicArn ?? String(scope.attribute(id, 'Arn'));
    },
    byArn,
    find,
    assetPath: assembly.assetPath,
  };
}

function unresolved(id: string, why: string, type?: string): CloudError {
  return new CloudError('intrinsic-unresolved', `${id}${type === undefined ? '' : ` (${type})`} ${why}.`);
}
