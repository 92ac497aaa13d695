/** AWS clients, made once per cold start. On a laptop AWS_ENDPOINT_URL points them at the local cloud. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

export const dynamoClient = (): DynamoDBClient => new DynamoDBClient();
export const sqsClient = (): SQSClient => new SQSClient();
export const eventBridgeClient = (): EventBridgeClient => new EventBridgeClient();
export const kmsClient = (): KMSClient => new KMSClient();
export const snsClient = (): SNSClient => new SNSClient();
/** Path style, because a local endpoint has no bucket host names. */
export const s3Client = (): S3Client =>
  new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
