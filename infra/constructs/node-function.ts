/**
 * How this repository makes a Lambda function: the runtime, the bundle, the log and the role are the same
 * for all, so a capability only says its entry, its time and what it is bound to.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Duration, Stage, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvName } from '../../functions/runtime/env.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { Binding } from './binding.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface NodeFunctionProps {
  /** File with the `handler`, from the root of the repository. */
  readonly entry: string;
  /** Bundled with the function, complete: it reads them as `#settings`. */
  readonly settings: Settings;
  /** Encrypts the log. */
  readonly key: Key;
  readonly timeout: Duration;
  /**
   * More memory is also more processor.
   *
   * @default 512
   */
  readonly memorySize?: number;
}

export class NodeFunction extends NodejsFunction {
  constructor(
    scope: Construct,
    id: string,
    { entry, settings, key, timeout, memorySize = 512 }: NodeFunctionProps,
  ) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.ONE_YEAR,
      encryptionKey: key,
    });
    // A role of its own: the one Lambda makes may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    super(scope, id, {
      entry: join(root, entry),
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      awsSdkConnectionReuse: false, // a switch of the second SDK; the third reuses connections by itself
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        logLevel: LogLevel.ERROR,
        mainFields: ['module', 'main'],
        minify: true,
        // A map is larger than its bundle and is read at every cold start. The log names code and reason of
        // each failure; to read a stack, build the same commit with `--sourcemap`.
        sourceMap: false,
        // The SDK too: a bundled client starts faster than the runtime's copy and is the version we tested.
        externalModules: [],
        // Some dependencies are CommonJS and call `require` for Node's own modules.
        banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
        esbuildArgs: {
          '--alias:#settings': bundledSettings(scope, settings),
          '--alias:@aws-sdk/credential-provider-node': join(root, 'functions/runtime/lambda-credentials.ts'),
        },
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray takes traces of every function of the account: its two actions have no resource to name.',
    });
  }

  /** Sets the environment variable and grants what the function does with the resource behind it. */
  bind(name: EnvName, { value, statements, acknowledgments = [] }: Binding): this {
    this.addEnvironment(name, value);
    for (const statement of statements) this.addToRolePolicy(statement);
    Validations.of(this.role ?? this).acknowledge(...acknowledgments);
    return this;
  }
}

/** The complete settings as a file beside the other assets: same settings, same bytes, same bundle. */
function bundledSettings(scope: Construct, settings: Settings): string {
  const folder = Stage.of(scope)?.assetOutdir ?? '.';
  mkdirSync(folder, { recursive: true });
  const file = resolve(folder, 'settings.json');
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
  return file;
}
