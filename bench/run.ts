/**
 * `npm run bench`: every benchmark of this folder in turn, one JSON line per measure. Each runs in a process
 * of its own, so that one does not warm or crowd another. `-- --quick` leaves out five million rows.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (process.argv.includes('--help')) {
  console.log(
    'npm run bench [-- --quick]: every benchmark, one JSON line per measure; --quick without five million rows.',
  );
  process.exit();
}

const here = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(here).filter((name) => name.endsWith('.ts') && name !== 'run.ts');

for (const name of files.sort()) {
  const { status } = spawnSync(process.execPath, [`${here}${name}`, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
