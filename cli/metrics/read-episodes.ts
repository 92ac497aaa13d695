/**
 * All episodes of a source, straight from the patient index: what a nightly compile would read now.
 *
 * @module
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PATIENT_SHARDS } from '../../functions/adapters/outcome-keys.ts';
import { partitionPages } from '../../functions/adapters/patient-index.ts';
import { EpisodePass, type PassOptions } from '../../shared/metrics/episode-pass.ts';
import { mergePartials, type Partial } from '../../shared/metrics/partial.ts';

export async function readEpisodes(
  dynamo: DynamoDBClient,
  table: string,
  options: PassOptions,
): Promise<Partial> {
  const pass = new EpisodePass(options);
  for (let partition = 0; partition < PATIENT_SHARDS; partition += 1) {
    for await (const page of partitionPages(dynamo, table, options.source, partition)) {
      for (const { sk, m } of page) pass.row(sk, m);
    }
  }
  return mergePartials([pass.end()]);
}
