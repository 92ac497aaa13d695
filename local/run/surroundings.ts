/**
 * Starts everything a run needs, in the order in which the parts need each other: the page's address is part
 * of the issuer's redirects, issuer and EHR are part of the settings, and the settings are synthesized.
 *
 * @module
 */
import { join } from 'node:path';
import type { Observation } from 'fhir/r4.js';
import { neededScope } from '../../shared/write-back/system-scopes.ts';
import { type LocalCloud, startCloud } from '../cloud/cloud.ts';
import { type Issuer, startIssuer } from '../issuer/issuer.ts';
import { startSandboxEhr } from '../sandbox-ehr/sandbox-ehr.ts';
import { startTokenServer } from '../sandbox-ehr/token-server.ts';
import { writeAddresses } from './addresses.ts';
import { type RunKeepsake, writeKeepsake } from './keepsake.ts';
import { AUDIENCE, EHR_CLIENT, localSettings, PERSONAS, SIGNING_KEY, SOURCE } from './local-settings.ts';
import type { RunOptions } from './options.ts';
import { buildPage, type PageServer, servePage } from './page-server.ts';
import { synthesize } from './synthesize.ts';

export interface Ehr {
  readonly url: string;
  /** As which it knows the pipeline; undefined when it wants no token. */
  readonly clientId: string | undefined;
  /** Tells it where the pipeline's public keys are. */
  register: (apiUrl: string) => void;
  observations(): Iterable<Observation>;
  /** Makes patients known; a foreign EHR knows its own. */
  seed: (resources: Parameters<Awaited<ReturnType<typeof startSandboxEhr>>['seed']>[0]) => Promise<void>;
}

export interface Surroundings {
  readonly cloud: LocalCloud;
  readonly issuer: Issuer;
  readonly ehr: Ehr;
  readonly page: PageServer;
  stop(): Promise<void>;
}

export interface SurroundingsHooks {
  readonly onStep: (text: string) => void;
  readonly onLog: (line: { readonly source: string; readonly line: string }) => void;
}

export async function startSurroundings(
  options: RunOptions,
  keepsake: RunKeepsake,
  { onStep, onLog }: SurroundingsHooks,
): Promise<Surroundings> {
  const { dataDir } = options;
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };
  try {
    const page = await servePage(buildPage(dataDir), keepsake.ports.page);
    closers.push(page.close);
    const issuer = await startIssuer({
      dataDir: join(dataDir, 'issuer'),
      sources: [SOURCE],
      audience: AUDIENCE,
      personas: PERSONAS,
      pageRedirects: [page.origin, `${page.origin}/`, `${page.origin}/index.html`],
    });
    closers.push(issuer.close);
    const ehr = await startEhr(dataDir, keepsake, closers);
    onStep(`The sandbox EHR stands at ${ehr.url}`);

    const settings = localSettings({
      ehrUrl: ehr.url,
      ehrClientId: ehr.clientId,
      issuer: issuer.issuer,
      pageOrigin: page.origin,
    });
    const assembly = await synthesize(settings, dataDir);
    onStep('The CDK app is synthesized; its template is what runs here');
    const apiPort = options.port ?? keepsake.ports.api;
    // Before anything runs: what a stopped run left in its queues is written at once.
    if (apiPort !== undefined) ehr.register(`http://127.0.0.1:${apiPort}`);
    const cloud = await startCloud({
      assembly,
      dataDir: join(dataDir, 'cloud'),
      schedulerClock: !options.exit,
      onLog,
      ...portOf(apiPort),
    });
    closers.push(cloud.stop);
    ehr.register(cloud.apiUrl);
    onStep(`Tables, queues and functions are up; the API is ${cloud.apiUrl}`);

    page.configure({
      issuer: issuer.issuer,
      clientId: issuer.pageClientId,
      apiUrl: cloud.apiUrl,
      audience: AUDIENCE,
      scope: 'openid',
    });
    const ports = {
      api: Number(new URL(cloud.apiUrl).port),
      page: page.port,
      ehr: Number(new URL(ehr.url).port),
    };
    writeKeepsake(dataDir, { ...keepsake, ports });
    writeAddresses(dataDir, cloud, [SIGNING_KEY]);
    return { cloud, issuer, ehr, page, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The sandbox EHR, which gives tokens, or the one that `EHR_BASE_URL` names, which is signed in to as
 * `EHR_CLIENT_ID` where that is set.
 */
async function startEhr(
  dataDir: string,
  { ports }: RunKeepsake,
  closers: (() => Promise<void>)[],
): Promise<Ehr> {
  const { EHR_BASE_URL: url, EHR_CLIENT_ID: clientId } = process.env;
  if (url !== undefined)
    return { url, clientId, register: () => {}, observations: () => [], seed: async () => {} };
  const tokens = await startTokenServer({ grants: neededScope([]).split(' ') });
  closers.push(tokens.close);
  const sandbox = await startSandboxEhr({
    ehr: 'hapi',
    folder: join(dataDir, 'ehr'),
    // Whoever looks around on this machine needs no token; one that is shown must be good.
    authorize: async (authorization) =>
      authorization === undefined || (await tokens.authorize(authorization)),
    tokenEndpoint: tokens.url,
    ...(ports.ehr === undefined ? {} : { port: ports.ehr }),
  });
  closers.push(sandbox.close);
  return {
    url: sandbox.url,
    clientId: EHR_CLIENT,
    register: (apiUrl) =>
      tokens.register({ clientId: EHR_CLIENT, jwksUrl: `${apiUrl}/.well-known/jwks.json` }),
    observations: sandbox.observations,
    seed: sandbox.seed,
  };
}

function portOf(port: number | undefined): { readonly httpPort?: number } {
  return port === undefined ? {} : { httpPort: port };
}
