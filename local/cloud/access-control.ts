/**
 * Who may make which call: access key -> function -> role -> the template's policies.
 *
 * @module
 */
import type { Permission } from './aws-call.ts';
import { decide } from './iam.ts';
import type { ContextValues } from './iam-conditions.ts';
import { ACCOUNT } from './resource-names.ts';
import type { Stack } from './stack.ts';
import type { StackPolicies } from './stack-policies.ts';

/** A call that the synthesized policies do not allow. */
export interface Denial {
  /** Logical id of the function (or schedule) that called. */
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  /** The sentence AWS would answer, with why. */
  readonly message: string;
}

export interface AccessControl {
  /** The first permission the role lacks, if any; it is not recorded. */
  readonly check: (caller: Caller, permissions: readonly Permission[]) => Denial | undefined;
  /** As `check`, and the denial is added to `denied`. */
  readonly enforce: (caller: Caller, permissions: readonly Permission[]) => Denial | undefined;
  readonly denied: readonly Denial[];
}

export interface Caller {
  readonly logicalId: string;
  readonly roleId: string;
}

export function controlAccess(stack: Stack, policies: StackPolicies): AccessControl {
  const denied: Denial[] = [];

  function check(caller: Caller, permissions: readonly Permission[]): Denial | undefined {
    for (const permission of permissions) {
      const denial = checkOne(caller, permission);
      if (denial !== undefined) return denial;
    }
    return undefined;
  }

  function checkOne(caller: Caller, permission: Permission): Denial | undefined {
    const denial = refusal(caller, permission, policies.ofResource(policyHolder(permission.resource)), false);
    if (denial !== undefined || permission.encrypted === undefined) return denial;

    const key = policies.keyOf(permission.encrypted.arn);
    if (key === undefined) return undefined;
    const service = permission.action.split(':')[0] ?? '';
    for (const action of permission.encrypted.actions) {
      const context = {
        'kms:viaservice': [`${service}.${stack.region}.amazonaws.com`],
        'kms:calleraccount': [ACCOUNT],
      };
      const keyDenial = refusal(caller, { action, resource: key, context }, policies.ofResource(key), true);
      if (keyDenial !== undefined) return keyDenial;
    }
    return undefined;
  }

  function refusal(
    caller: Caller,
    { action, resource, context }: Permission,
    onResource: ReturnType<StackPolicies['ofResource']>,
    isKey: boolean,
  ): Denial | undefined {
    const principal = stack.arn(caller.roleId);
    const decision = decide(
      { principal, action, resource, context: requestContext(stack, principal, context) },
      {
        identity: policies.ofRole(caller.roleId),
        resource: onResource,
        isKey: isKey || action.startsWith('kms:'),
      },
    );
    if (decision.allowed) return undefined;
    const message = `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${decision.reason}`;
    return { caller: caller.logicalId, action, resource, message };
  }

  return {
    check,
    enforce: (caller, permissions) => {
      const denial = check(caller, permissions);
      if (denial !== undefined) denied.push(denial);
      return denial;
    },
    denied,
  };
}

/** Bucket policies hold for the objects; all others are on the resource itself. */
function policyHolder(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? (resource.split('/')[0] ?? resource) : resource;
}

/** What every request carries. The gateway stands where TLS ends, so the transport counts as secure. */
function requestContext(stack: Stack, principal: string, own: Permission['context'] = {}): ContextValues {
  return new Map<string, readonly string[]>([
    ['aws:securetransport', ['true']],
    ['aws:principalarn', [principal]],
    ['aws:principalaccount', [ACCOUNT]],
    ['aws:resourceaccount', [ACCOUNT]],
    ['aws:requestedregion', [stack.region]],
    ...Object.entries(own),
  ]);
}
