/**
 * The page for program managers, where nobody else serves it: static files in a private bucket, behind CloudFront.
 * It holds no data: whoever opens it signs in, and reads the API.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  AssetHashType,
  CfnOutput,
  DefaultStackSynthesizer,
  DockerImage,
  Duration,
  RemovalPolicy,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  Distribution,
  HttpVersion,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct, type IConstruct } from 'constructs';
import type { Settings } from '../../shared/settings/settings.ts';
import { logicalIdOf } from './binding.ts';
import { pageHeaders } from './page-headers.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the page reads at run time; `dashboard/config.ts` checks it. */
export interface PageConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly apiUrl: string;
  readonly audience?: string | undefined;
}

export class Page extends Construct {
  /** `https://...`, without a slash at its end. */
  readonly origin: string;
  readonly #bucket: IBucket;
  readonly #distribution: Distribution;

  constructor(scope: Construct, id: string, { page, tokens }: Pick<Settings, 'page' | 'tokens'>) {
    super(scope, id);
    // Nothing in it is secret, and CloudFront reads it: a key of ours would only be one more grant.
    this.#bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    }) as IBucket;
    this.#distribution = new Distribution(this, 'Distribution', {
      comment: 'Page of program outcomes',
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.#bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: pageHeaders(this, tokens !== undefined),
        compress: true,
      },
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(page !== undefined && {
        domainNames: [page.domain],
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', page.certificateArn),
      }),
    });
    this.origin = `https://${page?.domain ?? this.#distribution.distributionDomainName}`;
    acknowledgeSite(this.#bucket, this.#distribution);
    new CfnOutput(Stack.of(this), 'PageUrl', {
      value: `${this.origin}/`,
      description: 'The page for program managers',
    });
    if (page !== undefined)
      new CfnOutput(Stack.of(this), 'PageTarget', {
        value: this.#distribution.distributionDomainName,
        description: `Point ${page.domain} here (CNAME or alias)`,
      });
  }

  /** Builds the page when the stack is synthesized, and puts it where it is served. */
  publish(config: PageConfig): void {
    const files = Source.asset(`${root}dashboard`, {
      assetHashType: AssetHashType.OUTPUT,
      bundling: { image: noImage, local: { tryBundle: build } },
    });
    const into = {
      destinationBucket: this.#bucket,
      distribution: this.#distribution,
      // A page that stands open still asks for the files of its own build.
      prune: false,
      memoryLimit: 256,
    };
    // Their names change with their content.
    const assets = new BucketDeployment(this, 'Assets', {
      ...into,
      sources: [files],
      exclude: ['*'],
      include: ['assets/*'],
      distributionPaths: ['/none'],
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    });
    const { audience, ...rest } = config;
    const entry = new BucketDeployment(this, 'Entry', {
      ...into,
      sources: [
        files,
        Source.jsonData('config.json', {
          ...rest,
          scope: 'openid',
          ...(audience !== undefined && { audience }),
        }),
      ],
      exclude: ['assets/*'],
      distributionPaths: ['/', '/index.html', '/config.json'],
      cacheControl: [CacheControl.noCache()],
    });
    // First the files that the new entry names.
    entry.node.addDependency(assets);
    acknowledgeDeployment(this.#bucket);
  }
}

/** The page is built here, by Vite: CDK never falls back to a container. */
const noImage = DockerImage.fromRegistry('not-used');

function build(outDir: string): boolean {
  const vite = createRequire(`${root}package.json`)
    .resolve('vite/package.json')
    .replace(/package\.json$/, 'bin/vite.js');
  const args = [
    vite,
    'build',
    '--config',
    'dashboard/vite.config.ts',
    '--outDir',
    outDir,
    '--logLevel',
    'error',
  ];
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return true;
}

function acknowledgeSite(bucket: IBucket, distribution: Distribution): void {
  const noSecrets =
    'The files say nothing about anybody; who reads outcomes is in the access log of the API.';
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: noSecrets });
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Managers travel, and the page without a sign-in is empty.' },
    {
      id: 'AwsSolutions-CFR2',
      reason: 'Static files: there is nothing to inject into, and the API has its own throttle.',
    },
    { id: 'AwsSolutions-CFR3', reason: noSecrets },
    {
      id: 'AwsSolutions-CFR4',
      reason:
        'TLS 1.2 is the least with a certificate of one’s own (settings: page); without one AWS decides.',
    },
  );
}

/** CDK's own function copies the files; it exists only while the stack is deployed. */
function acknowledgeDeployment(bucket: IBucket): void {
  const stack = Stack.of(bucket);
  const reason = 'CDK’s function that copies the page into its bucket, run by CloudFormation alone.';
  const findings = [
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    ...['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map(
      (one) => `IAM5[Action::s3:${one}]`,
    ),
    `IAM5[Resource::arn:aws:s3:::cdk-${BOOTSTRAP}-assets-<AWS::AccountId>-${stack.region}/*]`,
    `IAM5[Resource::<${logicalIdOf(bucket)}.Arn>/*]`,
    // CloudFront invalidations of a distribution that is made in the same stack.
    'IAM5[Resource::*]',
    'L1',
  ];
  for (const one of stack.node.findAll().filter(isCopier))
    Validations.of(one).acknowledge(...findings.map((id) => ({ id: `AwsSolutions-${id}`, reason })));
}

/** Qualifier of the CDK bootstrap stack whose bucket holds the assets. */
const BOOTSTRAP = DefaultStackSynthesizer.DEFAULT_QUALIFIER;

function isCopier({ node }: IConstruct): boolean {
  return node.path.includes('Custom::CDKBucketDeployment');
}
