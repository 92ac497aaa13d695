/**
 * Where the local cloud is, left in the data folder for the operator's commands (`--data DIR`). They have the
 * operator's credentials of this machine's cloud, which open nothing else.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCloud } from '../cloud/cloud.ts';
import { SIGNING_KEY } from './local-settings.ts';

export function writeAddresses(dataDir: string, cloud: LocalCloud): void {
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
    signingKeys: `${SIGNING_KEY}=${cloud.resourceName(`Signing/Key-${SIGNING_KEY}`)}`,
  };
  writeFileSync(join(dataDir, 'cloud.json'), `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
}
