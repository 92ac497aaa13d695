/**
 * Texts of half a million characters wherever a resource has text, in shapes that make careless patterns begin
 * anew at each character. What is quadratic would take minutes here and end at the time limit of the test.
 */
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import { contextOf } from '../../../shared/programs/context.ts';
import { programReferences } from '../../../shared/programs/named-program.ts';
import { deliveriesOf } from '../../../shared/responses/delivery.ts';
import { readHook } from '../../../shared/responses/hook.ts';
import { readImportLine } from '../../../shared/responses/import-line.ts';
import { recordResponse } from '../../../shared/responses/record.ts';
import { compileCatalog } from '../../../shared/scoring/compile.ts';
import { responseTo } from '../../builders/questionnaire-response.ts';

const sha256 = (text: string): string => hash('sha256', text);
const baseUrl = 'https://ehr.example/fhir';
const naming = { mode: 'id', baseUrl, sha256 } as const;
const context = {
  source: {
    id: 'riverside',
    ehr: { baseUrl, profile: 'generic', timeoutMs: 1000 },
    alertWithinDays: 14,
  },
  catalog: compileCatalog(instruments),
  forms: [],
  sha256,
} as const;
const programs = [
  {
    id: 'therapy',
    source: 'riverside',
    name: 'Therapy',
    measures: { depression: 'phq-9', anxiety: 'gad-7' },
  },
];

const LENGTH = 500_000;
const shapes = [
  'x',
  '1',
  ' ',
  '/',
  'a/',
  'A/b',
  '-',
  '.',
  '|',
  '%',
  '#',
  'x ',
  '2026-01-01T',
  '\t\n',
  'é',
  '0.',
];
const long = (shape: string): string => shape.repeat(LENGTH / shape.length);

const response = {
  ...responseTo('phq-9', [1, 1, 1, 1, 1, 1, 1, 1, 0]),
  identifier: { system: 'urn:forms', value: '42' },
  encounter: { reference: 'Encounter/e1' },
  author: { reference: 'Practitioner/d1' },
  meta: {
    lastUpdated: '2026-03-01T10:00:00Z',
    tag: [{ system: 'urn:outcomes-pipeline:program', code: 'x' }],
  },
  extension: [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare',
      valueReference: { reference: 'EpisodeOfCare/1' },
    },
  ],
};
const encounter = {
  resourceType: 'Encounter',
  id: 'e1',
  status: 'finished',
  class: { system: 's', code: 'AMB' },
  type: [{ coding: [{ system: 's', code: 'c' }], text: 't' }],
  subject: { reference: 'Patient/p1' },
  period: { start: '2026-03-01T10:00:00Z', end: '2026-03-01T11:00:00Z' },
  serviceProvider: { reference: 'Organization/o1' },
};
const patient = {
  resourceType: 'Patient',
  id: 'p1',
  birthDate: '1980-01-01',
  gender: 'female',
  communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'en' }] } }],
};

/** The value once for each text in it, with that text replaced. */
function* withLong(value: unknown, text: string): Generator<unknown> {
  if (typeof value === 'string') yield text;
  else if (Array.isArray(value))
    for (const [at, member] of value.entries())
      for (const one of withLong(member, text)) yield value.with(at, one);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value))
      for (const one of withLong(member, text)) yield { ...value, [key]: one };
}

test.for(shapes.map((shape) => ({ shape })))('long texts of %o are read in their stride', ({ shape }) => {
  const text = long(shape);
  let read = 0;
  for (const resource of withLong(response, text)) {
    const one = resource as Record<string, unknown>;
    recordResponse({ kind: 'upsert', identity: 'r1', resource: one }, '2026-03-01T10:00:00Z', context);
    programReferences(one);
    deliveriesOf(
      {
        resourceType: 'Bundle',
        entry: [{ fullUrl: text, request: { method: 'PUT', url: text }, resource: one }],
      },
      naming,
    );
    read += 1;
  }
  for (const resource of [...withLong(encounter, text), ...withLong(patient, text)]) {
    contextOf(resource as Record<string, unknown>, { programs }, '2026-03-01T10:00:00.000000000Z');
    read += 1;
  }
  readImportLine(text, naming);
  readHook({ method: 'POST', path: text, headers: { 'content-type': text }, body: text }, naming);
  expect(read).toBeGreaterThan(40);
});
