/**
 * A function of the template as this machine runs it: module, environment, limits, identity.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CloudError } from './cloud-error.ts';
import type { EnvironmentSpec } from './lambda-worker.ts';
import type { Stack } from './stack.ts';

export interface LambdaSpec {
  readonly logicalId: string;
  readonly roleId: string;
  readonly arn: string;
  readonly environment: EnvironmentSpec;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly reservedConcurrency: number | undefined;
  /** Whether the template has its traces sent to X-Ray. */
  readonly traced: boolean;
  readonly accessKey: string;
}

interface FunctionProperties {
  readonly Code: { readonly S3Key?: string };
  readonly Handler: string;
  readonly Runtime: string;
  readonly Role: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly TracingConfig?: { readonly Mode: string };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

/** The stack's own functions: those that only serve custom resources belong to the deployment. */
export function functionIds(stack: Stack): readonly string[] {
  const providers = new Set(
    stack
      .ids()
      .filter(
        (id) =>
          stack.type(id).startsWith('Custom::') || stack.type(id) === 'AWS::CloudFormation::CustomResource',
      )
      .map((id) => stack.byArn(stack.property<string>(id, 'ServiceToken') ?? '')),
  );
  return stack
    .ids('AWS::Lambda::Function')
    .filter((id) => !providers.has(id) && (stack.property<string>(id, 'Runtime') ?? '').startsWith('nodejs'));
}

/** Throws `property-unsupported` when the code is not a file asset of the assembly. */
export function readFunction(
  stack: Stack,
  logicalId: string,
  place: { gatewayUrl: string; apiUrl: string },
): LambdaSpec {
  const properties = stack.properties<FunctionProperties>(logicalId);
  const { MemorySize: memoryMb = 128, Timeout = 3, Environment } = properties;
  const functionName = stack.ref(logicalId);
  const accessKey = `LOCAL${logicalId}`;
  const { module, handler } = locate(stack, logicalId, properties);
  return {
    logicalId,
    roleId: stack.byArn(properties.Role) ?? '',
    arn: stack.arn(logicalId),
    environment: { module, handler, functionName, functionArn: stack.arn(logicalId), memoryMb },
    variables: {
      ...ownVariables(stack, Environment?.Variables ?? {}, place.apiUrl),
      ...runtimeVariables(stack.region, functionName, memoryMb, properties.Handler),
      AWS_ENDPOINT_URL: place.gatewayUrl,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    timeoutMs: Timeout * 1000,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    traced: properties.TracingConfig?.Mode === 'Active',
    accessKey,
  };
}

function locate(
  stack: Stack,
  logicalId: string,
  { Code, Handler }: FunctionProperties,
): Pick<EnvironmentSpec, 'module' | 'handler'> {
  if (Code.S3Key === undefined) {
    throw new CloudError('property-unsupported', `${logicalId} has inline code. Give it a file asset.`);
  }
  const dot = Handler.lastIndexOf('.');
  const folder = stack.assetPath(Code.S3Key.replace(/\.zip$/, ''));
  const files = ['.mjs', '.js', '.cjs'].map((extension) => join(folder, Handler.slice(0, dot) + extension));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new CloudError(
      'property-unsupported',
      `${logicalId} has the handler ${Handler}, but none of ${files.join(', ')} exists.`,
    );
  }
  return { module: pathToFileURL(file).href, handler: Handler.slice(dot + 1) };
}

/** The synthesized variables; the public URL of our own HTTP API, which CDK spells out, becomes the local one. */
function ownVariables(
  stack: Stack,
  variables: Readonly<Record<string, string>>,
  apiUrl: string,
): Readonly<Record<string, string>> {
  const publicUrls = stack
    .ids('AWS::ApiGatewayV2::Api')
    .map((id) => `https://${stack.ref(id)}.execute-api.${stack.region}.amazonaws.com`);
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      publicUrls.reduce((text, publicUrl) => text.replaceAll(publicUrl, apiUrl), String(value)),
    ]),
  );
}

/**
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html. The SDK's own files
 * are pointed at nothing, so that the laptop's AWS profile never plays a part.
 */
function runtimeVariables(
  region: string,
  functionName: string,
  memoryMb: number,
  handler: string,
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    _HANDLER: handler,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: process.env.PATH ?? '',
  };
}
