/**
 * Where the local cloud is, left in the data folder for the operator's commands (`--data DIR`). They have the
 * operator's credentials of this machine's cloud, which open nothing else.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCloud } from '../cloud/cloud.ts';

/** @param signingKeys ids of the keys of its settings. */
export function writeAddresses(
  dataDir: string,
  cloud: LocalCloud,
  signingKeys: readonly string[] = [],
): void {
  const addresses = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: cloud.operatorCredentials,
    outcomesTable: cloud.resourceName('Store/Outcomes'),
    responsesQueueUrl: cloud.resourceName('Intake/Responses/Queue'),
    claimsBucket: cloud.resourceName('Intake/Claims'),
    operationsTable: cloud.resourceName('Store/Operations'),
    importsBucket: cloud.resourceName('Import/Objects'),
    snapshotsBucket: cloud.resourceName('Metrics/Snapshots'),
    signingKeys: signingKeys.map((id) => `${id}=${cloud.resourceName(`Signing/Key-${id}`)}`).join(' '),
  };
  writeFileSync(join(dataDir, 'cloud.json'), `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
}
