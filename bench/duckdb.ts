/**
 * The outcomes of a program by our compile and by DuckDB, over the same patients in one run: both start from
 * rows at hand (ours packed, as DynamoDB pages give them; DuckDB's in a Parquet file with typed columns) and
 * end with the counts of the NHS measures of a year. The counts must be equal.
 *
 * DuckDB is no dependency of the project: `npm install --prefix bench` brings it, and without it this says so.
 */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EpisodePass } from '../shared/metrics/episode-pass.ts';
import { mergePartials } from '../shared/metrics/partial.ts';
import { reduceProgram } from '../shared/metrics/reduce.ts';
import { builtInRules } from '../shared/metrics/rule-book.ts';
import { cpuSeconds, print, round, sized, sizes } from './rows/measure.ts';
import { AS_OF, batches, program } from './rows/patients.ts';

interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): readonly Record<string, unknown>[] }>;
}
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{ connect(): Promise<Connection> }>;
  };
}

type Counts = Readonly<
  Record<'finished' | 'paired' | 'caseness' | 'improved' | 'recovered' | 'both' | 'worse', number>
>;

const folder = mkdtempSync(join(tmpdir(), 'outcomes-duckdb-'));
const duckdb = await found();
if (duckdb === undefined) {
  console.error('DuckDB is not installed, so nothing is compared with it: npm install --prefix bench');
} else {
  try {
    const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
    await connection.run('SET threads = 1');
    for (const size of sizes) await compare(connection, size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function found(): Promise<DuckDb | undefined> {
  try {
    const name = '@duckdb/node-api';
    return (await import(name)) as DuckDb;
  } catch {
    return undefined;
  }
}

async function compare(connection: Connection, size: number): Promise<void> {
  const { ours, counts, rows, period } = await measureOurs(size);
  for (const table of ['stays', 'contacts', 'scores'])
    await connection.run(
      `COPY (SELECT * FROM read_csv('${file(table, 'csv')}', header = true)) TO '${file(table, 'parquet')}' (FORMAT parquet)`,
    );
  const sql = countsSql(period);
  await connection.runAndReadAll(sql);
  const started = cpuSeconds();
  const answer = await connection.runAndReadAll(sql);
  const theirs = cpuSeconds() - started;
  const [row = {}] = answer.getRowObjectsJson();
  const counted = Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)]));
  if (JSON.stringify(counted) !== JSON.stringify(counts))
    throw new Error(`the counts differ: ours ${JSON.stringify(counts)}, DuckDB ${JSON.stringify(counted)}`);
  print(
    `program outcomes, ${sized(size)} assessments`,
    rows / ours,
    'rows/s',
    `DuckDB on Parquet, one thread, equal counts, ${round(rows / theirs)} rows/s`,
    theirs / ours,
  );
}

/** Seconds of the pass, the merge and the reduce; the rows are also written down for DuckDB, outside the clock. */
async function measureOurs(size: number) {
  const pass = new EpisodePass({ source: program.source, timeZone: 'UTC', asOf: AS_OF });
  const stays = csv('stays', 'patient,start,ended');
  const contacts = csv('contacts', 'patient,at');
  const scores = csv('scores', 'patient,authored,instrument,score');
  let ours = 0;
  let rows = 0;
  for (const batch of batches(size)) {
    const started = performance.now();
    for (const [sk, m] of batch.rows) pass.row(sk, m);
    ours += (performance.now() - started) / 1000;
    rows += batch.rows.length;
    for (const { patient, start, end, contacts: visits } of batch.stays) {
      stays.write(`${patient},${start},${end}\n`);
      for (const at of visits) contacts.write(`${patient},${at}\n`);
    }
    for (const { patient, authored, instrument, score } of batch.assessments)
      scores.write(`${patient},${authored},${instrument},${score}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const started = performance.now();
  const snapshot = reduceProgram(mergePartials([pass.end()]), program, { minimumCell: 1 });
  ours += (performance.now() - started) / 1000;
  await Promise.all(
    [stays, contacts, scores].map((stream) => new Promise<void>((resolve) => stream.end(() => resolve()))),
  );
  const count = (id: string): number =>
    snapshot.measures.find((measure) => measure.id === id)?.current.populations.numerator ?? Number.NaN;
  const counts: Counts = {
    finished:
      snapshot.measures.find(({ id }) => id === 'paired')?.current.populations.initialPopulation ??
      Number.NaN,
    paired: count('paired'),
    caseness: count('caseness'),
    improved: count('reliable-improvement'),
    recovered: count('recovery'),
    both: count('reliable-recovery'),
    worse: count('reliable-deterioration'),
  };
  return { ours, counts, rows, period: snapshot.period };
}

function csv(table: string, header: string) {
  const stream = createWriteStream(file(table, 'csv'));
  stream.write(`${header}\n`);
  return stream;
}

function file(table: string, ending: string): string {
  return join(folder, `${table}.${ending}`);
}

/** The rules of docs/metrics.md in SQL: first and last scores, caseness, reliable change, by local day (UTC). */
function countsSql({ start, end }: { readonly start: string; readonly end: string }): string {
  const table = (name: string): string => `read_parquet('${file(name, 'parquet')}')`;
  const limit = (instrument: string, kind: 'caseness' | 'reliable-change'): number =>
    builtInRules.thresholdFor(instrument, kind)?.value ?? Number.NaN;
  const [depressed, anxious] = [limit('phq-9', 'caseness'), limit('gad-7', 'caseness')];
  const [movedDepression, movedAnxiety] = [
    limit('phq-9', 'reliable-change'),
    limit('gad-7', 'reliable-change'),
  ];
  return `
    WITH ended AS (
      SELECT patient, start::DATE AS start, ended::DATE AS ended FROM ${table('stays')}
      WHERE ended::DATE BETWEEN DATE '${start}' AND DATE '${end}'
    ), treated AS (
      SELECT e.patient, e.start, e.ended FROM ended e JOIN ${table('contacts')} c USING (patient)
      WHERE c.at::DATE BETWEEN e.start AND e.ended
      GROUP BY ALL HAVING count(*) >= 2
    ), within AS (
      SELECT t.patient, s.instrument, s.score, s.authored, s.authored::DATE AS day, t.start
      FROM treated t JOIN ${table('scores')} s USING (patient)
      WHERE s.authored::DATE BETWEEN t.start - 14 AND t.ended
    ), first AS (
      SELECT patient, instrument, arg_min(score, authored) AS score, min(day) AS day
      FROM within WHERE day <= start + 30 GROUP BY ALL
    ), last AS (
      SELECT w.patient, w.instrument, arg_max(w.score, w.authored) AS score
      FROM within w JOIN first f USING (patient, instrument) WHERE w.day > f.day GROUP BY ALL
    ), pairs AS (
      SELECT t.patient,
        max(f.score) FILTER (f.instrument = 'phq-9') AS d1, max(l.score) FILTER (l.instrument = 'phq-9') AS d2,
        max(f.score) FILTER (f.instrument = 'gad-7') AS a1, max(l.score) FILTER (l.instrument = 'gad-7') AS a2
      FROM treated t LEFT JOIN first f USING (patient)
      LEFT JOIN last l ON l.patient = f.patient AND l.instrument = f.instrument GROUP BY ALL
    ), judged AS (
      SELECT d2 IS NOT NULL AND a2 IS NOT NULL AS paired,
        coalesce(d1 >= ${depressed}, false) OR coalesce(a1 >= ${anxious}, false) AS caseness,
        d2 < ${depressed} AND a2 < ${anxious} AS well,
        d1 - d2 >= ${movedDepression} OR a1 - a2 >= ${movedAnxiety} AS better,
        d2 - d1 >= ${movedDepression} OR a2 - a1 >= ${movedAnxiety} AS worse
      FROM pairs
    )
    SELECT count(*) AS finished,
      count(*) FILTER (paired) AS paired,
      count(*) FILTER (caseness) AS caseness,
      count(*) FILTER (paired AND better AND NOT worse) AS improved,
      count(*) FILTER (paired AND caseness AND well) AS recovered,
      count(*) FILTER (paired AND caseness AND well AND better AND NOT worse) AS both,
      count(*) FILTER (paired AND worse AND NOT better) AS worse
    FROM judged`;
}
