/**
 * Makes the episodes of a patient agree with what is known of the person, and with each other: the strata on
 * each row, and only one row for each episode of the EHR.
 *
 * The item `PERSON` keeps derived values alone. Of the age it keeps the band on the day the Patient was seen,
 * which stands for an episode that starts within a year of that day; an episode that was there when the
 * Patient came has the band at its own start.
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
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { decodeEpisodeRow } from '../../shared/metrics/decode-row.ts';
import { type EpisodeRow, encodeEpisodeRow, type Strata } from '../../shared/metrics/packed-row.ts';
import type { EpisodeRecord, PersonRecord } from '../../shared/programs/context.ts';
import { patientKey } from './outcome-keys.ts';

type Item = Record<string, AttributeValue>;

const PERSON = 'PERSON';
const YEAR_MS = 366 * 86_400_000;

/** After an episode was put over `replaced`. */
export async function settleEpisodes(
  client: DynamoDBClient,
  table: string,
  source: string,
  { id, patient, changedAt }: EpisodeRecord,
  replaced: Item | undefined,
): Promise<void> {
  const pk = patientKey(source, patient);
  const person = await readPerson(client, table, pk);
  const before = replaced === undefined ? undefined : rowOf(replaced);
  const own = (await readEpisodes(client, table, pk)).filter((item) => item.id?.S === id);
  const newest = [changedAt, ...own.map((item) => item.changedAt?.S ?? '')].sort().at(-1) ?? changedAt;
  for (const item of own) {
    await change(client, table, item, (row) => {
      const known = before?.start === row.start ? before.strata.ageBand : null;
      const ageBand = row.strata.ageBand ?? known ?? person?.ageBandAt(row.start) ?? null;
      return {
        ...row,
        strata: { ...(person?.strata ?? before?.strata ?? row.strata), ageBand },
        // The EHR moved the episode to another program, or took it back without naming one.
        retracted: row.retracted || (item.changedAt?.S ?? '') < newest,
      };
    });
  }
}

/** Keeps what is derived of the person, and gives it to every episode that is there. */
export async function settlePerson(
  client: DynamoDBClient,
  table: string,
  source: string,
  person: PersonRecord,
): Promise<void> {
  const pk = patientKey(source, person.patient);
  if (!(await putPerson(client, table, pk, person))) return;
  for (const item of await readEpisodes(client, table, pk)) {
    await change(client, table, item, (row) => ({
      ...row,
      strata: { ...person.strata, ageBand: person.ageBandAt(row.start) },
    }));
  }
}

/** `false` when what stands is newer. */
async function putPerson(
  client: DynamoDBClient,
  table: string,
  pk: string,
  { strata, ageBandAt, changedAt }: PersonRecord,
): Promise<boolean> {
  const seen: Strata = { ...strata, ageBand: ageBandAt(changedAt) };
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          pk: { S: pk },
          sk: { S: PERSON },
          changedAt: { S: changedAt },
          strata: { S: JSON.stringify(seen) },
        },
        ConditionExpression: 'attribute_not_exists(pk) OR changedAt <= :changedAt',
        ExpressionAttributeValues: { ':changedAt': { S: changedAt } },
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return false;
  }
}

async function readPerson(
  client: DynamoDBClient,
  table: string,
  pk: string,
): Promise<Pick<PersonRecord, 'strata' | 'ageBandAt'> | undefined> {
  const Key = { pk: { S: pk }, sk: { S: PERSON } };
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  if (Item === undefined) return undefined;
  const { ageBand, ...strata } = JSON.parse(Item.strata?.S ?? '{}') as Strata;
  const seen = Date.parse(Item.changedAt?.S ?? '');
  return { strata, ageBandAt: (date) => (Math.abs(Date.parse(date) - seen) <= YEAR_MS ? ageBand : null) };
}

async function readEpisodes(client: DynamoDBClient, table: string, pk: string): Promise<readonly Item[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :episodes)',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':episodes': { S: 'EP#' } },
    }),
  );
  return Items;
}

/**
 * Writes the row anew if that changes it. Somebody who wrote it meanwhile looks at it after that, so nothing
 * is lost by leaving it to them.
 */
async function change(
  client: DynamoDBClient,
  table: string,
  { pk, sk, m }: Item,
  to: (row: EpisodeRow) => EpisodeRow,
): Promise<void> {
  const row = rowOf({ m: m ?? { S: '' } });
  if (row === undefined || pk === undefined || sk === undefined || m === undefined) return;
  const packed = encodeEpisodeRow(to(row));
  if (packed === m.S) return;
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk, sk },
        UpdateExpression: 'SET m = :m',
        ConditionExpression: 'm = :old',
        ExpressionAttributeValues: { ':m': { S: packed }, ':old': m },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function rowOf({ m }: Item): EpisodeRow | undefined {
  const decoded = decodeEpisodeRow(m?.S ?? '');
  return decoded.kind === 'row' ? decoded.row : undefined;
}
