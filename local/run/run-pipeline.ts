/**
 * A run from start to stop: surroundings, seed, drain, compile, report; then either the summary and the end,
 * or staying up until Ctrl-C.
 *
 * @module
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { patients, seed } from '../seed/seed.ts';
import { dump } from './dump.ts';
import { countDuplicates, recordedIn } from './function-lines.ts';
import { readKeepsake, writeKeepsake } from './keepsake.ts';
import { readLedger } from './ledger.ts';
import { PERSONAS, PROGRAMS, SOURCE } from './local-settings.ts';
import { leave, occupied, occupy } from './occupied.ts';
import type { RunOptions } from './options.ts';
import { pushSeed } from './push-seed.ts';
import { describeResponse, type ResponseStatus } from './response-report.ts';
import { type Summary, summarize } from './summary.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';
import { terminal } from './terminal.ts';

/** The exit status. */
export async function runPipeline(options: RunOptions): Promise<number> {
  const started = performance.now();
  const busy = occupied(options.dataDir);
  if (busy !== undefined) {
    console.error(busy);
    return 1;
  }
  occupy(options.dataDir);
  try {
    return await runIn(options, started);
  } finally {
    leave(options.dataDir);
    if (options.temporary) rmSync(options.dataDir, { recursive: true, force: true });
  }
}

async function runIn(options: RunOptions, started: number): Promise<number> {
  const say = terminal(options);
  const counted = { duplicates: 0 };
  let follow: ((identities: readonly string[]) => void) | undefined;

  say.title();
  const here = await startSurroundings(options, readKeepsake(options.dataDir), {
    onStep: say.step,
    onLog: ({ line }) => {
      counted.duplicates += countDuplicates(line);
      follow?.(recordedIn(line));
    },
  });
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });

  try {
    const token = await here.issuer.tokenFor(SOURCE.clientIds[0]);
    writeFileSync(join(options.dataDir, 'token'), token, { mode: 0o600 });
    const pushes = options.seed ? await seedPipeline(options, here, token, say.progress) : 0;
    await here.cloud.idle();
    await here.cloud.runSchedule('Metrics/Nightly');
    await here.cloud.idle();

    const ledger = await readLedger(here.cloud);
    const summary = summarize(ledger, here.cloud, {
      duplicates: counted.duplicates,
      observations: [...here.ehr.observations()].filter(({ status }) => status !== 'entered-in-error').length,
      httpRequests: pushes,
      seconds: (performance.now() - started) / 1000,
    });
    say.outcome(summary, ledger.snapshots as readonly Snapshot[]);
    if (options.dump !== undefined) dump(options.dump, ledger, here.ehr.observations());
    if (options.exit) return finish(summary);

    await say.ready({
      fhir: `${here.cloud.apiUrl}/fhir`,
      page: here.page.origin,
      api: here.cloud.apiUrl,
      ehr: here.ehr.url,
      tokenFile: join(options.dataDir, 'token'),
      sources: [{ id: SOURCE.id, token }],
      personas: await Promise.all(
        PERSONAS.map(async ({ id, role }) => ({ role, token: await here.issuer.personaToken(id) })),
      ),
    });
    follow = (identities) => {
      for (const identity of identities) void report(here, token, identity, say.response);
    };
    await stopped;
    say.stopping();
    return 0;
  } finally {
    await here.stop();
  }
}

function finish(summary: Summary): number {
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return 0;
}

/** Pushes what no earlier run has had acknowledged. The number of requests made. */
async function seedPipeline(
  { dataDir, size }: RunOptions,
  { ehr, cloud }: Surroundings,
  token: string,
  progress: (done: number, all: number) => void,
): Promise<number> {
  const keepsake = readKeepsake(dataDir);
  const seeded = keepsake.seed ?? { asOf: new Date().toISOString(), size, acknowledged: 0 };
  const story = { asOf: seeded.asOf, source: SOURCE, programs: PROGRAMS, size: seeded.size };
  await ehr.seed([...patients(story), { resourceType: 'Patient', id: 'example' }]);
  const pushes = seed(story);
  await pushSeed(pushes, { apiUrl: cloud.apiUrl, token }, seeded.acknowledged, (acknowledged) => {
    if (acknowledged % 20 === 0 || acknowledged === pushes.length) {
      writeKeepsake(dataDir, { ...keepsake, seed: { ...seeded, acknowledged } });
    }
    progress(acknowledged, pushes.length);
  });
  return pushes.length - seeded.acknowledged;
}

/** Asks for the status until the scores have reached the EHR, then says it. */
async function report(
  { cloud }: Surroundings,
  token: string,
  identity: string,
  say: (lines: readonly string[], statusUrl: string) => void,
): Promise<void> {
  const url = `${cloud.apiUrl}/fhir/QuestionnaireResponse/${encodeURIComponent(identity)}/$status`;
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const status = response.ok ? ((await response.json()) as ResponseStatus) : undefined;
    if (status !== undefined && status.writeBack.state !== 'pending') {
      say(describeResponse(status), url);
      return;
    }
    await new Promise((done) => setTimeout(done, 250));
  }
}
