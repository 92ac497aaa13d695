/**
 * IAM's decision about one call within one account: an explicit Deny wins, else one Allow is needed.
 * Pure. What cannot be judged (a condition of an unknown kind) is denied, and the reason says so.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @module
 */
import { type Conditions, type ContextValues, judgeConditions, matcher } from './iam-conditions.ts';

/** A statement as it stands in a policy document, intrinsics resolved. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: Principals;
  readonly Condition?: Conditions;
}

type Principals = '*' | Readonly<Record<string, string | readonly string[]>>;

export interface PolicyDocument {
  readonly Statement: Statement | readonly Statement[];
}

/** One call that a role wants to make. */
export interface Call {
  /** ARN of the calling role. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case; what is absent here is absent in the request. */
  readonly context: ContextValues;
}

export interface Policies {
  /** All statements of the calling role. */
  readonly identity: readonly Statement[];
  /** Statements of the policy on the resource itself. */
  readonly resource: readonly Statement[];
  /** Keys differ: their own policy must let the account's IAM decide before a role's policy counts. */
  readonly isKey?: boolean;
}

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

export function decide(call: Call, { identity, resource, isKey = false }: Policies): Decision {
  const byRole = identity.map((statement) => judge(statement, call));
  const byResource = resource.map((statement) =>
    principalMatches(statement.Principal, call.principal) ? judge(statement, call) : 'silent',
  );

  if (byRole.includes('deny')) return refuse('with an explicit deny in an identity-based policy');
  if (byResource.includes('deny')) return refuse('with an explicit deny in a resource-based policy');
  const unknown = [...byRole, ...byResource].find((verdict) => typeof verdict === 'object');

  const delegates = !isKey || resource.some((statement) => delegatesToIam(statement, call));
  if (delegates && byRole.includes('allow')) return { allowed: true };
  if (resource.some((statement, index) => byResource[index] === 'allow' && !namesAccount(statement))) {
    return { allowed: true };
  }
  if (unknown !== undefined) return refuse(`because the local cloud cannot judge ${unknown.unknown}`);
  if (!delegates)
    return refuse(`because the key policy does not let IAM policies allow the ${call.action} action`);
  return refuse(`because no identity-based policy allows the ${call.action} action`);
}

type Verdict = 'allow' | 'deny' | 'silent' | { readonly unknown: string };

function judge(statement: Statement, call: Call): Verdict {
  if (!actionMatches(statement, call.action) || !resourceMatches(statement, call.resource)) return 'silent';
  const conditions = judgeConditions(statement.Condition ?? {}, call.context);
  if (conditions === 'unmet') return 'silent';
  if (conditions === 'met') return statement.Effect === 'Deny' ? 'deny' : 'allow';
  return statement.Effect === 'Deny' ? 'deny' : conditions;
}

function actionMatches({ Action, NotAction }: Statement, action: string): boolean {
  if (NotAction !== undefined) return !some(NotAction, action, true);
  return some(Action, action, true);
}

function resourceMatches({ Resource, NotResource }: Statement, resource: string): boolean {
  if (NotResource !== undefined) return !some(NotResource, resource);
  return some(Resource, resource);
}

function some(patterns: string | readonly string[] | undefined, value: string, ignoreCase = false): boolean {
  return many(patterns).some((pattern) => matcher(pattern, ignoreCase).test(value));
}

function principalMatches(principals: Principals | undefined, role: string): boolean {
  if (principals === undefined) return false;
  if (principals === '*') return true;
  return many(principals.AWS).some((who) => who === '*' || who === role || who === rootOf(role));
}

/** The account's own statement: it delegates to IAM, it does not allow a role by itself. */
function namesAccount({ Principal }: Statement): boolean {
  if (Principal === undefined || Principal === '*') return false;
  return many(Principal.AWS).every((who) => who.endsWith(':root'));
}

function delegatesToIam(statement: Statement, call: Call): boolean {
  return namesAccount(statement) && judge(statement, call) === 'allow';
}

function rootOf(role: string): string {
  return role.replace(/:role\/.*$/, ':root');
}

function many(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function refuse(reason: string): Decision {
  return { allowed: false, reason };
}
