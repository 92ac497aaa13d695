/**
 * A valibot schema -> JSON Schema (2020-12), for the parts of valibot that our definitions use. Generated, so
 * that what an editor accepts is what the parser accepts.
 *
 * @module
 */
import type * as v from 'valibot';

export type JsonSchema = Readonly<Record<string, unknown>>;

type Schema = v.GenericSchema<unknown, unknown>;

/** @throws {RangeError} for a part of valibot that is not translated yet: a bug, seen by `npm run docs`. */
export function jsonSchemaOf(schema: Schema): JsonSchema {
  const part = schema as Schema & Parts;
  const [inner, ...actions] = part.pipe ?? [];
  if (inner === undefined) return translated(part);
  return { ...jsonSchemaOf(inner as unknown as Schema), ...constraints(actions, part.type === 'array') };
}

/** What the members of valibot's schemas are called. */
interface Parts {
  readonly entries?: Readonly<Record<string, Schema & Parts>>;
  readonly item?: Schema;
  readonly value?: Schema;
  readonly wrapped?: Schema;
  readonly literal?: unknown;
  readonly default?: unknown;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly PipeItem[];
}

interface PipeItem {
  readonly kind: string;
  readonly type: string;
  readonly requirement?: unknown;
  readonly description?: string;
}

function translated(part: Schema & Parts): JsonSchema {
  switch (part.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: part.type };
    case 'literal':
      return { const: part.literal };
    case 'picklist':
      return { enum: part.options };
    case 'array':
      return { type: 'array', items: jsonSchemaOf(needed(part.item)) };
    case 'record':
      return { type: 'object', additionalProperties: jsonSchemaOf(needed(part.value)) };
    case 'nullable':
      return { anyOf: [jsonSchemaOf(needed(part.wrapped)), { type: 'null' }] };
    case 'optional':
      return { ...jsonSchemaOf(needed(part.wrapped)), default: part.default };
    case 'exact_optional':
      return jsonSchemaOf(needed(part.wrapped));
    case 'variant':
    case 'union':
      return { anyOf: (part.options as readonly Schema[]).map(jsonSchemaOf) };
    case 'strict_object':
      return objectOf(part.entries ?? {});
    default:
      throw new RangeError(`json-schema.ts does not translate ${part.type} yet`);
  }
}

function objectOf(entries: Readonly<Record<string, Schema & Parts>>): JsonSchema {
  const required = Object.entries(entries).flatMap(([key, { type }]) =>
    type === 'optional' || type === 'exact_optional' ? [] : [key],
  );
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, jsonSchemaOf(entry)])),
    required,
    additionalProperties: false,
  };
}

function constraints(actions: readonly PipeItem[], list: boolean): JsonSchema {
  const size = list ? 'Items' : 'Length';
  return Object.assign(
    {},
    ...actions.map(({ type, requirement, description }): JsonSchema => {
      switch (type) {
        case 'description':
          return { description };
        case 'regex':
          return { pattern: (requirement as RegExp).source };
        case 'integer':
          return { type: 'integer' };
        case 'min_value':
          return { minimum: requirement };
        case 'min_length':
          return { [`min${size}`]: requirement };
        case 'max_length':
          return { [`max${size}`]: requirement };
        default:
          throw new RangeError(`json-schema.ts does not translate ${type} yet`);
      }
    }),
  );
}

function needed(schema: Schema | undefined): Schema {
  if (schema === undefined) throw new RangeError('a valibot schema lacks its inner schema');
  return schema;
}
