/**
 * Makes the episodes of a patient agree with what is known of the person, and with each other: the strata on
 * each row, and only one row for each episode of the EHR.
 *
 * The item `EP` keeps derived values of the person alone. Of the age it keeps the band on the day the Patient
 * was seen, which stands for an episode that starts within a year of that day; an episode that was there when
 * the Patient came has the band at its own start.
 *
 * @module
 */
import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { decodeEpisodeRow } from '../../shared/metrics/decode-row.ts';
import {
  type EpisodeRow,
  encodeEpisodeRow,
  NOT_BEGUN,
  type Strata,
} from '../../shared/metrics/packed-row.ts';
import type { EpisodeRecord, PersonRecord } from '../../shared/programs/context.ts';
import { isDate } from '../../shared/programs/element.ts';
import { isWritten } from './conditional-write.ts';
import { patientKey } from './outcome-keys.ts';

type Item = Record<string, AttributeValue>;

/** Sort key of the person: just before the episodes, so that one query reads both. */
const PERSON = 'EP';
const AFTER_EPISODES = 'EP$';
const YEAR_MS = 366 * 86_400_000;

export interface DeliveredEpisode {
  readonly episode: EpisodeRecord;
  /** The item it was put over. */
  readonly replaced: Item | undefined;
}

/**
 * After episodes of a patient were put, or the person was.
 *
 * @param pk Key of the patient.
 * @param seen The person of the same delivery, when it is the newest there is.
 */
export async function settleEpisodes(
  client: DynamoDBClient,
  table: string,
  pk: string,
  delivered: readonly DeliveredEpisode[],
  seen: PersonRecord | undefined,
): Promise<void> {
  const items = await readEpisodes(client, table, pk);
  const standing = items.find(({ sk }) => sk?.S === PERSON);
  const exact = seen !== undefined && seen.changedAt >= (standing?.changedAt?.S ?? '') ? seen : undefined;
  const person = exact ?? personOf(standing);
  const newest = newestOf(items, delivered);
  for (const item of items) {
    const id = item.id?.S ?? '';
    const isDelivered = newest.has(id);
    if (seen === undefined && !isDelivered) continue;
    const { replaced } = delivered.findLast(({ episode }) => episode.id === id) ?? {};
    const before = replaced && rowOf(replaced);
    const bandOf = ({ start, strata }: EpisodeRow): string | null => {
      if (exact !== undefined) return exact.ageBandAt(start);
      const known = before?.start === start ? before.strata.ageBand : null;
      return strata.ageBand ?? known ?? person?.ageBandAt(start) ?? null;
    };
    await change(client, table, item, (row) => ({
      ...row,
      strata: { ...(person?.strata ?? before?.strata ?? row.strata), ageBand: bandOf(row) },
      // Many EHRs keep no history of the status: what was said while somebody waited stays known.
      referred:
        row.referred ?? referredBefore(before) ?? toldOf(delivered, id) ?? waitedIn(items, id) ?? null,
      // The EHR moved the episode to another program, or took it back without naming one.
      retracted: row.retracted || (isDelivered && (item.changedAt?.S ?? '') < (newest.get(id) ?? '')),
    }));
  }
}

function referredBefore(before: EpisodeRow | undefined): string | undefined {
  return before === undefined || before.retracted ? undefined : (before.referred ?? undefined);
}

/** For another program, before the EHR moved the episode. */
function waitedIn(items: readonly Item[], id: string): string | undefined {
  const rows = items.filter((item) => item.id?.S === id).map(rowOf);
  return rows.find((row) => row?.start === NOT_BEGUN)?.referred ?? undefined;
}

/** Also what came late and was not put: it says nothing of now, and still since when somebody waited. */
function toldOf(delivered: readonly DeliveredEpisode[], id: string): string | undefined {
  return delivered.findLast(({ episode }) => episode.id === id && episode.retracted !== true)?.episode
    .referred;
}

/** When each delivered episode was last changed, by any of its items. */
function newestOf(
  items: readonly Item[],
  delivered: readonly DeliveredEpisode[],
): ReadonlyMap<string, string> {
  const newest = new Map<string, string>();
  for (const { episode } of delivered) {
    const own = items.filter(({ id }) => id?.S === episode.id).map(({ changedAt }) => changedAt?.S ?? '');
    const last = [episode.changedAt, newest.get(episode.id) ?? '', ...own].sort().at(-1) ?? '';
    newest.set(episode.id, last);
  }
  return newest;
}

/** `false` when what stands is newer. */
export async function putPerson(
  client: DynamoDBClient,
  table: string,
  source: string,
  { patient, strata, ageBandAt, changedAt }: PersonRecord,
): Promise<boolean> {
  const seen: Strata = { ...strata, ageBand: ageBandAt(changedAt) };
  return isWritten(
    client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          pk: { S: patientKey(source, patient) },
          sk: { S: PERSON },
          changedAt: { S: changedAt },
          strata: { S: JSON.stringify(seen) },
        },
        ConditionExpression: 'attribute_not_exists(pk) OR changedAt <= :changedAt',
        ExpressionAttributeValues: { ':changedAt': { S: changedAt } },
      }),
    ),
  );
}

function personOf(item: Item | undefined): Pick<PersonRecord, 'strata' | 'ageBandAt'> | undefined {
  if (item === undefined) return undefined;
  const { ageBand, ...strata } = JSON.parse(item.strata?.S ?? '{}') as Strata;
  const seen = Date.parse(item.changedAt?.S ?? '');
  const isNear = (date: string): boolean => !isDate(date) || Math.abs(Date.parse(date) - seen) <= YEAR_MS;
  return { strata, ageBandAt: (date) => (isNear(date) ? ageBand : null) };
}

/** The person and all episodes of a patient, as they stand. */
async function readEpisodes(client: DynamoDBClient, table: string, pk: string): Promise<readonly Item[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :person AND :end',
      ExpressionAttributeValues: {
        ':pk': { S: pk },
        ':person': { S: PERSON },
        ':end': { S: AFTER_EPISODES },
      },
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
  await isWritten(
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk, sk },
        UpdateExpression: 'SET m = :m',
        ConditionExpression: 'm = :old',
        ExpressionAttributeValues: { ':m': { S: packed }, ':old': m },
      }),
    ),
  );
}

function rowOf({ m }: Item): EpisodeRow | undefined {
  const decoded = decodeEpisodeRow(m?.S ?? '');
  return decoded.kind === 'row' ? decoded.row : undefined;
}
