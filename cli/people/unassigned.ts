/**
 * The responses of a source that count in no program, read as the compile reads them.
 *
 * @module
 */
import { PATIENT_SHARDS } from '../../functions/adapters/outcome-keys.ts';
import { partitionPages } from '../../functions/adapters/patient-index.ts';
import { UnassignedPass, type UnassignedResponse } from '../../shared/programs/unassigned.ts';
import type { Place } from '../stored/place.ts';

export async function* unassignedResponses(
  { dynamo, table }: Pick<Place, 'dynamo' | 'table'>,
  source: { readonly id: string; readonly timeZone: string; readonly programs: ReadonlySet<string> },
): AsyncGenerator<UnassignedResponse> {
  for (let partition = 0; partition < PATIENT_SHARDS; partition += 1) {
    const pass = new UnassignedPass(source.timeZone, source.programs);
    for await (const page of partitionPages(dynamo, table, source.id, partition))
      for (const { sk, m } of page) yield* pass.row(sk, m);
    yield* pass.end();
  }
}
