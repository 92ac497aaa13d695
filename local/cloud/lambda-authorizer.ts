/**
 * Lambda authorizer of an HTTP API (payload 2.0), simple and IAM answers, with its result cache.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 *
 * @module
 */
import type { Authorization } from './authorization.ts';
import type { HttpEvent } from './http-event.ts';
import { decide, type PolicyDocument, type Statement } from './iam.ts';
import type { LocalFunction } from './lambda.ts';

export interface LambdaAuthorizerOptions {
  readonly target: LocalFunction;
  /** `$request.header.Name`, `$request.querystring.name`. */
  readonly identitySource: readonly string[];
  readonly simple: boolean;
  readonly cacheSeconds: number;
  readonly onProblem: (text: string) => void;
}

/** Judges a request by its event. `routeArn` is what an IAM answer speaks of. */
export function lambdaAuthorizer(
  options: LambdaAuthorizerOptions,
): (event: HttpEvent, routeArn: string) => Promise<Authorization> {
  const { target, identitySource, simple, cacheSeconds, onProblem } = options;
  const cache = new Map<string, { readonly until: number; readonly answer: Promise<unknown> }>();

  function ask(identity: readonly string[], event: object): Promise<unknown> {
    const key = JSON.stringify(identity);
    const known = cache.get(key);
    if (cacheSeconds > 0 && known !== undefined && known.until > Date.now()) return known.answer;
    const answer = target.invoke(event);
    if (cacheSeconds > 0 && identity.length > 0) {
      cache.set(key, { until: Date.now() + cacheSeconds * 1000, answer });
      answer.catch(() => cache.delete(key));
    }
    return answer;
  }

  return async (event, routeArn) => {
    const identity = identitySource.map((source) => identityOf(source, event));
    if (identity.some((value) => value === undefined || value === ''))
      return { kind: 'refused', status: 401 };
    const { body: _, isBase64Encoded: __, ...request } = event;
    try {
      const answer = await ask(identity as string[], {
        ...request,
        type: 'REQUEST',
        routeArn,
        identitySource: identity,
      });
      return read(answer, simple, routeArn);
    } catch (error) {
      onProblem(`authorizer: ${(error as Error).message}`);
      return { kind: 'refused', status: 500 };
    }
  };
}

interface AuthorizerAnswer {
  readonly isAuthorized?: boolean;
  readonly policyDocument?: PolicyDocument;
  readonly context?: Readonly<Record<string, unknown>>;
}

function read(answer: unknown, simple: boolean, routeArn: string): Authorization {
  const { isAuthorized, policyDocument, context = {} } = (answer ?? {}) as AuthorizerAnswer;
  const allowed = simple ? isAuthorized === true : allows(policyDocument, routeArn);
  return allowed ? { kind: 'allowed', context: { lambda: context } } : { kind: 'refused', status: 403 };
}

function allows(document: PolicyDocument | undefined, resource: string): boolean {
  if (document === undefined) return false;
  const identity = [document.Statement].flat() as Statement[];
  const call = { principal: '', action: 'execute-api:Invoke', resource, context: new Map() };
  return decide(call, { identity, resource: [] }).allowed;
}

function identityOf(source: string, { headers, queryStringParameters }: HttpEvent): string | undefined {
  const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === 'header') return headers[name.toLowerCase()];
  return place === 'querystring' ? queryStringParameters?.[name] : undefined;
}
