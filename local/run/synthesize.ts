/**
 * Synthesizes the CDK app with the given settings, exactly as a deployment would.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../..');

/** The flags that `cdk deploy` would set, so that what runs here is what would be deployed. */
function featureFlags(): object {
  return (JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8')) as { context?: object }).context ?? {};
}

/** The folder of the assembly. @throws {Error} with what the synth printed, when it failed. */
export async function synthesize(settings: object, dataDir: string): Promise<string> {
  const assembly = join(dataDir, 'cdk.out');
  const settingsFile = join(dataDir, 'settings.json');
  rmSync(assembly, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(settingsFile, `${JSON.stringify(settings, null, 2)}\n`);

  const child = spawn(process.execPath, ['infra/app.ts'], {
    cwd: PROJECT,
    env: {
      ...process.env,
      CDK_OUTDIR: assembly,
      CDK_CONTEXT_JSON: JSON.stringify({ ...featureFlags(), settings: settingsFile, disposable: true }),
      NODE_NO_WARNINGS: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) throw new Error(`The CDK app could not be synthesized:\n${output}`);
  return assembly;
}
