import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkSettings, readSettings } from '../../infra/settings.ts';
import { phq9 } from '../../shared/instruments/phq-9.ts';
import { documentedExamples } from '../cli/run-cli.ts';
import { settingsFile } from './synthesized.ts';

const folder = mkdtempSync(join(tmpdir(), 'scoring-'));
afterAll(() => rmSync(folder, { recursive: true }));

const golden = [{ answers: [1, 1, 1, 1, 1, 1, 1, 1, 0, null], expect: { total: 8 } }];
const [morningCheck = {}, eveningCheck = {}] = documentedExamples();

/** A folder beside the settings that holds these files. */
function folderOf(name: string, files: Readonly<Record<string, unknown>>): string {
  mkdirSync(join(folder, name));
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(folder, name, file), JSON.stringify(content));
  return name;
}

function fileOf(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const check = (scoring: object) => checkSettings({ ...settingsFile, scoring }, folder);
const faults = (scoring: object): readonly string[] => {
  const reading = check(scoring);
  return reading.ok ? [] : reading.faults;
};

describe('the operator’s instruments', () => {
  const own = folderOf('own', { 'a.json': morningCheck, 'b.json': eveningCheck, 'notes.txt': 'left alone' });

  test('are read from the folder, JSON and SDC Questionnaires alike, and bundled as data', () => {
    const reading = check({ instruments: own });
    expect(reading.ok && reading.settings.scoring.instruments.map(({ id }) => id)).toEqual([
      'morning-check',
      'evening-check',
    ]);
    expect(reading.ok && JSON.parse(JSON.stringify(reading.settings))).toEqual(
      reading.ok && reading.settings,
    );
  });

  test('are looked for beside the settings file', () => {
    const file = fileOf('settings.json', JSON.stringify({ ...settingsFile, scoring: { instruments: own } }));
    expect(readSettings(join(folder, file))).toMatchObject({ ok: true });
  });

  test('may be named by forms and programs', () => {
    const [riverside, ...others] = settingsFile.sources;
    const forms = [{ questionnaire: 'local', instrument: 'morning-check' }];
    const file = {
      ...settingsFile,
      sources: [{ ...riverside, forms }, ...others],
      programs: [
        { ...settingsFile.programs[0], measures: { depression: 'morning-check', anxiety: 'gad-7' } },
      ],
      scoring: { instruments: own, prorating: { 'morning-check': 1 } },
    };
    expect(checkSettings(file, folder)).toMatchObject({ ok: true });
  });

  test('stop the synth with one line for each fault, which names file and place', () => {
    const wrong = folderOf('wrong', {
      'a.json': { ...morningCheck, recall: undefined },
      'b.json': { ...morningCheck, id: 'other', golden: [{ answers: [0, 0, 0], expect: { total: 6 } }] },
      'c.json': morningCheck,
    });
    expect(faults({ instruments: wrong })).toEqual([
      expect.stringMatching(/^scoring\.instruments: wrong\/a\.json at recall: Expected/),
      expect.stringMatching(
        /^scoring\.instruments: wrong\/b\.json at golden\[0\]: total is 2, and the case says 6/,
      ),
    ]);
  });

  test('and a folder that is not there is said', () => {
    expect(faults({ instruments: 'nowhere' })).toEqual([
      expect.stringMatching(/^scoring\.instruments: nowhere: The folder of instruments cannot be read/),
    ]);
  });
});

describe('versions', () => {
  const stricter = folderOf('versions', { 'phq-9.json': { ...phq9, version: '2.0.0', golden } });
  const twice = folderOf('twice', {
    'one.json': { ...morningCheck, version: '1.0.0', questionnaires: ['https://clinic.example/check'] },
    'two.json': { ...morningCheck, version: '2.0.0', questionnaires: ['https://clinic.example/check'] },
  });

  test('of one instrument stand side by side; forms may name one that is not in force', () => {
    const [riverside, ...others] = settingsFile.sources;
    const forms = [{ questionnaire: 'local', instrument: 'phq-9|2.0.0' }];
    const file = { ...settingsFile, sources: [{ ...riverside, forms }, ...others] };
    expect(checkSettings({ ...file, scoring: { instruments: stricter } }, folder)).toMatchObject({
      ok: true,
    });
    expect(check({ instruments: stricter, versions: { 'phq-9': '2.0.0' } })).toMatchObject({
      ok: true,
      settings: { scoring: { versions: { 'phq-9': '2.0.0' } } },
    });
  });

  test.for<[why: string, scoring: object, fault: RegExp]>([
    [
      'a version nobody has',
      { versions: { 'phq-9': '2' } },
      /^scoring\.versions\.phq-9: phq-9 has no version 2\./,
    ],
    [
      'two of one’s own and no choice',
      { instruments: twice },
      /^scoring\.versions\.morning-check: .*in force/,
    ],
    [
      'the version that is built in',
      { instruments: folderOf('same', { 'phq-9.json': { ...phq9, golden } }) },
      /^scoring\.instruments: same\/phq-9\.json at version: There already is a version 1\.0\.0 of phq-9/,
    ],
  ])('%s is refused', ([, scoring, fault]) => {
    expect(faults(scoring)[0]).toMatch(fault);
  });
});

describe('canonical bases', () => {
  test('are added to what responses may name', () => {
    const own = 'https://outcomes.example.org/Questionnaire/';
    expect(check({ canonicalBase: own, canonicalBases: ['urn:clinic:', own] })).toMatchObject({
      ok: true,
      settings: { scoring: { canonicalBase: own, canonicalBases: [own, 'urn:clinic:'] } },
    });
  });

  test.for([
    'https://outcomes.example.org/Questionnaire',
    'questionnaire',
    'urn:clinic',
    'https://a.example/|1/',
  ])('%s is none', (canonicalBase) => {
    expect(faults({ canonicalBase })).toEqual([
      expect.stringMatching(/^scoring\.canonicalBase: Write an absolute address that ends with '\/'/),
    ]);
  });
});

describe('keying', () => {
  test('is bundled as it is written', () => {
    const keying = { 'reqol-10': { 'reversed-items': [1, 3, 6, 9] } };
    expect(check({ keying })).toMatchObject({ ok: true, settings: { scoring: { keying } } });
  });

  test.for<[why: string, keying: object, fault: RegExp]>([
    ['of nobody', { 'phq-99': {} }, /^scoring\.keying\.phq-99: There is no instrument/],
    [
      'that is settled',
      { 'phq-9': { reversed: [1] } },
      /^scoring\.keying\.phq-9\.reversed: The keying of phq-9/,
    ],
    [
      'of an item that is not there',
      { 'reqol-10': { 'reversed-items': [6, 99] } },
      /^scoring\.keying\.reqol-10\.reversed-items: reqol-10 has no scored item 99/,
    ],
    ['of another shape', { 'reqol-10': { 'reversed-items': [true] } }, /^scoring\.keying\.reqol-10\./],
  ])('%s is refused', ([, keying, fault]) => {
    expect(faults({ keying })[0]).toMatch(fault);
  });
});

describe('wordings', () => {
  test('are bundled, text by item', () => {
    const wordings = fileOf('wordings.json', JSON.stringify({ 'phq-9': { '1': 'As printed' } }));
    expect(check({ wordings })).toMatchObject({
      ok: true,
      settings: { scoring: { wordings: { 'phq-9': { '1': 'As printed' } } } },
    });
  });

  test.for<[content: string, fault: RegExp]>([
    ['{', /^scoring\.wordings: wrong\.json: This is not JSON/],
    ['{"phq-9":"a"}', /^scoring\.wordings: wrong\.json: Write the printed text by instrument id/],
    ['{"phq-9":{"1":" "}}', /^scoring\.wordings: wrong\.json: .*no text may be empty/],
    ['{"phq-99":{"1":"a"}}', /^scoring\.wordings: wrong\.json: no instrument is called 'phq-99'/],
    ['{"phq-9":{"11":"a"}}', /^scoring\.wordings: wrong\.json: phq-9 has no item 11/],
    ['{"phq-9":{"one":"a"}}', /^scoring\.wordings: wrong\.json: phq-9 has no item one/],
  ])('%s is refused', ([content, fault]) => {
    expect(faults({ wordings: fileOf('wrong.json', content) })[0]).toMatch(fault);
  });

  test('that are not there are said', () => {
    expect(faults({ wordings: 'nowhere.json' })[0]).toMatch(/nowhere\.json: The file cannot be read/);
  });
});
