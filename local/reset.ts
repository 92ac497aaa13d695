/** `npm run reset`: forgets everything `npm start` has kept. */
import { rmSync } from 'node:fs';
import { DATA_DIR } from './run/options.ts';

rmSync(DATA_DIR, { recursive: true, force: true });
console.log(`${DATA_DIR} is gone. The next npm start begins anew.`);
