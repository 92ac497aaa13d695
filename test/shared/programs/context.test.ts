import { describe, expect, test } from 'vitest';
import { contextOf } from '../../../shared/programs/context.ts';

const rules = {
  programs: [
    {
      id: 'talking-therapy',
      source: 'riverside',
      name: 'Talking Therapy',
      measures: { depression: 'phq-9', anxiety: 'gad-7' },
      careTeams: ['TT'],
    },
  ],
  codes: { screenings: ['44249-1'], payers: { 'urn:clinic:plans|STATE': 'medicaid' } },
};
const changedAt = '2026-03-01T10:00:00.000Z';

const ICD10_CM = 'http://hl7.org/fhir/sid/icd-10-cm';
const SNOMED = 'http://snomed.info/sct';

describe('the problem that is treated', () => {
  const problems = (resource: object): unknown => {
    const [record] = contextOf({ ...resource }, rules, changedAt);
    return record?.kind === 'episode' ? record.episode.problems : record;
  };
  const episode = {
    resourceType: 'EpisodeOfCare',
    id: 'e1',
    status: 'active',
    type: [{ coding: [{ code: 'talking-therapy' }] }],
    patient: { reference: 'Patient/ann' },
    period: { start: '2026-01-05' },
  };
  const contained = (code: string, system: string, more: object = {}) => ({
    resourceType: 'Condition',
    id: 'c1',
    code: { coding: [{ system, code }] },
    ...more,
  });

  test('is what the episode refers to, by its rank; a comorbidity is not what care is for', () => {
    const role = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/diagnosis-role', code: 'CM' }] };
    expect(
      problems({
        ...episode,
        diagnosis: [
          { condition: { reference: 'Condition/third' } },
          { condition: { reference: 'https://ehr.example/fhir/Condition/second' }, rank: 2 },
          { condition: { reference: 'Condition/beside' }, rank: 1, role },
          { condition: { reference: 'Condition/first' }, rank: 1 },
        ],
      }),
    ).toEqual([
      { kind: 'condition', id: 'first' },
      { kind: 'condition', id: 'second' },
      { kind: 'condition', id: 'third' },
    ]);
  });

  test.for([
    { code: 'F43.10', system: ICD10_CM, is: [{ kind: 'code', code: 'F43.10' }] },
    { code: 'F43.1', system: 'http://hl7.org/fhir/sid/icd-10-uk', is: [{ kind: 'code', code: 'F43.1' }] },
    { code: 'F431', system: 'urn:oid:2.16.840.1.113883.6.90', is: [{ kind: 'code', code: 'F431' }] },
    { code: '47505003', system: SNOMED, is: [] },
    { code: 'GZ58ZZZ', system: 'http://hl7.org/fhir/sid/icd-10-pcs', is: [] },
    { code: 'F43.1', system: 'urn:local:problems', is: [] },
  ])('of a contained Condition with $system $code is $is', ({ code, system, is }) => {
    const diagnosis = [{ condition: { reference: '#c1' } }];
    expect(problems({ ...episode, diagnosis, contained: [contained(code, system)] })).toEqual(is);
  });

  test('is not what was refuted', () => {
    const refuted = contained('F43.1', ICD10_CM, { verificationStatus: { coding: [{ code: 'refuted' }] } });
    const diagnosis = [{ condition: { reference: '#c1' } }];
    expect(problems({ ...episode, diagnosis, contained: [refuted] })).toEqual([]);
  });

  test('of a care team is its reason', () => {
    const team = {
      resourceType: 'CareTeam',
      id: 't1',
      status: 'active',
      category: [{ coding: [{ code: 'TT' }] }],
      subject: { reference: 'Patient/ann' },
      period: { start: '2026-01-05' },
      reasonReference: [{ reference: 'Condition/c9' }],
      reasonCode: [
        { coding: [{ system: SNOMED, code: '1' }] },
        { coding: [{ system: ICD10_CM, code: 'F42.2' }] },
      ],
    };
    expect(problems(team)).toEqual([
      { kind: 'condition', id: 'c9' },
      { kind: 'code', code: 'F42.2' },
    ]);
  });
});

describe('a questionnaire that somebody asked for', () => {
  const code = { coding: [{ system: 'http://loinc.org', code: '44249-1' }] };
  const task = (status: string, intent = 'order') => ({
    ...{ resourceType: 'Task', id: 't1', status, intent, code },
    ...{ for: { reference: 'Patient/ann' }, authoredOn: '2026-01-05' },
  });
  const request = (status: string, intent = 'order') => ({
    ...{ resourceType: 'ServiceRequest', id: 's1', status, intent, code },
    ...{ subject: { reference: 'Patient/ann' }, authoredOn: '2026-01-05' },
  });

  test.for([
    { is: 'due', resource: task('requested') },
    { is: 'due', resource: task('completed') },
    { is: 'due', resource: task('failed') },
    { is: 'due', resource: request('active') },
    { is: 'due', resource: request('active', 'plan') },
    { is: 'withdrawn', resource: task('draft') },
    { is: 'withdrawn', resource: task('on-hold') },
    { is: 'withdrawn', resource: task('cancelled') },
    { is: 'withdrawn', resource: task('requested', 'proposal') },
    { is: 'withdrawn', resource: request('draft') },
    { is: 'withdrawn', resource: request('on-hold') },
    { is: 'withdrawn', resource: request('revoked') },
    { is: 'withdrawn', resource: request('active', 'proposal') },
  ])('$resource.resourceType $resource.status, $resource.intent: $is', ({ is, resource }) => {
    expect(contextOf(resource, rules, changedAt)).toMatchObject([
      { kind: 'fact', fact: { kind: 'screening-due', start: '2026-01-05', retracted: is === 'withdrawn' } },
    ]);
  });
});

test('a task that was declined is kept as such', () => {
  const declined = {
    ...{ resourceType: 'Task', id: 't1', status: 'rejected', intent: 'order', authoredOn: '2026-01-05' },
    ...{ code: { coding: [{ code: '44249-1' }] }, for: { reference: 'Patient/ann' } },
  };
  expect(contextOf(declined, rules, changedAt)).toMatchObject([
    { fact: { kind: 'screening-due', codes: ['44249-1', 'declined'], retracted: false } },
  ]);
});

describe('who pays', () => {
  const coverage = (type: object | null, more: object = {}) => ({
    ...{ resourceType: 'Coverage', id: 'v1', status: 'active', beneficiary: { reference: 'Patient/ann' } },
    ...(type === null ? {} : { type: { coding: [type] } }),
    ...more,
  });

  test.for([
    { system: 'https://nahdo.org/sopt', code: '2111', payer: 'medicaid' },
    { system: 'urn:oid:2.16.840.1.113883.3.221.5', code: '1', payer: 'medicare' },
    { system: 'https://nahdo.org/sopt', code: '81', payer: 'no payer' },
    { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'EHCPOL', payer: 'private' },
    { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'constructor', payer: 'other' },
    { system: 'http://terminology.hl7.org/CodeSystem/coverage-selfpay', code: 'pay', payer: 'no payer' },
    { system: 'urn:clinic:plans', code: 'STATE', payer: 'medicaid' },
    { system: 'urn:clinic:plans', code: 'X9', payer: 'other' },
  ])('$system $code is $payer', ({ payer, ...type }) => {
    expect(contextOf(coverage(type), rules, changedAt)).toMatchObject([
      {
        kind: 'fact',
        fact: { kind: 'coverage', codes: [payer], start: '0001-01-01', end: null, retracted: false },
      },
    ]);
  });

  test('keeps its dates and its place, and nothing of a coverage without a type', () => {
    const type = { system: 'https://nahdo.org/sopt', code: '5' };
    const period = { start: '2025-01-01', end: '2025-06-30' };
    expect(contextOf(coverage(type, { period, order: 2 }), rules, changedAt)).toMatchObject([
      { fact: { codes: ['private', 'order:2'], start: '2025-01-01', end: '2025-06-30' } },
    ]);
    expect(contextOf(coverage(type, { status: 'draft' }), rules, changedAt)).toMatchObject([
      { fact: { retracted: true } },
    ]);
    // A later version that names nobody takes back what an earlier one said.
    expect(contextOf(coverage(null), rules, changedAt)).toMatchObject([
      { fact: { codes: [], retracted: false } },
    ]);
    const unknown = { system: 'https://nahdo.org/sopt', code: '9999' };
    expect(contextOf(coverage(unknown), rules, changedAt)).toMatchObject([{ fact: { codes: [] } }]);
    const months = { start: '2025', end: '2026-02' };
    expect(contextOf(coverage(type, { period: months }), rules, changedAt)).toMatchObject([
      { fact: { start: '2025-01-01', end: '2026-02-28' } },
    ]);
  });
});

test('a code that every object has is a code like any other', () => {
  const visit = {
    ...{ resourceType: 'Encounter', id: 'v1', status: 'finished', subject: { reference: 'Patient/ann' } },
    ...{ class: { code: 'constructor' }, period: { start: '2026-01-05' } },
  };
  const withPurposes = { ...rules, codes: { contactPurposes: { AMB: 'treatment' } } } as const;
  expect(contextOf(visit, withPurposes, changedAt)).toMatchObject([
    { fact: { kind: 'contact', codes: ['constructor'] } },
  ]);
});

describe('an episode of care', () => {
  const episode = (status: string, period?: object) => ({
    ...{ resourceType: 'EpisodeOfCare', id: 'e1', status, patient: { reference: 'Patient/ann' } },
    type: [{ coding: [{ code: 'talking-therapy' }] }],
    ...(period === undefined ? {} : { period }),
  });

  test('without a start keeps that it has none', () => {
    expect(contextOf(episode('active'), rules, changedAt)).toMatchObject([
      { episode: { start: '', end: null } },
    ]);
  });

  test.for(['planned', 'waitlist'])('that is %s is a referral, and has not begun', (status) => {
    expect(contextOf(episode(status, { start: '2026-01-05' }), rules, changedAt)).toMatchObject([
      { episode: { start: '-', referred: '2026-01-05' } },
    ]);
  });

  test('keeps since when it was waited for', () => {
    const statusHistory = [
      { status: 'active', period: { start: '2026-02-20' } },
      { status: 'waitlist', period: { start: '2026-01-12' } },
      { status: 'planned', period: { start: '2026-01-05' } },
    ];
    const active = { ...episode('active', { start: '2026-02-20' }), statusHistory };
    expect(contextOf(active, rules, changedAt)).toMatchObject([
      { episode: { start: '2026-02-20', referred: '2026-01-05' } },
    ]);
  });

  test('that is entered in error is no stay', () => {
    expect(contextOf(episode('entered-in-error', { start: '2026-01-05' }), rules, changedAt)).toMatchObject([
      { episode: { start: '2026-01-05', retracted: true } },
    ]);
  });

  test('that was cancelled has not begun, and stays a referral where somebody waited', () => {
    const statusHistory = [{ status: 'waitlist', period: { start: '2026-01-05' } }];
    expect(contextOf({ ...episode('cancelled'), statusHistory }, rules, changedAt)).toMatchObject([
      { episode: { start: '-', referred: '2026-01-05' } },
    ]);
    expect(contextOf(episode('cancelled', { start: '2026-01-05' }), rules, changedAt)).toMatchObject([
      { episode: { start: '-' } },
    ]);
  });
});

test('a person has the age band of the day they were seen where an episode has no start', () => {
  const [person] = contextOf(
    { resourceType: 'Patient', id: 'ann', birthDate: '2001-05-01' },
    rules,
    changedAt,
  );
  const bandAt = person?.kind === 'person' ? person.person.ageBandAt : () => 'nobody';
  expect([bandAt(''), bandAt('-'), bandAt('2027-06-01')]).toEqual(['18-25', '18-25', '26-64']);
});

test('a Condition without a date has always been there, whenever it is pushed', () => {
  const condition = { resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/ann' } };
  const pushed = (at: string) => contextOf(condition, rules, at);
  for (const at of [changedAt, '2027-05-01T10:00:00.000Z'])
    expect(pushed(at)).toMatchObject([{ fact: { kind: 'diagnosis', start: '0001-01-01' } }]);
});

test('a care team that is only proposed is no stay', () => {
  const team = {
    ...{ resourceType: 'CareTeam', id: 't1', status: 'proposed', subject: { reference: 'Patient/ann' } },
    ...{ category: [{ coding: [{ code: 'TT' }] }], period: { start: '2026-01-05' } },
  };
  expect(contextOf(team, rules, changedAt)).toMatchObject([{ episode: { retracted: true } }]);
  expect(contextOf({ ...team, status: 'active' }, rules, changedAt)[0]).not.toHaveProperty(
    'episode.retracted',
  );
});
