import { describe, expect, test } from 'vitest';
import { rosterOfCsv, rosterOfGroup } from '../../../shared/programs/roster.ts';

const terms = { program: 'talking-therapy', changedAt: '2026-03-01T10:00:00.000Z' };

describe('a roster in CSV', () => {
  test('gives a stay a line, known by its id or its start', () => {
    const read = rosterOfCsv(
      'patient,start,end,ending,id\r\nPatient/ann,2025-11-03,,,\r\nben,2025-10-01,2026-01-15,completed,ref-7\r\n',
      terms,
    );
    expect(read).toEqual({
      kind: 'read',
      failed: [],
      stays: [
        {
          id: 'roster:2025-11-03',
          patient: 'ann',
          program: 'talking-therapy',
          start: '2025-11-03',
          end: null,
          ending: null,
          problems: [],
          changedAt: '2026-03-01T10:00:00.000Z',
        },
        {
          id: 'roster:ref-7',
          patient: 'ben',
          program: 'talking-therapy',
          start: '2025-10-01',
          end: '2026-01-15',
          ending: 'completed',
          problems: [],
          changedAt: '2026-03-01T10:00:00.000Z',
        },
      ],
    });
  });

  test('names each line that cannot be taken, with its number in the file, and takes the others', () => {
    const read = rosterOfCsv(
      [
        'start,patient,end,ending',
        '2025-11-03,ann,,',
        '',
        '2025-11-03,Ann Lovelace,,',
        ',ben,,',
        '03/11/2025,ben,,',
        '2025-02-30,ben,,',
        '2025-11-03,ben,2025-11-02,',
        '2025-11-03,ben,2025-12-02,cured',
        '"2025-11-03","cy","",""',
      ].join('\n'),
      terms,
    );
    expect(read.kind === 'read' && read.stays.map(({ patient }) => patient)).toEqual(['ann', 'cy']);
    expect(read.kind === 'read' && read.failed).toEqual([
      { line: 4, code: 'patient-missing' },
      { line: 5, code: 'start-missing' },
      { line: 6, code: 'date-unreadable' },
      { line: 7, code: 'date-unreadable' },
      { line: 8, code: 'end-before-start' },
      { line: 9, code: 'ending-unknown' },
    ]);
  });

  test('may say the problem by its ICD-10 code; what is no such code is named', () => {
    const read = rosterOfCsv('patient,start,problem\nann,2025-11-03,f43.1\nben,2025-11-03,PTSD', terms);
    expect(read.kind === 'read' && read.stays.map(({ problems }) => problems)).toEqual([
      [{ kind: 'code', code: 'F43.1' }],
    ]);
    expect(read.kind === 'read' && read.failed).toEqual([{ line: 3, code: 'problem-unreadable' }]);
  });

  test('without its columns is not read at all', () => {
    expect(rosterOfCsv('name;start\nAnn;2025', terms)).toEqual({
      kind: 'invalid',
      missing: ['patient', 'start'],
    });
  });
});

test('a FHIR Group gives a stay a member; one who is inactive without an end left when it was uploaded', () => {
  const read = rosterOfGroup(
    {
      resourceType: 'Group',
      member: [
        { entity: { reference: 'Patient/ann' }, period: { start: '2025-11-03' } },
        { entity: { reference: 'Patient/ben' }, period: { start: '2025-10-01' }, inactive: true },
        { entity: { reference: 'Device/d1' }, period: { start: '2025-10-01' } },
        { entity: { reference: 'Patient/cy' } },
      ],
    },
    terms,
  );
  expect(read.kind === 'read' && read.stays.map(({ patient, start, end }) => [patient, start, end])).toEqual([
    ['ann', '2025-11-03', null],
    ['ben', '2025-10-01', '2026-03-01'],
  ]);
  expect(read.kind === 'read' && read.failed).toEqual([
    { line: 3, code: 'patient-missing' },
    { line: 4, code: 'start-missing' },
  ]);
});
