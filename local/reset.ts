/** `npm run reset [-- --data DIR]`: forgets everything `npm start` has kept there. */
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { occupied } from './run/occupied.ts';
import { DATA_DIR } from './run/options.ts';

if (process.argv.includes('--help')) {
  console.log('npm run reset [-- --data DIR]: forgets everything npm start has kept there (.outcomes).');
  process.exit();
}

const { data } = options();
const dataDir = data === undefined ? DATA_DIR : resolve(data);
const busy = occupied(dataDir);
if (busy !== undefined) refuse(busy);
if (!existsSync(dataDir)) {
  console.log(`There is no ${dataDir}: nothing is kept there.`);
  process.exit();
}
if (!existsSync(join(dataDir, 'run.json')))
  refuse(`${dataDir} was not made by npm start, so nothing of it is removed.`);
rmSync(dataDir, { recursive: true, force: true });
console.log(`${dataDir} is gone. The next npm start begins anew.`);

function options() {
  try {
    return parseArgs({ options: { data: { type: 'string' } } }).values;
  } catch {
    return refuse('npm run reset takes one option: --data DIR.');
  }
}

function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}
