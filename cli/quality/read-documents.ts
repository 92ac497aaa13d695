/**
 * Files of JSON or NDJSON -> the documents in them.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

export type Documents =
  | { readonly kind: 'documents'; readonly documents: readonly unknown[] }
  | { readonly kind: 'unreadable'; readonly message: string };

/** The first file that cannot be read ends it: a measure over half of the patients would be a wrong number. */
export function readDocuments(files: readonly string[]): Documents {
  const documents: unknown[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      return { kind: 'unreadable', message: `${file} cannot be read.` };
    }
    const lines = /\.ndjson$/i.test(file) ? text.split('\n') : [text];
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') continue;
      try {
        documents.push(JSON.parse(line));
      } catch {
        const where = lines.length > 1 ? `, line ${index + 1},` : '';
        return { kind: 'unreadable', message: `${file}${where} is not JSON. Export it again as FHIR R4.` };
      }
    }
  }
  return { kind: 'documents', documents };
}
