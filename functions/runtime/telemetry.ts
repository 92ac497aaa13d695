/** One logger and one metrics namespace. Ids and codes only: nothing a person said or is called. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

export const logger = new Logger({ serviceName: 'outcomes-pipeline' });
export const metrics = new Metrics({ namespace: 'OutcomesPipeline', serviceName: 'outcomes-pipeline' });
