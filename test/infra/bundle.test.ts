import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { afterAll, expect, test } from 'vitest';
import { NodeFunction } from '../../infra/constructs/node-function.ts';
import { complete, settingsFile } from './synthesized.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, 'entry.ts'),
  `import settings from '#settings' with { type: 'json' };
   export const handler = async (): Promise<object> => settings;`,
);

/** Bundles the entry with these settings, as it is deployed. */
function bundle(outdir: string): { readonly hash: string; readonly file: string } {
  const app = new App({ outdir: join(folder, outdir) });
  const stack = new Stack(app, 'Outcomes', { env: { region: 'us-east-1' } });
  new NodeFunction(stack, 'Echo', {
    entry: relative('.', join(folder, 'entry.ts')),
    settings: complete(settingsFile),
    key: new Key(stack, 'Key'),
    timeout: Duration.seconds(1),
  });
  app.synth();
  const manifest = JSON.parse(readFileSync(join(folder, outdir, 'Outcomes.assets.json'), 'utf8')) as {
    readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
  };
  const [hash = '', asset] =
    Object.entries(manifest.files).find(([, { source }]) => source.path.startsWith('asset.')) ?? [];
  return { hash, file: join(folder, outdir, asset?.source.path ?? '', 'index.mjs') };
}

test('a function carries the complete settings, defaults included', async () => {
  const { handler } = (await import(pathToFileURL(bundle('first').file).href)) as {
    handler: () => Promise<object>;
  };
  expect(await handler()).toEqual(complete(settingsFile));
});

test('the same settings give the same bundle, wherever it is made', () => {
  expect(bundle('second').hash).toBe(bundle('third').hash);
});
