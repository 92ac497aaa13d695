/**
 * DynamoDB pages -> episode records: the compile's own reader and client, with the network taken away. What
 * is answered is the text DynamoDB sends; making it is outside the clock. Against JSON.parse of the same text.
 */
import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { partitionPages } from '../functions/adapters/patient-index.ts';
import { EpisodePass } from '../shared/metrics/episode-pass.ts';
import { cpuSeconds, growthExponent, print, round, seconds, sized, sizes } from './rows/measure.ts';
import { AS_OF, ASSESSMENTS_A_PATIENT, batches, program } from './rows/patients.ts';

/** DynamoDB ends a page at 1 MiB of items; these rows are about 150 bytes. */
const ROWS_A_PAGE = 6_000;

/** Keeps results alive, so that no work is optimised away. */
let sink = 0;

function* pages(size: number): Generator<string> {
  let items: object[] = [];
  for (const { rows } of batches(size)) {
    for (const [isk, m] of rows) {
      items.push({ isk: { S: isk }, m: { S: m } });
      if (items.length < ROWS_A_PAGE) continue;
      yield pageOf(items, { ipk: { S: 'S#bench#P#00' }, isk: { S: isk } });
      items = [];
    }
  }
  yield pageOf(items);
}

function pageOf(Items: readonly object[], LastEvaluatedKey?: object): string {
  return JSON.stringify({ Count: Items.length, Items, LastEvaluatedKey, ScannedCount: Items.length });
}

async function measure(size: number) {
  const source = pages(size);
  const spent = { cpu: 0, making: 0, parsing: 0 };
  const handler = {
    handle: async () => {
      const before = cpuSeconds();
      const { value: text = pageOf([]) } = source.next();
      const body = Buffer.from(text);
      spent.parsing += seconds(() => {
        sink += (JSON.parse(text) as { readonly Count: number }).Count;
      });
      spent.making += cpuSeconds() - before;
      const headers = { 'content-type': 'application/x-amz-json-1.0' };
      return { response: { statusCode: 200, headers, body: Readable.from([body]) } };
    },
  };
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    requestHandler: handler as never,
  });
  const pass = new EpisodePass({ source: 'bench', timeZone: 'America/New_York', asOf: AS_OF });
  let rows = 0;
  const started = cpuSeconds();
  for await (const page of partitionPages(client, 'outcomes', program.source, 0)) {
    for (const { sk, m } of page) pass.row(sk, m);
    rows += page.length;
  }
  sink += pass.end().episodes.length;
  spent.cpu = cpuSeconds() - started - spent.making;
  return { ...spent, rows };
}

await measure(60_000); // warming up
const measured = [];
for (const size of sizes) {
  const { cpu, parsing, rows } = await measure(size);
  const assessments = (rows * ASSESSMENTS_A_PATIENT) / (ASSESSMENTS_A_PATIENT + 3);
  const label = `metrics from DynamoDB pages, ${sized(size)} assessments`;
  const parsed = `JSON.parse of the same pages, ${round((parsing / assessments) * 1e6)} us`;
  print(label, (cpu / assessments) * 1e6, 'us of CPU per assessment', parsed, cpu / parsing);
  print(`${label}: rate`, rows / cpu, 'rows/s', 'JSON.parse of the same pages', parsing / cpu);
  print(
    `${label}: peak memory`,
    process.resourceUsage().maxRSS / 1024,
    'MB',
    'the process with everything in it, pages included',
    1,
  );
  measured.push({ rows, time: cpu });
}
if (sink === 0) throw new Error('nothing was measured');
const exponent = growthExponent(measured);
print('metrics from DynamoDB pages: growth exponent', exponent, '', 'linear is 1', exponent / 1.05);
