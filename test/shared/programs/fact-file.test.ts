import { expect, test } from 'vitest';
import { factsOfCsv } from '../../../shared/programs/fact-file.ts';

const programs = new Set(['talking-therapy']);
const uploaded = '2026-03-01T10:00:00.000Z';

test('a CSV gives facts as codes and dates; several lines of one fact give it several codes', () => {
  const read = factsOfCsv(
    [
      'kind,patient,id,start,end,code,system,program',
      'contact,ann,e1,2026-01-05,,treatment,,talking-therapy',
      'diagnosis,ann,c1,2025-12-01,,F32.1,http://hl7.org/fhir/sid/icd-10-cm,',
      'diagnosis,ann,c1,2025-12-01,,F32,,',
      'death,Patient/ben,d1,2026-02-01,,,,',
    ].join('\n'),
    programs,
    uploaded,
  );
  const common = { end: null, retracted: false, changedAt: uploaded };
  expect(read).toEqual({
    kind: 'read',
    failed: [],
    facts: [
      {
        ...common,
        kind: 'contact',
        patient: 'ann',
        id: 'e1',
        start: '2026-01-05',
        codes: ['treatment'],
        program: 'talking-therapy',
      },
      {
        ...common,
        kind: 'diagnosis',
        patient: 'ann',
        id: 'c1',
        start: '2025-12-01',
        codes: ['http://hl7.org/fhir/sid/icd-10-cm|F32.1', 'F32'],
      },
      { ...common, kind: 'death', patient: 'ben', id: 'd1', start: '2026-02-01', codes: [] },
    ],
  });
});

test('each line that cannot be taken is named with its number and why', () => {
  const read = factsOfCsv(
    [
      'kind,patient,id,start,end,code,system,program',
      'visit,ann,e1,2026-01-05',
      'contact,,e1,2026-01-05',
      'contact,ann,,2026-01-05',
      'contact,ann,e1,',
      'contact,ann,e1,2026-13-05',
      'contact,ann,e1,2026-01-05,2026-01-04',
      'contact,ann,e1,2026-01-05,,,,elsewhere',
    ].join('\n'),
    programs,
    uploaded,
  );
  expect(read).toEqual({
    kind: 'read',
    facts: [],
    failed: [
      { line: 2, code: 'kind-unknown' },
      { line: 3, code: 'patient-missing' },
      { line: 4, code: 'id-missing' },
      { line: 5, code: 'start-missing' },
      { line: 6, code: 'date-unreadable' },
      { line: 7, code: 'end-before-start' },
      { line: 8, code: 'program-unknown' },
    ],
  });
});
