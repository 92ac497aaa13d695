/**
 * What people assign: a stay of rule `assigned`, and beside it who assigned it and when. The record is
 * never changed, and no stay ever counts without one.
 *
 * | item       | pk                          | sk                                   |
 * | ---------- | --------------------------- | ------------------------------------ |
 * | assignment | `S#<source>#PAT#<patient>`  | `ASSIGNED#<instant>#<program>#<id>`  |
 *
 * @module
 */
import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { EpisodeRecord } from '../../shared/programs/context.ts';
import { stayId } from '../../shared/programs/stay.ts';
import { contextStore } from './context-store.ts';
import { encode, patientKey } from './outcome-keys.ts';

export interface Assignment {
  readonly source: string;
  /** Bare id. */
  readonly patient: string;
  readonly program: string;
  /** `YYYY-MM-DD`. It is the stay's name too: assigning it again changes it. */
  readonly start: string;
  readonly end: string | null;
  /** The response for whose sake it was made. */
  readonly response: string | null;
  /** Takes back what was assigned from that day on. */
  readonly retracted: boolean;
  /** Who, as they name themselves. */
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

/**
 * Two writes, in an order that a repeat completes if the first is the only one: what is assigned is told before it
 * counts, what is taken back has stopped counting before that is told.
 */
export async function putAssignment(
  client: DynamoDBClient,
  table: string,
  assignment: Assignment,
): Promise<void> {
  const { source, retracted } = assignment;
  const tell = () => client.send(new PutItemCommand({ TableName: table, Item: itemOf(assignment) }));
  const episode = stayOf(assignment);
  const count = () => contextStore(client, table).put([{ source, record: { kind: 'episode', episode } }]);
  for (const write of retracted ? [count, tell] : [tell, count]) await write();
}

function itemOf(assignment: Assignment): Record<string, AttributeValue> {
  const { source, patient, program, start, at } = assignment;
  return {
    pk: { S: patientKey(source, patient) },
    sk: { S: ['ASSIGNED', at, encode(program), start].join('#') },
    assignment: { S: JSON.stringify(assignment) },
  };
}

function stayOf({ patient, program, start, end, retracted, at }: Assignment): EpisodeRecord {
  const ending = end === null ? null : 'other';
  const id = stayId('assigned', start);
  return { id, patient, program, start, end, ending, problems: [], retracted, changedAt: at };
}

/** Everything that was ever assigned to a patient, oldest first. */
export async function readAssignments(
  client: DynamoDBClient,
  table: string,
  source: string,
  patient: string,
): Promise<readonly Assignment[]> {
  const found: Assignment[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :assigned)',
        ExpressionAttributeValues: {
          ':pk': { S: patientKey(source, patient) },
          ':assigned': { S: 'ASSIGNED#' },
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    found.push(...(page.Items ?? []).map((item) => JSON.parse(item.assignment?.S ?? '') as Assignment));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}
