/**
 * DynamoDB requests (JSON 1.0): which tables and indexes they touch, with which condition keys.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 *
 * @module
 */
import type { AwsCall, Permission } from './aws-call.ts';

/** Partition key names of a table: its own, and each index's. */
export interface KeyNames {
  readonly table: string;
  readonly indexes: Readonly<Record<string, string>>;
}

export interface Tables {
  readonly arn: (tableName: string) => string;
  readonly keys: (tableName: string) => KeyNames | undefined;
}

type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Request {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly RequestItems?: Readonly<Record<string, BatchGet | readonly BatchWrite[]>>;
  readonly TransactItems?: readonly Readonly<Record<string, Request>>[];
}

interface BatchGet {
  readonly Keys: readonly Item[];
}

interface BatchWrite {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

/** A transaction needs the permission of each part. */
const TRANSACT_ACTIONS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

export function dynamodbCall(operation: string, body: string, tables: Tables): AwsCall {
  const request = JSON.parse(body || '{}') as Request;
  return { service: 'dynamodb', operation, permissions: permissionsOf(operation, request, tables) };
}

function permissionsOf(operation: string, request: Request, tables: Tables): readonly Permission[] {
  if (request.RequestItems !== undefined) {
    return Object.entries(request.RequestItems).map(([table, wanted]) =>
      permission(operation, table, tables, leadingKeys(tables.keys(table)?.table, itemsOf(wanted))),
    );
  }
  if (request.TransactItems !== undefined) {
    return request.TransactItems.flatMap((part) =>
      Object.entries(part).flatMap(([kind, one]) =>
        permissionsOf(TRANSACT_ACTIONS[kind] ?? kind, one, tables),
      ),
    );
  }
  if (request.TableName === undefined) return [{ action: `dynamodb:${operation}`, resource: '*' }];
  return [permission(operation, request.TableName, tables, keysOf(request, tables), request.IndexName)];
}

function permission(
  operation: string,
  table: string,
  tables: Tables,
  leading: readonly string[],
  index?: string,
): Permission {
  const arn = tables.arn(table);
  return {
    action: `dynamodb:${operation}`,
    resource: index === undefined ? arn : `${arn}/index/${index}`,
    ...(leading.length > 0 && { context: { 'dynamodb:leadingkeys': leading } }),
    encrypted: { arn, actions: ['kms:Decrypt'] },
  };
}

function itemsOf(wanted: BatchGet | readonly BatchWrite[]): readonly Item[] {
  if ('Keys' in wanted) return wanted.Keys;
  return wanted.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {});
}

/** `dynamodb:LeadingKeys`: the partition key of the item, or the one a query asks for. */
function keysOf(request: Request, tables: Tables): readonly string[] {
  const names = tables.keys(request.TableName ?? '');
  const key = request.IndexName === undefined ? names?.table : names?.indexes[request.IndexName];
  const item = request.Key ?? request.Item;
  if (item !== undefined) return leadingKeys(key, [item]);

  for (const [, left = '', right = ''] of (request.KeyConditionExpression ?? '').matchAll(
    /([#\w.-]+)\s*=\s*(:\w+)/g,
  )) {
    if ((request.ExpressionAttributeNames?.[left] ?? left) !== key) continue;
    return leadingKeys(right, [request.ExpressionAttributeValues ?? {}]);
  }
  return [];
}

function leadingKeys(key: string | undefined, items: readonly Item[]): readonly string[] {
  if (key === undefined) return [];
  const values = items.flatMap((item) => Object.values(item[key] ?? {}).map(String));
  return [...new Set(values)];
}
