/**
 * One organisation with its EHR, deployed from a synthesized template to the local cloud.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type CloudOptions, type LocalCloud, startCloud } from '../../local/cloud/cloud.ts';
import { writeAddresses } from '../../local/run/addresses.ts';
import { synthesize } from '../../local/run/synthesize.ts';
import { type SandboxEhr, startSandboxEhr } from '../../local/sandbox-ehr/sandbox-ehr.ts';
import { startTokenServer, type TokenServer } from '../../local/sandbox-ehr/token-server.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';
import { tokenWith } from './http-request.ts';

export interface RiversideOptions {
  /** Whose Patients the EHR knows. */
  readonly patients?: readonly string[];
  /** Whether the EHR checks what is written to it against US Core. */
  readonly validation?: 'off';
  /** Scopes that the EHR grants; it lets nobody in without a token then. */
  readonly grants?: readonly string[];
}

/** As which the EHR knows the pipeline. */
const CLIENT = 'outcomes-pipeline';

export interface DeployOptions {
  /** Beside the source: programs, scoring. */
  readonly settings?: object;
  readonly cloud?: Partial<CloudOptions>;
  /** Changes the assembly before it runs. */
  readonly edit?: (assembly: string) => void;
}

export class Riverside {
  /** Holds settings, assembly, data and the addresses that commands read. */
  readonly data = mkdtempSync(join(tmpdir(), 'outcomes-riverside-'));
  readonly ehr: SandboxEhr;
  /** Of the EHR, where it wants tokens. */
  readonly tokens: TokenServer | undefined;
  #cloud: LocalCloud | undefined;

  private constructor(ehr: SandboxEhr, tokens: TokenServer | undefined) {
    this.ehr = ehr;
    this.tokens = tokens;
  }

  static async open({ patients = ['p1'], grants, ...ehr }: RiversideOptions = {}): Promise<Riverside> {
    const tokens = grants && (await startTokenServer({ grants }));
    const guarded = tokens && { authorize: tokens.authorize, tokenEndpoint: tokens.url };
    const opened = new Riverside(await startSandboxEhr({ ehr: 'hapi', ...ehr, ...guarded }), tokens);
    await opened.ehr.seed(patients.map((id) => ({ resourceType: 'Patient', id })));
    return opened;
  }

  get cloud(): LocalCloud {
    if (this.#cloud === undefined) throw new Error('nothing is deployed');
    return this.#cloud;
  }

  /** Deploys, also over what is deployed: the data stay. */
  async deploy({ settings = {}, cloud = {}, edit }: DeployOptions = {}): Promise<LocalCloud> {
    await this.#cloud?.stop();
    const source = {
      id: 'riverside',
      name: 'Riverside',
      timeZone: 'UTC',
      ehr: {
        baseUrl: this.ehr.url,
        profile: 'hapi',
        ...(this.tokens && { auth: { kind: 'smart-backend', clientId: CLIENT } }),
      },
      clientIds: ['riverside-ehr'],
    };
    const tokens = { issuer: 'http://127.0.0.1:4000', audience: ['outcomes'] };
    const signingKeys = this.tokens ? [{ id: 'first' }] : [];
    const written = { sources: [source], programs: [], tokens, signingKeys, ...settings };
    const assembly = await synthesize(written, this.data);
    edit?.(assembly);
    const dataDir = join(this.data, 'cloud');
    this.#cloud = await startCloud({ assembly, dataDir, schedulerClock: false, ...cloud });
    writeAddresses(
      this.data,
      this.#cloud,
      written.signingKeys.map(({ id }) => id),
    );
    return this.#cloud;
  }

  /** The EHR's team registers the pipeline: from now on it gets tokens. */
  register(): void {
    this.tokens?.register({ clientId: CLIENT, jwksUrl: `${this.cloud.apiUrl}/.well-known/jwks.json` });
  }

  /** A response into a queue, as `receive` puts it there. */
  async enqueue(
    identity: string,
    resource: object,
    queue = 'Intake/Responses/Queue',
    program?: string,
  ): Promise<void> {
    const envelope: Envelope = {
      source: 'riverside',
      receivedAt: '2026-03-01T10:00:00.000Z',
      responses: [
        {
          kind: 'upsert',
          identity,
          resource: { ...resource, id: identity },
          ...(program !== undefined && { program }),
        },
      ],
      context: [],
    };
    const { endpoint, region, operatorCredentials: credentials } = this.cloud;
    const sqs = new SQSClient({ endpoint, region, credentials });
    const QueueUrl = this.cloud.resourceName(queue);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(envelope) }));
    sqs.destroy();
  }

  /** A command of cli/ as an operator runs it; what it prints. */
  async run(command: string, ...args: readonly string[]): Promise<string> {
    const all = [`cli/${command}.ts`, ...args, '--data', this.data];
    return (await promisify(execFile)(process.execPath, all)).stdout;
  }

  /** What the API answers somebody who may see the program. @param what of it, as in the path: `outcomes`. */
  async ask(
    program: string,
    what: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const answer = (await this.cloud.invoke('Metrics/Serve', {
      rawPath: `/programs/${program}/${what}`,
      pathParameters: { id: program },
      queryStringParameters: query,
      headers: { authorization: tokenWith({ 'cognito:groups': [`program:${program}`] }) },
    })) as { statusCode: number; body: string };
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  }

  async close(): Promise<void> {
    await this.#cloud?.stop();
    await this.ehr.close();
    await this.tokens?.close();
    rmSync(this.data, { recursive: true, force: true });
  }
}
