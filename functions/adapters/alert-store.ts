/**
 * Alerts: kept first, then published, then marked published. A crash in between publishes again, because an
 * alert twice is a nuisance and an alert never is harm.
 *
 * @module
 */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { RaisedAlert } from '../../shared/alerts/alert.ts';
import { encode, responseKey } from './outcome-keys.ts';
import { openAttributes } from './outcome-store.ts';

export interface AlertStore {
  /** Keeps and publishes an alert that is new, or that a crash left unpublished. `true` when it was published now. */
  raise(alert: RaisedAlert, now: string): Promise<boolean>;
}

export function alertStore(dynamo: DynamoDBClient, table: string, sns: SNSClient, topic: string): AlertStore {
  return {
    async raise(alert, now) {
      const kept = await keep(dynamo, table, alert);
      if (alert.publication === 'historical' || kept === 'published') return false;
      await sns.send(new PublishCommand({ TopicArn: topic, Message: JSON.stringify(notice(alert)) }));
      await dynamo.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(alert),
          UpdateExpression: 'SET publishedAt = :now',
          ExpressionAttributeValues: { ':now': { S: now } },
        }),
      );
      return true;
    },
  };
}

/** Ids and codes only: whoever receives it opens the response in the EHR. */
function notice({ source, identity, instrument, item, state, raisedAt, dueAt }: RaisedAlert): object {
  return {
    text: 'needs clinical review',
    source,
    response: identity,
    instrument,
    item,
    state,
    raisedAt,
    dueAt,
  };
}

function keyOf({ source, identity, item }: RaisedAlert): Record<string, AttributeValue> {
  return { pk: { S: responseKey(source, identity) }, sk: { S: `ALERT#${encode(item)}` } };
}

async function keep(
  dynamo: DynamoDBClient,
  table: string,
  alert: RaisedAlert,
): Promise<'unpublished' | 'published'> {
  const { source, identity, instrument, item, state, publication, authored, raisedAt, dueAt } = alert;
  try {
    await dynamo.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          ...keyOf(alert),
          instrument: { S: instrument },
          item: { S: item },
          state: { S: state },
          publication: { S: publication },
          authored: { S: authored },
          raisedAt: { S: raisedAt },
          dueAt: { S: dueAt },
          ...(publication === 'publish' ? openAttributes(source, identity, 'alert', dueAt) : {}),
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return 'unpublished';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { Item: standing } = await dynamo.send(
      new GetItemCommand({ TableName: table, Key: keyOf(alert), ConsistentRead: true }),
    );
    return standing?.publishedAt === undefined ? 'unpublished' : 'published';
  }
}
