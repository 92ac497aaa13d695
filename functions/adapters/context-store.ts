/**
 * Episodes, facts and what patients are compared by, in the `outcomes` table. Episodes and facts are indexed
 * beside the patient's assessments, so that one pass over the index meets them together and in order.
 *
 * Queues do not keep order. Each item is put only over an older one, and what was delivered looks at all
 * episodes of its patient after it has been put: whichever comes last sees the other.
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
import type { ContextRecord, EpisodeRecord, PersonRecord } from '../../shared/programs/context.ts';
import type { FactRecord } from '../../shared/programs/fact.ts';
import { type DeliveredEpisode, putPerson, settleEpisodes } from './episode-strata.ts';
import { episodeSortKey, factSortKey, patientKey, patientShardKey } from './outcome-keys.ts';

interface Sourced {
  readonly source: string;
  readonly record: ContextRecord;
}

export interface ContextStore {
  put(records: readonly Sourced[]): Promise<void>;
}

export function contextStore(client: DynamoDBClient, table: string): ContextStore {
  return {
    async put(records) {
      const patients = Map.groupBy(records, ({ source, record }) => patientKey(source, patientOf(record)));
      await Promise.all([...patients.values()].map((ofPatient) => putPatient(client, table, ofPatient)));
    },
  };
}

/** Everything a batch says of one patient, and then one look at the patient's episodes. */
async function putPatient(client: DynamoDBClient, table: string, records: readonly Sourced[]): Promise<void> {
  let person: PersonRecord | undefined;
  for (const { source, record } of records)
    if (record.kind === 'person' && (await putPerson(client, table, source, record.person)))
      person = record.person;
  const putFact = async ({ source, record }: Sourced): Promise<void> => {
    if (record.kind === 'fact') await putNewer(client, table, factItem(source, record.fact));
  };
  // Side by side, but two versions of one episode in their order.
  const [episodes] = await Promise.all([
    putEpisodes(client, table, records, person),
    ...records.map(putFact),
  ]);
  const [first] = records;
  if (first !== undefined && (episodes.length > 0 || person !== undefined))
    await settleEpisodes(client, table, patientKey(first.source, patientOf(first.record)), episodes, person);
}

async function putEpisodes(
  client: DynamoDBClient,
  table: string,
  records: readonly Sourced[],
  person: PersonRecord | undefined,
): Promise<readonly DeliveredEpisode[]> {
  const put: DeliveredEpisode[] = [];
  for (const { source, record } of records) {
    if (record.kind !== 'episode') continue;
    const { episode } = record;
    const item = episodeItem(source, episode, person);
    put.push({ episode, replaced: item && (await putNewer(client, table, item)) });
  }
  return put;
}

function patientOf(record: ContextRecord): string {
  if (record.kind === 'episode') return record.episode.patient;
  return record.kind === 'fact' ? record.fact.patient : record.person.patient;
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

/** Undefined when the episode names no program: it then only takes back what stands. */
function episodeItem(
  source: string,
  episode: EpisodeRecord,
  person: PersonRecord | undefined,
): Record<string, AttributeValue> | undefined {
  const { patient, program, id, start } = episode;
  if (program === null) return undefined;
  const strata = person && { ...person.strata, ageBand: person.ageBandAt(start) };
  return itemOf(source, episode, episodeSortKey(patient, program, id), packEpisode(episode, strata));
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
