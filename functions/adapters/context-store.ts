/**
 * Episodes, facts and what patients are compared by, in the `outcomes` table. Episodes and facts are indexed
 * beside the patient's assessments, so that one pass over the index meets them together and in order.
 *
 * Queues do not keep order. Each item is put only over an older one, and an episode looks at the person after
 * it has been put, as a person looks at the episodes: whichever comes last sees the other.
 *
 * @module
 */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { packEpisode, packFact } from '../../shared/metrics/pack-response.ts';
import type { ContextRecord, EpisodeRecord } from '../../shared/programs/context.ts';
import type { FactRecord } from '../../shared/programs/fact.ts';
import { settleEpisodes, settlePerson } from './episode-strata.ts';
import { episodeSortKey, factSortKey, patientKey, patientShardKey } from './outcome-keys.ts';

export interface ContextStore {
  put(records: readonly { readonly source: string; readonly record: ContextRecord }[]): Promise<void>;
}

export function contextStore(client: DynamoDBClient, table: string): ContextStore {
  return {
    async put(records) {
      await Promise.all(
        records.map(async ({ source, record }) => {
          if (record.kind === 'fact') await putNewer(client, table, factItem(source, record.fact));
          if (record.kind === 'episode') await putEpisode(client, table, source, record.episode);
        }),
      );
      // After the episodes of the same delivery: of these the age at the start is then known exactly.
      for (const { source, record } of records)
        if (record.kind === 'person') await settlePerson(client, table, source, record.person);
    },
  };
}

async function putEpisode(
  client: DynamoDBClient,
  table: string,
  source: string,
  episode: EpisodeRecord,
): Promise<void> {
  const { program } = episode;
  const replaced =
    program === null ? undefined : await putNewer(client, table, episodeItem(source, episode, program));
  await settleEpisodes(client, table, source, episode, replaced);
}

/** What was replaced; undefined when nothing was, also when what stands is newer. */
async function putNewer(
  client: DynamoDBClient,
  table: string,
  item: Record<string, AttributeValue>,
): Promise<Record<string, AttributeValue> | undefined> {
  try {
    const { Attributes } = await client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk) OR changedAt <= :changedAt',
        ExpressionAttributeValues: { ':changedAt': item.changedAt ?? { S: '' } },
        ReturnValues: 'ALL_OLD',
      }),
    );
    return Attributes;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return undefined;
  }
}

function episodeItem(
  source: string,
  episode: EpisodeRecord,
  program: string,
): Record<string, AttributeValue> {
  return itemOf(source, episode, episodeSortKey(episode.patient, program, episode.id), packEpisode(episode));
}

function factItem(source: string, fact: FactRecord): Record<string, AttributeValue> {
  return itemOf(source, fact, factSortKey(fact.patient, fact.kind, fact.id), packFact(fact));
}

function itemOf(
  source: string,
  { id, patient, changedAt }: { readonly id: string; readonly patient: string; readonly changedAt: string },
  isk: string,
  m: string,
): Record<string, AttributeValue> {
  return {
    pk: { S: patientKey(source, patient) },
    // The table's sort key is the index's without the patient and the digit that orders kinds of rows.
    sk: { S: isk.split('#').slice(2).join('#') },
    id: { S: id },
    changedAt: { S: changedAt },
    ipk: { S: patientShardKey(source, patient) },
    isk: { S: isk },
    m: { S: m },
  };
}
