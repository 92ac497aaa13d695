/**
 * The summary of a run: counts that add up, the AWS calls it took, and what a million would cost.
 *
 * @module
 */
import type { LocalCloud } from '../cloud/cloud.ts';
import type { Ledger } from './ledger.ts';

export interface Summary {
  readonly received: number;
  readonly duplicates: number;
  readonly versions: number;
  readonly scored: number;
  readonly incomplete: number;
  readonly review: number;
  readonly ignored: number;
  readonly rejected: number;
  readonly retracted: number;
  readonly alerts: number;
  readonly observationsWritten: number;
  readonly snapshots: number;
  readonly awsCalls: LocalCloud['awsCalls'];
  /** The same calls, by function. */
  readonly awsCallsBy: LocalCloud['awsCallsBy'];
  readonly denied: LocalCloud['denied'];
  readonly usdPerMillion: number;
  readonly seconds: number;
}

/**
 * US dollars a million, us-east-1, on demand. From secondary sources of 2025 and 2026 (not confirmed on the
 * AWS price list): DynamoDB 0.625 writes and 0.125 reads, SQS 0.40, HTTP API 1.00, Lambda requests 0.20.
 */
const usd = { writeUnit: 0.625, read: 0.125, sqsCall: 0.4, httpRequest: 1, invocation: 0.2 } as const;

export function summarize(
  ledger: Ledger,
  cloud: LocalCloud,
  counted: {
    readonly duplicates: number;
    readonly observations: number;
    readonly httpRequests: number;
    readonly seconds: number;
  },
): Summary {
  const { responses, alerts, versions, snapshots } = ledger;
  const ended = (status: string): number => responses.filter((one) => one.status === status).length;
  return {
    received: responses.length,
    duplicates: counted.duplicates,
    versions,
    scored: ended('scored'),
    incomplete: ended('incomplete'),
    review: ended('review'),
    ignored: ended('ignored'),
    rejected: ended('rejected'),
    retracted: ended('retracted'),
    alerts: alerts.filter(({ publishedAt }) => publishedAt !== null).length,
    observationsWritten: counted.observations,
    snapshots: snapshots.length,
    awsCalls: cloud.awsCalls,
    awsCallsBy: cloud.awsCallsBy,
    denied: cloud.denied,
    usdPerMillion: dollarsPerMillion(ledger, cloud.awsCalls, counted.httpRequests),
    seconds: Math.round(counted.seconds * 10) / 10,
  };
}

/** Requests and write units of this run, for each response of it, times a million. Compute time is left out. */
function dollarsPerMillion(
  { responses, writeUnits }: Ledger,
  calls: LocalCloud['awsCalls'],
  httpRequests: number,
): number {
  const total = (service: string, only?: RegExp): number =>
    Object.entries(calls[service] ?? {}).reduce(
      (sum, [operation, count]) => sum + (only?.test(operation) === false ? 0 : count),
      0,
    );
  if (responses.length === 0) return 0;
  const dollars =
    writeUnits * usd.writeUnit +
    total('dynamodb', /^(?:Get|BatchGet|Query)/) * usd.read +
    total('sqs') * usd.sqsCall +
    httpRequests * (usd.httpRequest + usd.invocation) +
    total('sqs', /^Receive/) * usd.invocation;
  return Math.round((dollars / responses.length) * 100) / 100;
}
