/**
 * The files that `npm run docs` writes, as they should be.
 *
 * @module
 */
import { instrumentSchema } from '../../functions/adapters/instrument-schema.ts';
import { instruments } from '../../shared/instruments/catalog.ts';
import { instrumentsPage } from './instruments-page.ts';
import { jsonSchemaOf } from './json-schema.ts';

export interface GeneratedDoc {
  /** From the root of the project. */
  readonly path: string;
  readonly content: string;
}

export function generatedDocs(): readonly GeneratedDoc[] {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:outcomes-pipeline:schema:instrument',
    title: 'Instrument definition',
    ...jsonSchemaOf(instrumentSchema),
  };
  return [
    { path: 'docs/instruments.md', content: instrumentsPage(instruments) },
    { path: 'docs/schema/instrument.schema.json', content: `${jsonText(schema, '')}\n` },
  ];
}

/** Longest line of a list, as the formatter of this repository has it. */
const WIDTH = 110;

/** Indented by two; a list of plain values stays on one line while it fits. */
function jsonText(value: unknown, indent: string, key = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
    const plain = value.every((one) => typeof one !== 'object');
    if (plain && indent.length + key.length + line.length < WIDTH) return line;
    return `[\n${value.map((one) => inner + jsonText(one, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => {
    const quoted = `${JSON.stringify(name)}: `;
    return inner + quoted + jsonText(one, inner, quoted);
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}
