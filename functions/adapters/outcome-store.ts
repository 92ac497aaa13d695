/**
 * Responses in the `outcomes` table. The write order of one delivery is: version, then CURRENT under a
 * condition, then the caller enqueues, then acknowledges; a crash anywhere redelivers and repeats harmlessly.
 *
 * @module
 */

import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Judgement } from '../../shared/alerts/judgement.ts';
import { type CurrentResponse, type KeptAssessment, markOf } from '../../shared/responses/current.ts';
import {
  type ImpliedVersion,
  impliedKeys,
  nothingWritten,
  type WriteBackState,
} from '../../shared/write-back/desired.ts';
import { sha256 } from '../runtime/hash.ts';
import { safetyAttributes } from './judged-version.ts';
import { keptResource } from './kept-resource.ts';
import {
  assessmentSortKey,
  CURRENT,
  openKeyOf,
  patientId,
  patientShardKey,
  responseKey,
  versionSortKey,
  WRITE_BACK,
} from './outcome-keys.ts';
import { readBatches, writeBatches } from './table-batches.ts';

type Item = Record<string, AttributeValue>;

export interface VersionRecord {
  readonly current: CurrentResponse;
  /** What it says about its safety items. */
  readonly safety: readonly Judgement[];
  /** The resource as received, or null for a delete. */
  readonly raw: unknown;
}

/** What a conditional put of CURRENT came to. `replaced` is the mark that stood before, if any. */
export type PutCurrent =
  | { readonly kind: 'stored'; readonly replaced: string | undefined }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'stale' };

export interface ResponseState {
  readonly current: CurrentResponse;
  readonly writeBack: WriteBackState;
}

export interface KeptWriteBack {
  readonly current: CurrentResponse;
  readonly writeBack: WriteBackState;
  /** Tried again by the sweep when it is due (`write-back`), or waiting for a person (`refused`). */
  readonly open?: { readonly kind: 'write-back' | 'refused'; readonly dueAt: string };
}

export interface OutcomeStore {
  putVersions(versions: readonly VersionRecord[]): Promise<void>;
  /** @param packed what metrics read of this response; undefined keeps it out of the patient index. */
  putCurrent(current: CurrentResponse, packed: string | undefined): Promise<PutCurrent>;
  readCurrent(source: string, identity: string): Promise<CurrentResponse | undefined>;
  readStates(keys: readonly { source: string; identity: string }[]): Promise<readonly ResponseState[]>;
  putWriteBacks(states: readonly KeptWriteBack[]): Promise<void>;
  /** Every stored version of the response, with the keys of the Observations it implied. */
  readImplied(source: string, identity: string): Promise<readonly ImpliedVersion[]>;
  /** Everything kept about one response: current, versions, write-back and alerts. */
  readTrail(source: string, identity: string): Promise<readonly Item[]>;
}

export function outcomeStore(client: DynamoDBClient, table: string): OutcomeStore {
  return {
    async putVersions(versions) {
      const seen = new Set<string>();
      const requests = versions.flatMap((version): WriteRequest[] => {
        const item = versionItem(version);
        const key = `${item.pk?.S} ${item.sk?.S}`;
        if (seen.has(key)) return []; // the same delivery twice in one batch; a batch write refuses double keys
        seen.add(key);
        return [{ PutRequest: { Item: item } }];
      });
      await writeBatches(client, table, requests);
    },

    async putCurrent(current, packed) {
      const neverSeen = 'attribute_not_exists(pk)';
      const newer = '#ord < :ord';
      const sameUnderNewerRules = '(#ord = :ord AND #registry < :registry)';
      const afterDelete = '(attribute_not_exists(deletedAt) OR deletedAt <= :receivedAt)';
      try {
        const { Attributes: old } = await client.send(
          new PutItemCommand({
            TableName: table,
            Item: currentItem(current, packed),
            ConditionExpression: `${neverSeen} OR ((${newer} OR ${sameUnderNewerRules}) AND ${afterDelete})`,
            ExpressionAttributeNames: { '#ord': 'ord', '#registry': 'registry' },
            ExpressionAttributeValues: {
              ':ord': { S: current.ord },
              ':registry': { N: String(current.registry) },
              ':receivedAt': { S: current.receivedAt },
            },
            ReturnValues: 'ALL_OLD',
          }),
        );
        return { kind: 'stored', replaced: old?.ord?.S };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const standing = await readCurrentItem(client, table, current.source, current.identity);
        return {
          kind: standing !== undefined && markOf(standing) === markOf(current) ? 'repeated' : 'stale',
        };
      }
    },

    readCurrent: (source, identity) => readCurrentItem(client, table, source, identity),

    async readStates(keys) {
      const wanted = keys.flatMap(({ source, identity }) => {
        const pk = { S: responseKey(source, identity) };
        return [
          { pk, sk: { S: CURRENT } },
          { pk, sk: { S: WRITE_BACK } },
        ];
      });
      const items = await readBatches(client, table, wanted);
      const writeBacks = new Map<string | undefined, WriteBackState>();
      for (const item of items) if (item.sk?.S === WRITE_BACK) writeBacks.set(item.pk?.S, writeBackOf(item));
      return items.flatMap((item) =>
        item.sk?.S === CURRENT
          ? [{ current: currentOf(item), writeBack: writeBacks.get(item.pk?.S) ?? nothingWritten }]
          : [],
      );
    },

    async putWriteBacks(states) {
      await writeBatches(
        client,
        table,
        states.map(({ current: { source, identity }, writeBack, open }) => ({
          PutRequest: {
            Item: {
              pk: { S: responseKey(source, identity) },
              sk: { S: WRITE_BACK },
              state: { S: writeBack.state },
              data: { S: JSON.stringify(writeBack) },
              ...(open === undefined ? {} : openAttributes(source, identity, open.kind, open.dueAt)),
            },
          },
        })),
      );
    },

    readTrail: (source, identity) => queryResponse(client, table, source, identity),

    async readImplied(source, identity) {
      const trail = await queryResponse(client, table, source, identity, 'V#');
      return trail.map(({ sk, patient, scores }) => ({
        mark: sk?.S?.slice('V#'.length) ?? '',
        keys: impliedKeys(
          {
            source,
            identity,
            patient: patient?.S,
            assessments: JSON.parse(scores?.S ?? '[]') as KeptAssessment[],
          },
          sha256,
        ),
      }));
    },
  };
}

/** All items of one response whose sort key begins with `prefix`. */
async function queryResponse(
  client: DynamoDBClient,
  table: string,
  source: string,
  identity: string,
  prefix = '',
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: {
          ':pk': { S: responseKey(source, identity) },
          ...(prefix === '' ? {} : { ':prefix': { S: prefix } }),
        },
        ConsistentRead: true,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

/** Attributes that put an item into the sparse `open` index until it is written again without them. */
export function openAttributes(source: string, identity: string, kind: string, dueAt: string): Item {
  return { opk: { S: openKeyOf(source, identity) }, osk: { S: dueAt }, kind: { S: kind } };
}

function currentItem(current: CurrentResponse, packed: string | undefined): Item {
  const { source, identity, ord, registry, status, reason, patient, authored, receivedAt, ...rest } = current;
  const indexed =
    patient !== undefined && packed !== undefined
      ? {
          ipk: { S: patientShardKey(source, patientId(patient)) },
          isk: { S: assessmentSortKey(patientId(patient), authored, identity) },
          m: { S: packed },
        }
      : {};
  return {
    pk: { S: responseKey(source, identity) },
    sk: { S: CURRENT },
    ord: { S: ord },
    registry: { N: String(registry) },
    status: { S: status },
    ...(reason === undefined ? {} : { reason: { S: reason } }),
    receivedAt: { S: receivedAt },
    ...(rest.deleted && { deletedAt: { S: receivedAt } }),
    authored: { S: authored },
    ...(patient === undefined ? {} : { patient: { S: patient } }),
    data: { S: JSON.stringify(rest) },
    ...indexed,
    ...(status === 'review' ? openAttributes(source, identity, 'review', receivedAt) : {}),
  };
}

export function currentOf(item: Item): CurrentResponse {
  const [, source = '', , identity = ''] = item.pk?.S?.split('#') ?? [];
  return {
    ...(JSON.parse(item.data?.S ?? '{}') as CurrentResponse),
    source: decodeURIComponent(source),
    identity: decodeURIComponent(identity),
    ord: item.ord?.S ?? '',
    registry: Number(item.registry?.N),
    status: item.status?.S as CurrentResponse['status'],
    reason: item.reason?.S as CurrentResponse['reason'],
    receivedAt: item.receivedAt?.S ?? '',
    authored: item.authored?.S ?? '',
    patient: item.patient?.S,
  };
}

export function writeBackOf(item: Item): WriteBackState {
  return JSON.parse(item.data?.S ?? '{}') as WriteBackState;
}

function versionItem({ current, safety, raw }: VersionRecord): Item {
  return {
    pk: { S: responseKey(current.source, current.identity) },
    sk: { S: versionSortKey(current) },
    receivedAt: { S: current.receivedAt },
    status: { S: current.status },
    ...(current.reason === undefined ? {} : { reason: { S: current.reason } }),
    ...(current.patient === undefined ? {} : { patient: { S: current.patient } }),
    scores: {
      S: JSON.stringify(
        current.assessments.map(({ instrument, version, scores }) => ({ instrument, version, scores })),
      ),
    },
    ...safetyAttributes(safety),
    ...keptResource(raw),
  };
}

async function readCurrentItem(
  client: DynamoDBClient,
  table: string,
  source: string,
  identity: string,
): Promise<CurrentResponse | undefined> {
  const { Item: item } = await client.send(
    new GetItemCommand({
      TableName: table,
      Key: { pk: { S: responseKey(source, identity) }, sk: { S: CURRENT } },
      ConsistentRead: true,
    }),
  );
  return item === undefined ? undefined : currentOf(item);
}
