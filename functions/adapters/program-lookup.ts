/**
 * What the table knows of a patient's programs, for a response that refers to an episode or an Encounter.
 *
 * @module
 */
import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { decodeFactRow } from '../../shared/metrics/decode-row.ts';
import { factSortKey, patientKey } from './outcome-keys.ts';

export interface ProgramLookup {
  /** Program by episode id. Of an episode that was moved, the program it is in now. */
  ofEpisodes(source: string, patient: string): Promise<ReadonlyMap<string, string>>;
  /** Program of an Encounter that came before, when its service or provider meant one. */
  ofEncounter(source: string, patient: string, encounter: string): Promise<string | undefined>;
}

export function programLookup(client: DynamoDBClient, table: string): ProgramLookup {
  return {
    async ofEpisodes(source, patient) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :episode)',
          ExpressionAttributeValues: { ':pk': { S: patientKey(source, patient) }, ':episode': { S: 'EP#' } },
          ProjectionExpression: 'sk, changedAt',
        }),
      );
      const newest = Items.toSorted((a, b) => ((a.changedAt?.S ?? '') < (b.changedAt?.S ?? '') ? -1 : 1));
      return new Map(
        newest.map(({ sk }) => {
          const [, program = '', id = ''] = (sk?.S ?? '').split('#').map(decodeURIComponent);
          return [id, program] as const;
        }),
      );
    },

    async ofEncounter(source, patient, encounter) {
      const [, , ...sk] = factSortKey(patient, 'contact', encounter).split('#');
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: table,
          Key: { pk: { S: patientKey(source, patient) }, sk: { S: sk.join('#') } },
          ProjectionExpression: 'm',
        }),
      );
      const decoded = decodeFactRow(Item?.m?.S ?? '');
      return decoded.kind === 'row' ? (decoded.row.program ?? undefined) : undefined;
    },
  };
}
