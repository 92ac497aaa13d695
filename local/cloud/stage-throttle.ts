/**
 * The throttle of the API's stage: a token bucket of the burst's size, filled at the rate.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 *
 * @module
 */
import type { Stack } from './stack.ts';

interface RouteSettings {
  readonly ThrottlingRateLimit?: number;
  readonly ThrottlingBurstLimit?: number;
}

/** Takes the next request, or says that it comes too fast. A stage without limits takes everything. */
export function stageThrottle(stack: Stack, now: () => number = () => performance.now()): () => boolean {
  const [stageId] = stack.ids('AWS::ApiGatewayV2::Stage');
  const limits =
    stageId === undefined ? undefined : stack.property<RouteSettings>(stageId, 'DefaultRouteSettings');
  const { ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: burst } = limits ?? {};
  if (perSecond === undefined || burst === undefined) return () => true;
  let tokens = burst;
  let last = now();
  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - last) / 1000) * perSecond);
    last = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
