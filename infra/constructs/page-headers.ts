/**
 * Security headers of the page.
 *
 * Scripts and styles come from the page alone, and it may talk to the API and the issuer. Both are named by their
 * region's hosts and not by reference: the API names the page in turn.
 *
 * @module
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** @param ownIssuer people sign in somewhere else than at the stack's own user pool. */
export function pageHeaders(scope: Construct, ownIssuer: boolean): ResponseHeadersPolicy {
  const { region, urlSuffix } = Stack.of(scope);
  const issuer = ownIssuer
    ? 'https:'
    : `https://cognito-idp.${region}.${urlSuffix} https://*.auth.${region}.amazoncognito.com`;
  const contentSecurityPolicy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    `connect-src 'self' https://*.execute-api.${region}.${urlSuffix} ${issuer}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return new ResponseHeadersPolicy(scope, 'Headers', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(730),
        includeSubdomains: true,
        override: true,
      },
    },
  });
}
