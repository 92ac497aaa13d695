import type { Bundle, CapabilityStatement, Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { capabilityStatement } from '../../functions/intake/capability-statement.ts';
import type { HttpAnswer } from '../../functions/intake/http-answer.ts';
import { questionnairesOf } from '../../functions/intake/questionnaires.ts';
import { instruments } from '../../shared/instruments/catalog.ts';
import type { Instrument } from '../../shared/instruments/instrument.ts';
import { phq9 } from '../../shared/instruments/phq-9.ts';
import type { DeployedScoring } from '../../shared/settings/settings.ts';

const BASE = 'https://api.example.org/fhir';
const OURS = 'urn:outcomes-pipeline:questionnaire:';
const plain: DeployedScoring = {
  prorating: {},
  keying: {},
  instruments: [],
  versions: {},
  canonicalBase: OURS,
  canonicalBases: [],
  wordings: {},
  registry: 0,
};

const questionnaires = (scoring: Partial<DeployedScoring> = {}, more: readonly Instrument[] = []) =>
  questionnairesOf([...instruments, ...more], { ...plain, ...scoring });
const body = <T>({ body: text }: HttpAnswer): T => JSON.parse(text) as T;
const found = (answer: HttpAnswer) => body<Bundle<Questionnaire>>(answer).entry ?? [];
const ids = (answer: HttpAnswer) => found(answer).map(({ resource }) => resource?.id);
const itemOf = (answer: HttpAnswer, linkId: string): QuestionnaireItem | undefined =>
  body<Questionnaire>(answer).item?.find((item) => item.linkId === linkId);

describe('GET /fhir/Questionnaire/{id}', () => {
  test('is the instrument of that id', () => {
    const answer = questionnaires().read('phq-9');
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/fhir+json; charset=utf-8', etag: 'W/"1.0.0"' },
    });
    expect(body(answer)).toMatchObject({
      resourceType: 'Questionnaire',
      url: `${OURS}phq-9`,
      version: '1.0.0',
    });
  });

  test.for(['phq-99', '', '../metadata', '%2e%2e', '%', 'constructor'])('%j is not found', (id) => {
    const answer = questionnaires().read(id);
    expect(answer.statusCode).toBe(404);
    expect(body(answer)).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  test('shows the printed wording of the operator and, without it, our own label', () => {
    const wordings = { 'phq-9': { '1': 'As printed' } };
    const shown = questionnaires({ wordings }).read('phq-9');
    expect(itemOf(shown, '/44250-9')?.text).toBe('As printed');
    expect(itemOf(shown, '/44255-8')?.text).toBe('low mood');
  });

  test('is what responses are scored by here: with the keying and the canonical base of the settings', () => {
    const base = 'https://outcomes.example.org/Questionnaire/';
    const keying = { 'reqol-10': { 'reversed-items': [1, 3, 6, 9] } };
    const weights = (answer: HttpAnswer) =>
      body<Questionnaire>(answer).item?.[0]?.answerOption?.map(
        (option) => option.extension?.[0]?.valueDecimal,
      );
    expect(weights(questionnaires().read('reqol-10'))).toEqual([0, 1, 2, 3, 4]);
    const answer = questionnaires({ keying, canonicalBase: base }).read('reqol-10');
    expect(weights(answer)).toEqual([4, 3, 2, 1, 0]);
    expect(body(answer)).toMatchObject({ url: `${base}reqol-10` });
  });
});

describe('GET /fhir/Questionnaire', () => {
  test('lists every instrument, each under its address', () => {
    const answer = questionnaires().search({}, BASE);
    const bundle = body<Bundle<Questionnaire>>(answer);
    expect(bundle).toMatchObject({
      type: 'searchset',
      total: instruments.length,
      link: [{ relation: 'self', url: `${BASE}/Questionnaire` }],
    });
    expect(bundle.entry?.map(({ fullUrl }) => fullUrl)).toEqual(
      instruments.map(({ id }) => `${BASE}/Questionnaire/${id}`),
    );
  });

  test.for<[parameters: Record<string, string>, ids: readonly string[]]>([
    [{ _id: 'phq-9' }, ['phq-9']],
    [{ _id: 'phq-9,gad-7' }, ['phq-9', 'gad-7']],
    [{ url: `${OURS}gad-7` }, ['gad-7']],
    [{ url: `${OURS}gad-7|1.0.0` }, ['gad-7']],
    [{ url: `${OURS}gad-7|9` }, []],
    [{ url: 'http://loinc.org/q/44249-1' }, ['phq-9']],
    [{ name: 'gad' }, ['gad-7', 'gad-2']],
    [{ name: 'nobody' }, []],
    [{ _id: 'phq-9', name: 'gad' }, []],
  ])('%j finds %j', ([parameters, expected]) => {
    expect(ids(questionnaires().search(parameters, BASE))).toEqual(expected);
  });

  test('fits into one answer of a Lambda function', () => {
    expect(Buffer.byteLength(questionnaires().search({}, BASE).body)).toBeLessThan(5_000_000);
  });
});

describe('several versions of an instrument', () => {
  const two: Instrument = { ...phq9, version: '2.0.0' };
  const url = `${OURS}phq-9`;

  test('are listed side by side, the one in force under the id of the instrument', () => {
    const both = (versions: DeployedScoring['versions']) =>
      ids(questionnaires({ versions }, [two]).search({ url }, BASE));
    expect(both({})).toEqual(['phq-9', 'phq-9.v2.0.0']);
    expect(both({ 'phq-9': '2.0.0' })).toEqual(['phq-9.v1.0.0', 'phq-9']);
  });

  test('are found by canonical and version, and read by their id', () => {
    const served = questionnaires({}, [two]);
    expect(ids(served.search({ url: `${url}|2.0.0` }, BASE))).toEqual(['phq-9.v2.0.0']);
    expect(body(served.read('phq-9.v2.0.0'))).toMatchObject({ id: 'phq-9.v2.0.0', version: '2.0.0', url });
  });
});

test('the capability statement offers what is served, and no more', () => {
  const { rest = [] }: CapabilityStatement = capabilityStatement('https://api.example.org');
  const served = rest[0]?.resource?.find(({ type }) => type === 'Questionnaire');
  expect(served?.interaction?.map(({ code }) => code)).toEqual(['read', 'search-type']);
  for (const { name } of served?.searchParam ?? [])
    expect(ids(questionnaires().search({ [name]: 'nothing has this' }, BASE))).toEqual([]);
});
