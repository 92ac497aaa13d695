/**
 * Index rows -> episode records: decoding the packed attribute and the pass over patients, as the compile
 * does it, against JSON.parse of the same rows as NDJSON.
 *
 * Rows are made in batches outside the clock and are flat strings, as parsed DynamoDB pages give them. Both
 * candidates read each batch, one after the other, and which goes first alternates.
 */
import { EpisodePass } from '../shared/metrics/episode-pass.ts';
import { mergePartials } from '../shared/metrics/partial.ts';
import { reduceProgram } from '../shared/metrics/reduce.ts';
import { growthExponent, print, round, seconds, sized, sizes } from './rows/measure.ts';
import { AS_OF, type Batch, batches, program } from './rows/patients.ts';

/** Keeps results alive, so that no work is optimised away. */
let sink = 0;

function parseAll(ndjson: readonly string[]): void {
  for (const line of ndjson) sink += (JSON.parse(line) as { readonly authored: string }).authored.length;
}

function ndjsonOf({ assessments }: Batch): readonly string[] {
  return assessments.map(({ patient, authored, identity, instrument, score, points }) => {
    const scored = { instrument, version: '1.0.0', score, prorated: false, points };
    return JSON.stringify({ patient, authored, identity, program: null, assessments: [scored] });
  });
}

function measure(size: number) {
  const pass = new EpisodePass({ source: 'bench', timeZone: 'America/New_York', asOf: AS_OF });
  const time = { pass: 0, parse: 0, end: 0 };
  let rows = 0;
  let assessments = 0;
  let turn = 0;
  for (const batch of batches(size)) {
    const ndjson = ndjsonOf(batch);
    const read = () => {
      for (const [sk, m] of batch.rows) pass.row(sk, m);
    };
    if (turn % 2 === 1) time.parse += seconds(() => parseAll(ndjson));
    time.pass += seconds(read);
    if (turn % 2 === 0) time.parse += seconds(() => parseAll(ndjson));
    rows += batch.rows.length;
    assessments += ndjson.length;
    turn += 1;
  }
  time.end = seconds(() => {
    const partial = mergePartials([pass.end()]);
    sink += partial.episodes.length;
    sink += reduceProgram(partial, program, { minimumCell: 11 }).sentence.length;
  });
  return { ...time, rows, assessments };
}

measure(30_000); // warming up
const measured = sizes.map((size) => {
  const { pass, parse, end, rows, assessments } = measure(size);
  const peak = process.resourceUsage().maxRSS / 1024;
  const label = `metrics pass, ${sized(size)} assessments`;
  const parsed = `JSON.parse of the same assessments as NDJSON, ${round(assessments / parse)} rows/s`;
  print(label, rows / pass, 'rows/s', parsed, parse / assessments / (pass / rows));
  print(`${label}: merge and reduce`, end * 1000, 'ms', `the pass, ${round(pass * 1000)} ms`, end / pass);
  print(`${label}: peak memory`, peak, 'MB', 'the process with everything in it, batches included', 1);
  return { rows, time: pass };
});
if (sink === 0) throw new Error('nothing was measured');
const exponent = growthExponent(measured);
print('metrics pass: growth exponent', exponent, '', 'linear is 1, target at most 1.05', exponent / 1.05);
