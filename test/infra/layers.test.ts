import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'layers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Lints one planted import, with the project's own rules, in a folder of its own. */
function lint(file: string, imported: string): { readonly status: number | null; readonly said: string } {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { thing } from '${imported}';\n\nexport const planted = thing;\n`);
  copyFileSync('biome.json', join(folder, 'biome.json'));
  const { status, stdout } = spawnSync(
    resolve('node_modules/.bin/biome'),
    ['lint', '--vcs-enabled=false', '--reporter=json', file],
    { cwd: folder, encoding: 'utf8' },
  );
  return { status, said: stdout };
}

describe('the layer rules hold: a planted breach is a lint error with advice', () => {
  test.for<[file: string, imported: string, advice: string]>([
    ['shared/planted.ts', '@aws-sdk/client-sqs', 'do the I/O in functions/adapters'],
    ['shared/scoring/planted.ts', 'node:fs', 'do the I/O in functions/adapters'],
    ['shared/planted.ts', '../functions/score.ts', 'do the I/O in functions/adapters'],
    ['functions/planted.ts', '../infra/settings.ts', 'Move what you need to shared/'],
    ['functions/adapters/planted.ts', '../../local/start.ts', 'Move what you need to shared/'],
    [
      'infra/constructs/planted.ts',
      '../../functions/runtime/telemetry.ts',
      'by the names in functions/runtime/env.ts',
    ],
    ['infra/planted.ts', '../functions/score.ts', 'by the names in functions/runtime/env.ts'],
    ['infra/planted.ts', '../functions/adapters/queues.ts', 'by the names in functions/runtime/env.ts'],
    ['local/planted.ts', '../functions/score.ts', 'deployed code reaches it as a bundle'],
    ['cli/planted.ts', '../functions/score.ts', 'may import shared/ and functions/adapters'],
    ['dashboard/planted.ts', '@aws-sdk/client-s3', 'runs in a browser'],
  ])('%s may not import %s', ([file, imported, advice]) => {
    const { status, said } = lint(file, imported);
    expect(said).toContain('noRestrictedImports');
    expect(said).toContain(advice);
    expect(status).toBe(1);
  });

  test.for<[file: string, imported: string]>([
    ['infra/constructs/planted.ts', '../../functions/runtime/env.ts'],
    ['infra/planted.ts', '../functions/adapters/instrument-folder.ts'],
    ['functions/planted.ts', '../shared/scoring/score.ts'],
    ['cli/planted.ts', '../functions/adapters/queues.ts'],
    ['dashboard/planted.ts', '../shared/metrics/snapshot.ts'],
  ])('%s may import %s', ([file, imported]) => {
    expect(lint(file, imported).said).not.toContain('noRestrictedImports');
  });
});
