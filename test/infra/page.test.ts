import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, describe, expect, test } from 'vitest';
import { OutcomesStack } from '../../infra/outcomes-stack.ts';
import { checkSettings } from '../../infra/settings.ts';
import { complete, makeStack, resourcesOf, settingsFile, Template } from './synthesized.ts';

const { pageOrigins: _, ...hosted } = settingsFile;
const tokens = { issuer: 'https://id.example.org', audience: ['outcomes'] };
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/0c3151bd-1cbf-4d64';
const templateOf = (file: object) => Template.fromStack(makeStack(complete(file)));
const template = templateOf(hosted);

describe('the page that the stack serves', () => {
  test('lies in a bucket that nobody but its distribution reads', () => {
    const [[bucketId, bucket] = []] = resourcesOf(template, 'AWS::S3::Bucket').filter(([id]) =>
      id.startsWith('PageFiles'),
    );
    expect(bucket?.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const [, policy] =
      resourcesOf(template, 'AWS::S3::BucketPolicy').find(
        ([, { Properties }]) => Properties.Bucket.Ref === bucketId,
      ) ?? [];
    const statements = policy?.Properties.PolicyDocument.Statement as {
      readonly Effect: string;
      readonly Action: string;
      readonly Principal: unknown;
      readonly Condition?: object;
    }[];
    expect(
      statements
        .filter(({ Effect, Action }) => Effect === 'Allow' && Action === 's3:GetObject')
        .map(({ Principal, Condition }) => [Principal, Object.keys(Condition ?? {})]),
    ).toEqual([[{ Service: 'cloudfront.amazonaws.com' }, ['StringEquals']]]);
    expect(resourcesOf(template, 'AWS::CloudFront::OriginAccessControl')).toHaveLength(1);
  });

  test('is opened over TLS only, and lets a browser load scripts and styles from itself alone', () => {
    const [[, distribution] = []] = resourcesOf(template, 'AWS::CloudFront::Distribution');
    expect(distribution?.Properties.DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy).toBe(
      'redirect-to-https',
    );
    const [[, headers] = []] = resourcesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy');
    const said = headers?.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    const policy = JSON.stringify(said.ContentSecurityPolicy);
    expect(policy).toContain("script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain('https://*.execute-api.us-east-1.');
    expect(policy).not.toContain('unsafe');
    expect(said.StrictTransportSecurity.AccessControlMaxAgeSec).toBe(63_072_000);
  });

  test('may read the API and sign people in, and no other page may', () => {
    const domain = JSON.stringify({
      'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [idOf('AWS::CloudFront::Distribution'), 'DomainName'] }]],
    });
    const [[, api] = []] = resourcesOf(template, 'AWS::ApiGatewayV2::Api');
    expect(api?.Properties.CorsConfiguration.AllowOrigins.map((one: unknown) => JSON.stringify(one))).toEqual(
      [domain],
    );
    const page = resourcesOf(template, 'AWS::Cognito::UserPoolClient').find(([id]) => id.includes('Page'));
    expect(JSON.stringify(page?.[1].Properties.CallbackURLs)).toContain('DomainName');
    expect(page?.[1].Properties.GenerateSecret).toBe(false);
  });

  test('has no finding of AwsSolutions without a written reason', () => {
    for (const file of [hosted, { ...hosted, page: { domain: 'outcomes.example.org', certificateArn } }]) {
      const stack = makeStack(complete(file));
      const { violations } = new AwsSolutionsChecks(stack.node.root).validateScope(stack);
      expect(
        violations.map(
          ({ ruleName, violatingResources }) => `${ruleName} ${JSON.stringify(violatingResources)}`,
        ),
      ).toEqual([]);
    }
  });

  test('has an address of one’s own where the settings name it, with TLS 1.2 at least', () => {
    const own = templateOf({ ...hosted, page: { domain: 'outcomes.example.org', certificateArn } });
    const [[, distribution] = []] = resourcesOf(own, 'AWS::CloudFront::Distribution');
    expect(distribution?.Properties.DistributionConfig).toMatchObject({
      Aliases: ['outcomes.example.org'],
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    const [[, api] = []] = resourcesOf(own, 'AWS::ApiGatewayV2::Api');
    expect(api?.Properties.CorsConfiguration.AllowOrigins).toEqual(['https://outcomes.example.org']);
  });

  test('signs people in at an organisation’s own issuer where that knows the page', () => {
    const own = templateOf({ ...hosted, tokens: { ...tokens, pageClientId: 'outcomes-page' } });
    expect(resourcesOf(own, 'AWS::CloudFront::Distribution')).toHaveLength(1);
    expect(resourcesOf(own, 'AWS::Cognito::UserPool')).toEqual([]);
  });
});

test.for([
  ['somebody else serves it', settingsFile],
  ['the issuer does not know it', { ...hosted, tokens }],
])('nothing is served where %s', ([, file]) => {
  const without = templateOf(file as object);
  expect(resourcesOf(without, 'AWS::CloudFront::Distribution')).toEqual([]);
  expect(resourcesOf(without, 'Custom::CDKBucketDeployment')).toEqual([]);
});

test.for([
  [
    'a page served twice',
    { ...settingsFile, page: { domain: 'outcomes.example.org', certificateArn } },
    /^page: pageOrigins says/,
  ],
  [
    'a certificate of another region',
    {
      ...hosted,
      page: { domain: 'a.example.org', certificateArn: certificateArn.replace('us-east-1', 'eu-west-1') },
    },
    /^page\.certificateArn: .* us-east-1/,
  ],
  [
    'an address instead of a domain',
    { ...hosted, page: { domain: 'https://a.example.org/', certificateArn } },
    /^page\.domain: Write a domain alone/,
  ],
] as const)('%s is refused', ([, wrong, sentence]) => {
  const reading = checkSettings(wrong);
  expect(reading.ok ? [] : reading.faults).toEqual([expect.stringMatching(sentence)]);
});

describe('what is uploaded', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'page-assets-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  test('is the page as Vite builds it when the stack is synthesized, and where its API and issuer are', () => {
    const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': ['**'] } });
    new OutcomesStack(app, 'Outcomes', { settings: complete(hosted), env: { region: 'us-east-1' } });
    app.synth();
    const folders = readdirSync(outdir).map((name) => join(outdir, name));
    const page = folders.find((folder) => existsSync(join(folder, 'index.html')));
    const html = readFileSync(join(page ?? '', 'index.html'), 'utf8');
    for (const [, file = ''] of html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g))
      expect(existsSync(join(page ?? '', file)), file).toBe(true);
    expect(html).toContain('./assets/');
    const config = folders.find((folder) => existsSync(join(folder, 'config.json')));
    expect(
      Object.keys(JSON.parse(readFileSync(join(config ?? '', 'config.json'), 'utf8'))).toSorted(),
    ).toEqual(['apiUrl', 'clientId', 'issuer', 'scope']);
  }, 120_000);
});

function idOf(type: string): string {
  const [[id] = []] = resourcesOf(template, type);
  if (id === undefined) throw new Error(`the template has no ${type}`);
  return id;
}
