/**
 * CloudFormation's intrinsic functions over plain JSON. Pure: what a `Ref` or an attribute is comes from
 * the scope. Nothing ever resolves to `undefined` by accident: what cannot be resolved throws.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 *
 * @module
 */
import { CloudError } from './cloud-error.ts';

/** What the names in a template stand for. Each function throws for a name it does not know. */
export interface Scope {
  /** A resource, a parameter or a pseudo parameter; `NO_VALUE` for `AWS::NoValue`. */
  readonly ref: (name: string) => unknown;
  readonly attribute: (logicalId: string, attribute: string) => unknown;
  /** The expression of a condition. */
  readonly condition: (name: string) => unknown;
  readonly mapping: (map: string, key: string, field: string) => unknown;
}

/** `AWS::NoValue`: the property or list entry that holds it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** The value with every intrinsic replaced. Throws `intrinsic-unresolved`. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;

  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && isIntrinsic(only[0]))
    return call(only[0], only[1], scope);
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, resolve(entry, scope)]).filter(([, entry]) => entry !== NO_VALUE),
  );
}

/** Whether a condition of the template holds. */
export function holds(name: string, scope: Scope): boolean {
  return truth(scope.condition(name), scope);
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return scope.ref(text(argument, name));
    case 'Fn::GetAtt': {
      const [id, attribute] = typeof argument === 'string' ? splitOnce(argument) : list(argument, name);
      return scope.attribute(text(id, name), text(resolve(attribute, scope), name));
    }
    case 'Fn::Join': {
      const [separator, parts] = list(argument, name);
      return list(resolve(parts, scope), name)
        .map((part) => text(part, name))
        .join(text(separator, name));
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Select': {
      const [index, from] = list(argument, name);
      const entries = list(resolve(from, scope), name);
      const picked = entries[Number(resolve(index, scope))];
      if (picked === undefined)
        throw unresolved(name, `no entry ${JSON.stringify(index)} in a list of ${entries.length}`);
      return picked;
    }
    case 'Fn::Split': {
      const [separator, from] = list(argument, name);
      return text(resolve(from, scope), name).split(text(separator, name));
    }
    case 'Fn::If': {
      const [condition, then, otherwise] = list(argument, name);
      return resolve(holds(text(condition, name), scope) ? then : otherwise, scope);
    }
    case 'Fn::FindInMap': {
      const [map, key, field] = list(resolve(argument, scope), name);
      return scope.mapping(text(map, name), text(key, name), text(field, name));
    }
    case 'Fn::Base64':
      return Buffer.from(text(resolve(argument, scope), name)).toString('base64');
    default:
      throw unresolved(name, 'this intrinsic function is not known to the local cloud');
  }
}

/** `${Name}`, `${Name.Attribute}`, names from the second argument, and `${!Literal}`. */
function substitute(argument: unknown, scope: Scope): string {
  const [template, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = own as Readonly<Record<string, unknown>>;
  return text(template, 'Fn::Sub').replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables, name)) return text(resolve(variables[name], scope), 'Fn::Sub');
    const [id, attribute] = splitOnce(name);
    return text(attribute === undefined ? scope.ref(id) : scope.attribute(id, attribute), 'Fn::Sub');
  });
}

function truth(condition: unknown, scope: Scope): boolean {
  const [only] = Object.entries(condition as Record<string, unknown>);
  if (only === undefined) throw unresolved('Conditions', 'an empty condition');
  const [name, argument] = only;
  switch (name) {
    case 'Condition':
      return holds(text(argument, name), scope);
    case 'Fn::Equals': {
      const [left, right] = list(resolve(argument, scope), name);
      return String(left) === String(right);
    }
    case 'Fn::Not':
      return !truth(list(argument, name)[0], scope);
    case 'Fn::And':
      return list(argument, name).every((part) => truth(part, scope));
    case 'Fn::Or':
      return list(argument, name).some((part) => truth(part, scope));
    default:
      throw unresolved(name, 'this condition function is not known to the local cloud');
  }
}

function splitOnce(name: string): [string, string?] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)];
}

function list(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw unresolved(name, `expected a list, received ${JSON.stringify(value)}`);
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw unresolved(name, `expected text, received ${JSON.stringify(value) ?? String(value)}`);
}

function unresolved(name: string, why: string): CloudError {
  return new CloudError('intrinsic-unresolved', `${name}: ${why}.`);
}
