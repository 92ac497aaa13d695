/**
 * `npm run docs`
 *
 * Writes what is generated: docs/instruments.md and docs/schema/instrument.schema.json. A test says when the
 * committed files are not what this writes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readOptions } from './command.ts';
import { generatedDocs } from './write-docs/generated-docs.ts';

readOptions({});
const root = join(import.meta.dirname, '..');
for (const { path, content } of generatedDocs()) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  process.stdout.write(`${path}\n`);
}
