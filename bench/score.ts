/**
 * parse + validate + score of one response's text, against JSON.parse of the same text; and the same with the
 * Observations built and serialised (for the instruments of the seed and the one with the most scores).
 *
 * Candidates alternate round by round in one process, and the ratio is the median of the per-round ratios:
 * on a shared machine absolutes drift, ratios hold. Targets: at most 1.3 scored, at most 2 with the Observations.
 */
import { hash } from 'node:crypto';
import { type ObservationContext, observationKey, toObservation } from '../shared/fhir/observation.ts';
import { instruments } from '../shared/instruments/catalog.ts';
import type { Instrument } from '../shared/instruments/instrument.ts';
import { applyKeying, type KeyingSettings } from '../shared/instruments/keying.ts';
import { readQuestionnaireResponse } from '../shared/responses/questionnaire-response.ts';
import { compileCatalog } from '../shared/scoring/compile.ts';
import { scoreResponse } from '../shared/scoring/score-response.ts';

const VARIANTS = 64;
const ROUNDS = 21;
/** A measurement takes about this long: of a short one, one collection of garbage is a tenth. */
const SLOT_MS = 20;
const OBSERVED: ReadonlySet<string> = new Set(['phq-9', 'gad-7', 'pcl-5']);
const sha256 = (text: string): string => hash('sha256', text);
const context: ObservationContext = {
  source: 'riverside',
  identity: 'bench-1',
  ehrResponseId: 'bench-1',
  patient: 'Patient/p1',
  effective: '2026-03-01T09:30:00+00:00',
  issued: '2026-03-01T09:31:02.123Z',
  encounter: 'Encounter/e1',
  performer: 'Patient/p1',
};

/** The candidates of unset keying, so that every instrument does its whole arithmetic. */
const keying: KeyingSettings = {
  'score-15': { 'reversed-items': [2, 4, 5, 7, 8, 9, 11, 12, 13, 14] },
  'reqol-10': { 'reversed-items': [1, 3, 6, 9] },
  'dast-10': { 'item-3-wording': 'unable' },
  'wai-srt': { items: 10 },
};
const catalog = compileCatalog(instruments, { keying });
const keyed = instruments.map((instrument) => {
  const result = applyKeying(instrument, keying[instrument.id] ?? {});
  return result.kind === 'keyed' ? result.instrument : instrument;
});

/** Keeps results alive, so that no work is optimised away. */
let sink: unknown;

/** Named ones only: `node bench/score.ts phq-9 gad-7`. */
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

for (const instrument of keyed) {
  if (wanted.length > 0 && !wanted.includes(instrument.id)) continue;
  const texts = Array.from({ length: VARIANTS }, (_, seed) => textOf(instrument, seed));
  for (const text of texts) {
    const [first] = score(text);
    if (first?.instrument.instrument.id !== instrument.id || first.outcome !== 'scored')
      throw new Error(`${instrument.id} is not scored: ${first?.outcome}`);
  }
  print(`score ${instrument.id}`, texts, compare(texts, score));
  if (OBSERVED.has(instrument.id))
    print(`score and observations ${instrument.id}`, texts, compare(texts, observe));
}
if (sink === undefined) throw new Error('nothing was measured');

function print(
  bench: string,
  [text = '']: readonly string[],
  { value, reference, ratio }: ReturnType<typeof compare>,
): void {
  const size = Math.round(text.length / 100) / 10;
  console.log(
    JSON.stringify({
      bench,
      value: round(value),
      unit: 'us',
      reference: `JSON.parse of the same ${size} KB, ${round(reference)} us`,
      ratio: round(ratio),
    }),
  );
}

/** The Observations of one response, as text. */
function observe(text: string): string {
  const observations = score(text).flatMap(({ instrument: { instrument, scores }, scores: values }) =>
    values.map((value) => {
      const definition = scores.find(({ score: one }) => one.id === value.id)?.score;
      if (definition === undefined) throw new Error(`${instrument.id} has no score ${value.id}`);
      const key = observationKey(context, instrument.id, value.id, sha256);
      return toObservation(context, instrument, definition, value, { key, status: 'final' });
    }),
  );
  return JSON.stringify(observations);
}

function score(text: string) {
  return scoreResponse(readQuestionnaireResponse(JSON.parse(text) as Record<string, unknown>), catalog);
}

function compare(texts: readonly string[], run: (text: string) => unknown) {
  const ours: number[] = [];
  const parse: number[] = [];
  time(texts, JSON.parse, 20); // warming up, so that the next one tells how often fits
  const repeats = Math.ceil((SLOT_MS * 1000) / (time(texts, JSON.parse, 20) * texts.length));
  for (let turn = -5; turn < ROUNDS; turn += 1) {
    // Which goes first changes with every round.
    const [a, b] = turn % 2 === 0 ? [run, JSON.parse] : [JSON.parse, run];
    const [first, second] = [time(texts, a, repeats), time(texts, b, repeats)];
    if (turn < 0) continue; // warming up
    ours.push(turn % 2 === 0 ? first : second);
    parse.push(turn % 2 === 0 ? second : first);
  }
  const ratios = ours.map((one, index) => one / (parse[index] ?? Number.NaN));
  return { value: median(ours), reference: median(parse), ratio: median(ratios) };
}

/** Microseconds per text. */
function time(texts: readonly string[], run: (text: string) => unknown, repeats: number): number {
  const start = performance.now();
  for (let repeat = 0; repeat < repeats; repeat += 1) for (const text of texts) sink = run(text);
  return ((performance.now() - start) * 1000) / (repeats * texts.length);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A response as EHRs send them: meta, a narrative, a group, item texts (of our own words), coded answers. */
function textOf(instrument: Instrument, seed: number): string {
  const { id, panel, items, answerLists } = instrument;
  const rows = items.map(({ label, loinc, answers }, index) => {
    const list = answerLists[answers];
    const option = list?.options[(seed * 7 + index * 3) % (list?.options.length ?? 1)];
    const value =
      option?.code === undefined
        ? { valueInteger: option?.points }
        : { valueCoding: { system: list?.system, code: option.code, display: option.name } };
    return {
      linkId: loinc === undefined ? String(index + 1) : `/${loinc}`,
      text: `Placeholder for the printed wording of the item we call ${label}`,
      answer: [value],
    };
  });
  const goals = [1, 2, 3].map((goal) => ({
    linkId: `goal-${goal}`,
    text: `Placeholder for goal ${goal} as patient and clinician agreed it`,
    item: [
      { linkId: 'weight', text: 'Weight', answer: [{ valueDecimal: 1 + ((seed + goal) % 3) }] },
      { linkId: 'level', text: 'Level', answer: [{ valueInteger: ((seed + goal) % 5) - 2 }] },
    ],
  }));
  const cells = rows.map(({ linkId, text }) => `<tr><td>${linkId}</td><td>${text}</td></tr>`).join('');
  return JSON.stringify({
    resourceType: 'QuestionnaireResponse',
    id: `bench-${id}-${seed}`,
    meta: {
      versionId: '1',
      lastUpdated: '2026-03-01T09:31:02.123+00:00',
      profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-questionnaireresponse'],
    },
    text: {
      status: 'generated',
      div: `<div xmlns="http://www.w3.org/1999/xhtml"><table>${cells.slice(0, 700)}</table></div>`,
    },
    identifier: { system: 'https://ehr.example/responses', value: `${id}-${seed}` },
    questionnaire:
      panel === undefined || rows.some(({ linkId }) => !linkId.startsWith('/'))
        ? `urn:outcomes-pipeline:questionnaire:${id}`
        : `http://loinc.org/q/${panel}`,
    status: 'completed',
    subject: { reference: `Patient/p${seed}`, display: 'Synthetic patient' },
    encounter: { reference: `Encounter/e${seed}` },
    authored: '2026-03-01T09:30:00+00:00',
    author: { reference: instrument.rater === 'self' ? `Patient/p${seed}` : `Practitioner/c${seed % 9}` },
    item: id === 'gas' ? goals : [{ linkId: 'form', text: instrument.title, item: rows }],
  });
}
