/**
 * Index rows -> episode records: decoding the packed attribute and the pass over patients, as the compile
 * does it, against JSON.parse of the same rows as NDJSON. `--large` adds five million rows.
 *
 * Rows are made in batches outside the clock and are flat strings, as parsed DynamoDB pages give them. Both
 * candidates read each batch, one after the other, and which goes first alternates.
 */
import { EpisodePass } from '../shared/metrics/episode-pass.ts';
import { encodeAssessmentRow, encodeEpisodeRow, encodeFactRow } from '../shared/metrics/packed-row.ts';
import { mergePartials } from '../shared/metrics/partial.ts';
import { reduceProgram } from '../shared/metrics/reduce.ts';

const sizes = [100_000, 1_000_000, ...(process.argv.includes('--large') ? [5_000_000] : [])];
const ASSESSMENTS_A_PATIENT = 12;
const PATIENTS_A_BATCH = 2_000;
const DAY = 86_400_000;

interface Batch {
  readonly rows: readonly (readonly [sk: string, m: string])[];
  readonly assessments: number;
  readonly ndjson: readonly string[];
}

/** Keeps results alive, so that no work is optimised away. */
let sink = 0;

const program = {
  id: 'talking-therapy',
  source: 'bench',
  name: 'Talking Therapy',
  measures: { depression: 'phq-9', anxiety: 'gad-7' },
} as const;

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function batchOf(first: number, patients: number): Batch {
  const next = random(first + 1);
  const rows: (readonly [string, string])[] = [];
  const ndjson: string[] = [];
  for (let i = first; i < first + patients; i++) {
    const patient = `5f2b9c1e-77aa-4f0e-9d53-${i.toString(16).padStart(12, '0')}`;
    const start = Date.UTC(2024, 1, 1) + Math.floor(next() * 600) * DAY;
    const iso = (days: number) => new Date(start + days * DAY).toISOString();
    const common = { changedAt: start, retracted: false };
    rows.push([
      `${patient}#0#EP#${program.id}#e${i}`,
      encodeEpisodeRow({
        ...common,
        start: iso(0),
        end: iso(100),
        ending: 'completed',
        descriptor: 'F32.1',
        strata: { ageBand: '26-64', sex: 'female', race: null, ethnicity: null, language: 'en' },
      }),
    ]);
    for (const day of [7, 14]) {
      rows.push([
        `${patient}#1#FACT#contact#c${i}-${day}`,
        encodeFactRow({
          ...common,
          kind: 'contact',
          codes: ['AMB'],
          start: iso(day),
          end: null,
          program: null,
        }),
      ]);
    }
    for (let k = 0; k < ASSESSMENTS_A_PATIENT; k++) {
      const instrument = k % 2 === 0 ? 'phq-9' : 'gad-7';
      const points = Array.from({ length: k % 2 === 0 ? 9 : 7 }, () => Math.floor(next() * 4));
      const score = points.reduce((sum, one) => sum + one, 0);
      const authored = iso(k * 8);
      const identity = `r${i}-${k}`;
      const assessments = [{ instrument, version: '1.0.0', score, prorated: false, points }];
      rows.push([
        `${patient}#2#${authored}#${identity}`,
        encodeAssessmentRow({
          ...common,
          authoredAssumed: false,
          authoredIsDate: false,
          program: null,
          assessments,
        }),
      ]);
      ndjson.push(
        JSON.stringify({ patient, authored, identity, changedAt: iso(0), program: null, assessments }),
      );
    }
  }
  const flat = JSON.parse(JSON.stringify({ rows, ndjson })) as Omit<Batch, 'assessments'>;
  return { ...flat, assessments: patients * ASSESSMENTS_A_PATIENT };
}

function seconds(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

function parseAll({ ndjson }: Batch): void {
  for (const line of ndjson) sink += (JSON.parse(line) as { readonly authored: string }).authored.length;
}

function measure(size: number) {
  const pass = new EpisodePass({ source: 'bench', timeZone: 'America/New_York', asOf: '2026-02-01' });
  const time = { pass: 0, parse: 0, end: 0, reduce: 0 };
  const patients = Math.ceil(size / ASSESSMENTS_A_PATIENT);
  let rows = 0;
  let assessments = 0;
  for (let first = 0, turn = 0; first < patients; first += PATIENTS_A_BATCH, turn++) {
    const batch = batchOf(first, Math.min(PATIENTS_A_BATCH, patients - first));
    const read = () => {
      for (const [sk, m] of batch.rows) pass.row(sk, m);
    };
    if (turn % 2 === 1) time.parse += seconds(() => parseAll(batch));
    time.pass += seconds(read);
    if (turn % 2 === 0) time.parse += seconds(() => parseAll(batch));
    rows += batch.rows.length;
    assessments += batch.assessments;
  }
  time.end = seconds(() => {
    const partial = mergePartials([pass.end()]);
    sink += partial.episodes.length;
    time.reduce = seconds(() => {
      sink += reduceProgram(partial, program, { minimumCell: 11 }).sentence.length;
    });
  });
  return { ...time, rows, assessments };
}

function print(bench: string, value: number, unit: string, reference: string, ratio: number): void {
  console.log(JSON.stringify({ bench, value: round(value), unit, reference, ratio: round(ratio) }));
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

const only=batchOf(0,2000);for(let r=0;r<40;r++){const pass = new EpisodePass({ source: "bench", timeZone: "America/New_York", asOf: "2026-02-01" });const c0=process.cpuUsage();for (const [sk, m] of only.rows) pass.row(sk, m);const c1=process.cpuUsage(c0);if(r%10===9)console.log((c1.user+c1.system)*1000/only.rows.length,"ns cpu/row");sink+=pass.end().episodes.length;}process.exit(0);
const measured = sizes.map((size) => {
  const { pass, parse, end, reduce, rows, assessments } = measure(size);
  const peak = process.resourceUsage().maxRSS / 1024;
  const label = `metrics pass, ${size.toExponential().replace('+', '')} assessments`;
  print(
    label,
    rows / pass,
    'rows/s',
    `JSON.parse of the same assessments as NDJSON, ${round(assessments / parse)} rows/s`,
    parse / assessments / (pass / rows),
  );
  print(`${label}: merge and reduce`, end * 1000, 'ms', `the pass, ${round(pass * 1000)} ms`, end / pass);
  print(`${label}: peak memory`, peak, 'MB', 'the process with everything in it, batches included', 1);
  sink += reduce;
  return { rows, pass };
});
const [smallest, largest] = [measured[0], measured.at(-1)];
if (smallest === undefined || largest === undefined || sink === 0) throw new Error('nothing was measured');
const exponent = Math.log(largest.pass / smallest.pass) / Math.log(largest.rows / smallest.rows);
print('metrics pass: growth exponent', exponent, '', 'linear is 1, target at most 1.05', exponent / 1.05);
