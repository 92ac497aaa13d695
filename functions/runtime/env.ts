/** Environment variables by meaning. Infra sets them, functions read them: one list, no typos. */
export const env = {
  outcomesTable: 'OUTCOMES_TABLE',
  operationsTable: 'OPERATIONS_TABLE',
  /** Queue that `receive` fills and `score` empties. */
  responsesQueueUrl: 'RESPONSES_QUEUE_URL',
  responsesQueueArn: 'RESPONSES_QUEUE_ARN',
  /** Queue of responses that `import` read from files: they wait beside those that are pushed, not before them. */
  importedQueueUrl: 'IMPORTED_QUEUE_URL',
  /** Queue that S3 fills when a file is dropped, and `import` empties. */
  importQueueUrl: 'IMPORT_QUEUE_URL',
  /** Where files are dropped, and lists of their failed lines kept. */
  importsBucket: 'IMPORTS_BUCKET',
  /** Queue of what must be read in an EHR: `receive` fills it, `fetch` empties it. */
  fetchQueueUrl: 'FETCH_QUEUE_URL',
  /** Bodies too large for a message. */
  claimsBucket: 'CLAIMS_BUCKET',
  /** `<source>=<queue arn>` of each source's own inbound queue, separated by spaces. */
  inboundQueues: 'INBOUND_QUEUES',
  /** `<source>=<queue url>` of each source's write-back queue, separated by spaces. */
  writeBackQueues: 'WRITE_BACK_QUEUES',
  compileQueueUrl: 'COMPILE_QUEUE_URL',
  snapshotsBucket: 'SNAPSHOTS_BUCKET',
  alertsTopicArn: 'ALERTS_TOPIC_ARN',
  /** Name of the event bus that safety alerts are put on. */
  alertsBus: 'ALERTS_BUS',
  /** `<id of a signing key>=<arn>` in the order of the settings, separated by spaces. */
  signingKeys: 'SIGNING_KEYS',
  groupsClaim: 'GROUPS_CLAIM',
  /** `<client id of a token>=<client id of the settings>`, separated by spaces. */
  clientIds: 'CLIENT_IDS',
} as const;

export type EnvName = (typeof env)[keyof typeof env];

/** @throws {Error} when the variable is unset: the construct that makes this function must pass it. */
export function requireEnv(name: EnvName): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `${name} is not set. The construct that makes this function must pass it; see functions/runtime/env.ts.`,
    );
  }
  return value;
}

/** Reads `<key>=<value>` pairs separated by spaces. */
export function requireEnvPairs(name: EnvName): ReadonlyMap<string, string> {
  return new Map(
    (process.env[name] ?? '')
      .split(' ')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}
