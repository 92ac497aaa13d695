import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSettings, readSettings } from '../../infra/settings.ts';

const riverside = {
  id: 'riverside',
  name: 'Riverside Behavioral Health',
  timeZone: 'America/New_York',
  ehr: { baseUrl: 'https://ehr.example.org/fhir/R4' },
  clientIds: ['riverside-ehr'],
};
const program = { id: 'talking-therapy', source: 'riverside', name: 'Talking Therapy' };
const file = { sources: [riverside], programs: [program] };
const withSource = (change: object) => ({ ...file, sources: [{ ...riverside, ...change }] });

describe('a partial file is completed', () => {
  test('with every default the design names', () => {
    expect(checkSettings(file)).toEqual({
      ok: true,
      settings: {
        sources: [
          {
            ...riverside,
            identity: 'id',
            ehr: { baseUrl: 'https://ehr.example.org/fhir/R4', profile: 'generic', timeoutMs: 10_000 },
            monotonicEvents: false,
            reconcile: true,
            writeBackConcurrency: 4,
            alertWithinDays: 14,
            acknowledgeWithinHours: 24,
            forms: [],
          },
        ],
        programs: [{ ...program, measures: { depression: 'phq-9', anxiety: 'gad-7' } }],
        signingKeys: [],
        scoring: {
          prorating: {},
          keying: {},
          instruments: [],
          versions: {},
          canonicalBase: 'urn:outcomes-pipeline:questionnaire:',
          canonicalBases: [],
          wordings: {},
          registry: 0,
        },
        metrics: { minimumCell: 11, compileAt: '06:00', shards: 4 },
      },
    });
  });

  test('and groups are read from the claim of Cognito unless another is named', () => {
    const tokens = { issuer: 'http://127.0.0.1:4000', audience: ['outcomes'] };
    const reading = checkSettings({ ...file, tokens });
    expect(reading.ok && reading.settings.tokens?.groupsClaim).toBe('cognito:groups');
  });

  test('counts are rounded only where the settings say to what', () => {
    const reading = checkSettings({ ...file, metrics: { minimumCell: 5, roundCountsTo: 5 } });
    expect(reading).toMatchObject({ ok: true, settings: { metrics: { minimumCell: 5, roundCountsTo: 5 } } });
    expect(checkSettings({ ...file, metrics: { roundCountsTo: 1 } })).toMatchObject({ ok: false });
  });

  test('the settings in the repository are right', () => {
    expect(readSettings('infra/settings.json')).toMatchObject({ ok: true });
  });
});

describe('settings that are wrong fail with a sentence that says where and what to do', () => {
  test.for([
    [
      'a missing name',
      { ...file, sources: [{ ...riverside, name: undefined }] },
      /^sources\[0\]\.name: .*Write/,
    ],
    ['a missing list', { sources: [riverside] }, /^programs: this is missing\. Add it/],
    [
      'a misspelt setting',
      withSource({ timezone: 'UTC' }),
      /^sources\[0\]\.timezone: there is no such setting/,
    ],
    ['an id with a space', withSource({ id: 'river side' }), /^sources\[0\]\.id: Use 2 to 32 lower-case/],
    [
      'a time zone that is none',
      withSource({ timeZone: 'America/Riverside' }),
      /^sources\[0\]\.timeZone: Use an IANA/,
    ],
    ['an offset for a time zone', withSource({ timeZone: '+05:00' }), /^sources\[0\]\.timeZone: Use an IANA/],
    [
      'plain http to an EHR',
      withSource({ ehr: { baseUrl: 'http://ehr.example.org/fhir' } }),
      /baseUrl: Use an https/,
    ],
    [
      'a host that begins like this machine',
      withSource({ ehr: { baseUrl: 'http://localhost.example.org' } }),
      /https/,
    ],
    [
      'a slash at the end',
      withSource({ ehr: { baseUrl: 'https://ehr.example.org/' } }),
      /baseUrl: Leave out the slash/,
    ],
    [
      'an EHR we have no way to write to',
      withSource({ ehr: { ...riverside.ehr, profile: 'acme' } }),
      /profile: Use one of/,
    ],
    [
      'one writer at a time',
      withSource({ writeBackConcurrency: 1 }),
      /writeBackConcurrency: .* from 2 to 1000/,
    ],
    [
      'a type that outcomes do not read, searched for at night',
      withSource({ searched: ['Observation'] }),
      /searched\[0\]: Use types that outcomes read/,
    ],
    [
      'a sender that is no principal',
      withSource({ inboundQueue: { senders: ['*'] } }),
      /senders\[0\]: Write an AWS account/,
    ],
    [
      'figures of four people',
      { ...file, metrics: { minimumCell: 4 } },
      /^metrics\.minimumCell: .* from 5 to/,
    ],
    ['an hour that is none', { ...file, metrics: { compileAt: '24:00' } }, /^metrics\.compileAt: .*'06:00'/],
    [
      'a page with a path',
      { ...file, pageOrigins: ['https://a.example/page'] },
      /^pageOrigins\[0\]: Write the origin only/,
    ],
    [
      'an EHR to sign in to, and no key to sign with',
      withSource({ ehr: { ...riverside.ehr, auth: { kind: 'smart-backend', clientId: 'us' } } }),
      /^sources\[0\]\.ehr\.auth: there is no key to sign with\. Add signingKeys/,
    ],
    [
      'a token endpoint without TLS',
      withSource({
        ehr: {
          ...riverside.ehr,
          auth: { kind: 'smart-backend', clientId: 'us', tokenUrl: 'http://ehr.example.org/token' },
        },
      }),
      /^sources\[0\]\.ehr\.auth\.tokenUrl: Use an https address/,
    ],
    [
      'a key twice',
      { ...file, signingKeys: [{ id: 'first' }, { id: 'first', algorithm: 'RS384' }] },
      /^signingKeys\[1\]\.id: 'first' is taken by another key/,
    ],
    [
      'an algorithm that SMART does not know',
      { ...file, signingKeys: [{ id: 'first', algorithm: 'HS256' }] },
      /^signingKeys\[0\]\.algorithm: Use 'ES384' or 'RS384'/,
    ],
    ['no source at all', { ...file, sources: [] }, /^sources: Describe at least one source/],
    [
      'a program of nobody',
      { ...file, programs: [{ ...program, source: 'hilltop' }] },
      /^programs\[0\]\.source: there is no source 'hilltop'\. Use one of riverside/,
    ],
    [
      'an unknown instrument',
      { ...file, programs: [{ ...program, measures: { depression: 'phq-10' } }] },
      /^programs\[0\]\.measures\.depression: no instrument is called 'phq-10'\. Use one of phq-9/,
    ],
    [
      'a source twice',
      { ...file, sources: [riverside, { ...riverside, clientIds: ['other'] }] },
      /^sources\[1\]\.id: 'riverside' is taken/,
    ],
    [
      'a program twice',
      { ...file, programs: [program, program] },
      /^programs\[1\]\.id: 'talking-therapy' is taken/,
    ],
  ] as const)('%s', ([, wrong, sentence]) => {
    const reading = checkSettings(wrong);
    expect(reading.ok ? [] : reading.faults).toEqual([expect.stringMatching(sentence)]);
  });

  test('all faults are told at once', () => {
    const reading = checkSettings(withSource({ id: 'x y', timeZone: 'Mars/Base', ehr: { baseUrl: 'ehr' } }));
    expect(reading.ok ? [] : reading.faults).toHaveLength(3);
  });

  test('and nothing is synthesized: one line for each fault, exit 1', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'settings-')), 'settings.json');
    writeFileSync(path, JSON.stringify({ ...file, program: [], metrics: { minimumCell: 1 } }));
    const { status, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', CDK_CONTEXT_JSON: JSON.stringify({ settings: path }) },
    });
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^metrics\.minimumCell: Write a whole number of people/),
      expect.stringMatching(/^program: there is no such setting\. Remove it/),
    ]);
    expect(status).toBe(1);
  });

  test('a file that is missing or is not JSON', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    writeFileSync(join(folder, 'broken.json'), '{ "sources": [, }');
    expect(readSettings(join(folder, 'none.json'))).toMatchObject({
      faults: [expect.stringContaining('there is no such file. Write it')],
    });
    expect(readSettings(join(folder, 'broken.json'))).toMatchObject({
      faults: [expect.stringContaining('this is not JSON')],
    });
  });
});

describe('two sources never share a client id', () => {
  test('because a credential decides the source', () => {
    const hilltop = { ...riverside, id: 'hilltop', clientIds: ['hilltop-ehr', 'riverside-ehr'] };
    const reading = checkSettings({ ...file, sources: [riverside, hilltop] });
    expect(reading.ok ? [] : reading.faults).toEqual([
      "sources[1].clientIds[1]: 'riverside-ehr' already speaks for source 'riverside'. Register a client of its own for source 'hilltop'.",
    ]);
  });
});
