/**
 * Which route of an HTTP API takes a request. Pure.
 *
 * The most specific path wins: literal segments before `{variable}` before `{greedy+}`, from the left;
 * of equal paths the one with the method before `ANY`; `$default` takes the rest.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 *
 * @module
 */

export interface RouteMatch<T> {
  readonly route: T;
  /** Decoded values of the path variables. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Finds the route for a method and an encoded path. `routeKey` is `GET /a/{b}` or `$default`. */
export function matchRoute<T extends { readonly routeKey: string }>(
  routes: readonly T[],
  method: string,
  path: string,
): RouteMatch<T> | undefined {
  const segments = path.split('/').slice(1);
  const matches = routes.flatMap((route) => {
    const match = matchOne(route.routeKey, method, segments);
    return match === undefined ? [] : [{ route, ...match }];
  });
  const [best] = matches.sort((a, b) => compareRanks(a.rank, b.rank));
  return best;
}

/** Lower sorts first: one digit a segment, then the method. */
type Rank = readonly number[];

const LITERAL = 0;
const VARIABLE = 1;
const GREEDY = 2;
const DEFAULT = 3;

function matchOne(
  routeKey: string,
  method: string,
  segments: readonly string[],
): { rank: Rank; pathParameters: Record<string, string> } | undefined {
  if (routeKey === '$default') return { rank: [DEFAULT], pathParameters: {} };
  const [routeMethod = '', routePath = ''] = routeKey.split(' ');
  if (routeMethod !== 'ANY' && routeMethod !== method) return undefined;

  const pattern = routePath.split('/').slice(1);
  const rank: number[] = [];
  const pathParameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(expected) ?? [];
    const actual = segments[index];
    if (actual === undefined) return undefined;
    if (name === undefined) {
      if (expected !== decodeURIComponent(actual)) return undefined;
      rank.push(LITERAL);
    } else if (greedy === '+') {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      return {
        rank: [...rank, GREEDY, anyMethod(routeMethod)],
        pathParameters: { ...pathParameters, [name]: decodeURIComponent(rest) },
      };
    } else {
      if (actual === '') return undefined;
      pathParameters[name] = decodeURIComponent(actual);
      rank.push(VARIABLE);
    }
  }
  if (segments.length !== pattern.length) return undefined;
  return { rank: [...rank, anyMethod(routeMethod)], pathParameters };
}

function anyMethod(routeMethod: string): number {
  return routeMethod === 'ANY' ? 1 : 0;
}

function compareRanks(a: Rank, b: Rank): number {
  for (const [index, rank] of a.entries()) {
    const other = b[index];
    if (other === undefined) return -1;
    if (rank !== other) return rank - other;
  }
  return 0;
}
