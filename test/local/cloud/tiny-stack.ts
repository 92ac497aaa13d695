/**
 * A small CDK app, synthesized into a temporary folder with handlers bundled as the real ones are.
 *
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

const folders: string[] = [];

/** Registered before a file's own hooks, so it runs after them: the cloud has been stopped by then. */
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Removed at the end of the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  folders.push(folder);
  return folder;
}

let bundle: Promise<string> | undefined;

/** Folder with `index.mjs`: the tiny handlers and the AWS SDK. Built once a process. */
function bundleHandlers(): Promise<string> {
  bundle ??= (async () => {
    const folder = temporaryFolder();
    await build({
      entryPoints: [fileURLToPath(new URL('./tiny-handlers.ts', import.meta.url))],
      outfile: join(folder, 'index.mjs'),
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      mainFields: ['module', 'main'],
      banner: { js: "import{createRequire as _r}from'node:module';const require=_r(import.meta.url);" },
    });
    return folder;
  })();
  return bundle;
}

export type AddFunction = (
  id: string,
  handler: string,
  props?: Partial<Omit<FunctionProps, 'code' | 'handler' | 'runtime'>>,
) => LambdaFunction;

/** Synthesizes a stack named `Tiny` in us-east-1; gives the folder of the assembly. */
export async function synthesize(describe: (stack: Stack, add: AddFunction) => void): Promise<string> {
  const code = Code.fromAsset(await bundleHandlers());
  const outdir = temporaryFolder();
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Tiny', { env: { region: 'us-east-1' } });
  describe(
    stack,
    (id, handler, props = {}) =>
      new LambdaFunction(stack, id, {
        runtime: Runtime.NODEJS_24_X,
        handler: `index.${handler}`,
        memorySize: 256,
        timeout: Duration.seconds(10),
        code,
        ...props,
      }),
  );
  app.synth();
  return outdir;
}

/** Rewrites the template of an assembly in place. */
export function editTemplate(assembly: string, edit: (template: string) => string): void {
  const file = join(assembly, 'Tiny.template.json');
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}
