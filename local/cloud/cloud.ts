/**
 * The cloud on one machine: starts everything a synthesized template describes, and stops it again.
 *
 * Nothing about the wiring is written here: tables, queues, functions, grants, routes and schedules are
 * what the template says. Data lies in `dataDir` under names that do not change from start to start.
 *
 * @module
 */
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Caller, controlAccess, type Denial } from './access-control.ts';
import { readAssembly } from './assembly.ts';
import { CloudError } from './cloud-error.ts';
import { claimFolder } from './data-folder.ts';
import { describeTables } from './dynamodb-tables.ts';
import { type Endpoints, endpointsOf, startEmulators } from './emulators.ts';
import { type BusEvent, startEventBuses } from './event-buses.ts';
import { type Mapping, startMapping } from './event-source-mapping.ts';
import { type LogLine, openLog } from './function-log.ts';
import { type AwsCalls, createGateway } from './gateway.ts';
import { createHttpApi } from './http-api.ts';
import { createFunction, type LocalFunction } from './lambda.ts';
import { functionIds, readFunction } from './lambda-spec.ts';
import { listenOnLoopback } from './loopback-server.ts';
import type { Meddler } from './meddling.ts';
import { readObjectEvents } from './object-events.ts';
import { createOperator } from './provision.ts';
import { ACCOUNT } from './resource-names.ts';
import { notRunLocally } from './resource-types.ts';
import { readSchedules, startClock } from './scheduler.ts';
import { startSigningKeys } from './signing-keys.ts';
import type { QueueDepth } from './sqs-queues.ts';
import { type Found, openStack } from './stack.ts';
import { readPolicies } from './stack-policies.ts';
import { openTraces } from './traces.ts';

export interface CloudOptions {
  /** Folder of the assembly (`cdk.out`). */
  readonly assembly: string;
  /** Where tables, messages, objects and logs are kept; in memory when left out. */
  readonly dataDir?: string;
  /** Port of the HTTP API; any free one when left out. */
  readonly httpPort?: number;
  /** In place of every queue's visibility timeout, so that tests need not wait for minutes. */
  readonly visibilitySeconds?: number;
  /** Whether schedules run by the clock (default), or only by `runSchedule`. */
  readonly schedulerClock?: boolean;
  readonly onLog?: (line: LogLine) => void;
  /** Sees every call of a function before its service does, and may break it: for tests. */
  readonly meddler?: Meddler;
  /** Engines that run elsewhere; default: `DYNAMODB_ENDPOINT`, `SQS_ENDPOINT`, `S3_ENDPOINT`. */
  readonly endpoints?: Endpoints;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface LocalCloud {
  /** Base URL of the HTTP API. */
  readonly apiUrl: string;
  /** Base URL of all AWS services, for `endpoint` of an SDK client. */
  readonly endpoint: string;
  readonly region: string;
  /** Not checked against any policy, and not counted. */
  readonly operatorCredentials: Credentials;
  /** The function's own credentials: what they may do is what its role may do. */
  readonly credentialsFor: (functionQuery: string) => Credentials;
  /** A resource by logical id, or by its construct path or the end of that (`Scoring/Score`). */
  readonly find: (query: string) => Found;
  /** What `Ref` gives for it: queue URL, topic ARN, else the physical name. */
  readonly resourceName: (query: string) => string;
  /** Throws `function-failed` when the function throws, crashes or times out. */
  readonly invoke: (functionQuery: string, event: unknown) => Promise<unknown>;
  /** Runs a schedule now, whatever its clock says; gives the function's answer. */
  readonly runSchedule: (query: string) => Promise<unknown>;
  /** By logical id of the queue. */
  readonly queueDepths: () => Promise<Readonly<Record<string, QueueDepth>>>;
  /**
   * Resolves when no invocation runs and every queue that a function consumes is empty: nothing visible,
   * in flight or delayed. Dead-letter queues do not count.
   */
  readonly idle: () => Promise<void>;
  /** What was put on the template's event buses since this start, oldest first. */
  readonly events: readonly BusEvent[];
  /** Calls of functions and mappings by service and operation. */
  readonly awsCalls: AwsCalls;
  /** The same calls, by the logical id of the function. */
  readonly awsCallsBy: Readonly<Record<string, AwsCalls>>;
  /** Calls that the synthesized policies do not allow. */
  readonly denied: readonly Denial[];
  /** Resource types of the template that do not run here, with their number. */
  readonly notRun: Readonly<Record<string, number>>;
  /** Ends everything that was started; what is not acknowledged is delivered again after the next start. */
  readonly stop: () => Promise<void>;
}

const OPERATOR: Credentials = { accessKeyId: 'LOCALOPERATOR', secretAccessKey: 'local' };
/** How long `stop` lets running batches finish. */
const GRACE_MS = 2000;
const IDLE_POLL_MS = 50;

/** Throws `CloudError` for a template this machine cannot run; whatever had been started is stopped. */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const closers: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= closeAll(closers);
    return stopped;
  };
  try {
    return await start(options, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Last started, first closed. */
async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
}

async function start(
  options: CloudOptions,
  closers: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<LocalCloud> {
  const { dataDir, endpoints = endpointsOf(process.env) } = options;
  const assembly = readAssembly(options.assembly);
  const { region } = assembly;

  if (dataDir !== undefined) {
    const release = claimFolder(dataDir);
    closers.push(async () => release());
  }
  const log = openLog(dataDir, options.onLog);
  closers.push(log.close);
  const say = log.outputOf('cloud');
  const onProblem = (text: string): void => say(`${text}\n`);

  const gatewayServer = await listenOnLoopback();
  closers.push(gatewayServer.close);
  const apiServer = await listenOnLoopback(options.httpPort);
  closers.push(apiServer.close);

  const place = { region, gatewayUrl: gatewayServer.url, apiUrl: apiServer.url };
  const stack = openStack(assembly, place);
  const notRun = notRunLocally(stack.ids().map((id) => [id, stack.type(id)]));
  const access = controlAccess(stack, readPolicies(stack));

  const trace = openTraces(dataDir && join(dataDir, region, 'traces.ndjson'));
  const functions = new Map<string, LocalFunction>();
  for (const id of functionIds(stack)) {
    const spec = readFunction(stack, id, place);
    functions.set(id, createFunction(spec, log.outputOf(spec.environment.functionName), trace));
  }
  const functionOf = (nameOrArn: string): LocalFunction => {
    const found = functions.get(stack.byArn(nameOrArn) ?? '');
    if (found === undefined) {
      throw new CloudError('property-unsupported', `${nameOrArn} is not a Node function of the stack.`);
    }
    return found;
  };

  const emulators = await startEmulators({ region, dataDir, endpoints });
  emulators.failed.catch((error: Error) => onProblem(error.message));
  closers.push(emulators.stop);
  const buses = await startEventBuses(dataDir && join(dataDir, region, 'events.ndjson'));
  closers.push(buses.close);
  const signingKeys = await startSigningKeys(stack, dataDir && join(dataDir, region, 'signing-keys'));
  closers.push(signingKeys.close);

  const callers = new Map<string, Caller | 'operator'>([[OPERATOR.accessKeyId, 'operator']]);
  for (const { spec } of functions.values()) callers.set(spec.accessKey, spec);
  const notifier = new SQSClient({ endpoint: place.gatewayUrl, region, credentials: OPERATOR });
  closers.push(async () => notifier.destroy());
  const gateway = createGateway({
    url: place.gatewayUrl,
    emulators: { ...emulators.urls, events: buses.url, kms: signingKeys.url },
    callerOf: (accessKey) => callers.get(accessKey),
    access,
    tables: describeTables(stack),
    queueArn: (name) => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`,
    keyArn: (key) => (key.startsWith('arn:') ? key : `arn:aws:kms:${region}:${ACCOUNT}:key/${key}`),
    busArn: (name) => `arn:aws:events:${region}:${ACCOUNT}:event-bus/${name}`,
    onObject: readObjectEvents(stack, notifier),
    meddler: options.meddler,
    kill: async (functionId) => functions.get(functionId)?.kill(),
  });
  closers.push(async () => gateway.close());
  gatewayServer.serve(gateway.handle as RequestListener);

  const operator = createOperator(stack, place.gatewayUrl, OPERATOR);
  closers.push(async () => operator.close());
  const { inspection, failed } = emulators;
  await Promise.race([operator.provision(inspection, options.visibilitySeconds), failed]);

  const httpApi = createHttpApi(stack, functionOf, onProblem);
  if (httpApi !== undefined) apiServer.serve(httpApi.handle);
  const schedules = readSchedules(stack, access, functionOf);

  closers.push(async () => {
    await Promise.all([...functions.values()].map((one) => one.stop()));
  });
  const mappings = stack
    .ids('AWS::Lambda::EventSourceMapping')
    .map((id) => startMapping(stack, id, { functionOf, access, gatewayUrl: place.gatewayUrl, onProblem }))
    .filter((mapping): mapping is Mapping => mapping !== undefined);
  closers.push(async () => {
    await Promise.all(mappings.map((mapping) => mapping.stop(GRACE_MS)));
  });
  if (options.schedulerClock ?? true) {
    const clock = startClock(schedules, onProblem);
    closers.push(async () => clock.stop());
  }

  const consumed = [...new Set(mappings.map(({ queueId }) => queueId))];
  const working = (): boolean =>
    [...functions.values()].some(({ busy }) => busy() > 0) || mappings.some(({ busy }) => busy() > 0);
  const untilIdle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2; await sleep(IDLE_POLL_MS)) {
      const depths = working() ? undefined : Object.values(await operator.depths(consumed));
      const empty = depths?.every((one) => one.deadLetter || one.visible + one.inFlight + one.delayed === 0);
      quiet = empty === true && !working() ? quiet + 1 : 0;
    }
  };
  const functionByQuery = (query: string): LocalFunction => {
    const named = [...functions.values()].find(({ spec }) => spec.environment.functionName === query);
    const found = named ?? functions.get(stack.find(query).logicalId);
    if (found === undefined)
      throw new CloudError('resource-not-found', `${query} is not a function that runs here.`);
    return found;
  };

  return {
    apiUrl: place.apiUrl,
    endpoint: place.gatewayUrl,
    region,
    operatorCredentials: OPERATOR,
    credentialsFor: (query) => ({
      accessKeyId: functionByQuery(query).spec.accessKey,
      secretAccessKey: 'local',
    }),
    find: stack.find,
    resourceName: (query) => stack.find(query).name,
    invoke: (query, event) => functionByQuery(query).invoke(event),
    runSchedule: (query) => {
      const named = schedules.find(({ name }) => name === query);
      const { logicalId } = named ?? stack.find(query);
      const schedule = schedules.find((one) => one.logicalId === logicalId);
      if (schedule === undefined) throw new CloudError('resource-not-found', `${query} is not a schedule.`);
      return schedule.run(new Date());
    },
    queueDepths: () => operator.depths(),
    idle: () => Promise.race([untilIdle(), failed]),
    events: buses.events,
    awsCalls: gateway.calls,
    awsCallsBy: gateway.callsBy,
    denied: access.denied,
    notRun,
    stop,
  };
}
