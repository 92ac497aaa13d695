import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { afterAll, expect, test } from 'vitest';
import { NodeFunction } from '../../infra/constructs/node-function.ts';
import { OutcomesStack } from '../../infra/outcomes-stack.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { complete, settingsFile } from './synthesized.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

/** Bundles the module that functions read settings from, as a function is bundled. */
function bundle(
  name: string,
  settings: Settings,
): { readonly hash: string | undefined; readonly file: string } {
  const outdir = join(folder, name);
  const app = new App({ outdir });
  const stack = new Stack(app, 'Outcomes', { env: { region: 'us-east-1' } });
  new NodeFunction(stack, 'Function', {
    entry: 'functions/runtime/settings.ts',
    settings,
    key: new Key(stack, 'Key'),
    timeout: Duration.seconds(1),
  });
  app.synth();
  const manifest = JSON.parse(readFileSync(join(outdir, 'Outcomes.assets.json'), 'utf8')) as AssetManifest;
  const [hash, path = ''] =
    Object.entries(manifest.files)
      .map(([key, { source }]) => [key, source.path] as const)
      .find(([, one]) => one.startsWith('asset.')) ?? [];
  return { hash, file: join(outdir, path, 'index.mjs') };
}

test('a function carries the complete settings, defaults included', async () => {
  const { file } = bundle('first', complete(settingsFile));
  const bundled = (await import(pathToFileURL(file).href)) as { readonly settings: Settings };
  expect(bundled.settings).toEqual(complete(settingsFile));
});

test('the same settings give the same bundle wherever it is made, and others another', () => {
  const { hash } = bundle('second', complete(settingsFile));
  expect(bundle('third', complete(settingsFile)).hash).toBe(hash);
  expect(bundle('fourth', complete({ ...settingsFile, metrics: { shards: 8 } })).hash).not.toBe(hash);
});

// The largest is the nightly compile, which nobody waits for; those on the way of a response are well below.
test('no function is larger than 656 KiB, and one at most larger than 640: its size is its cold start', () => {
  const outdir = join(folder, 'whole');
  const app = new App({ outdir });
  new OutcomesStack(app, 'Outcomes', { settings: complete(settingsFile), env: { region: 'us-east-1' } });
  app.synth();
  const sizes = readdirSync(outdir)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => Math.ceil(statSync(join(outdir, name, 'index.mjs')).size / 1024));
  expect(sizes.length).toBeGreaterThan(6);
  expect(sizes.filter((kib) => kib > 656)).toEqual([]);
  expect(sizes.filter((kib) => kib > 640).length).toBeLessThan(2);
}, 60_000);
