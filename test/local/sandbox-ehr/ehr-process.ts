/** A sandbox EHR as a process of its own, for a test that kills it: `node ehr-process.ts FOLDER`, prints its URL. */
import { startSandboxEhr } from '../../../local/sandbox-ehr/sandbox-ehr.ts';

const [folder = ''] = process.argv.slice(2);
const { url } = await startSandboxEhr({ folder, validation: 'off' });
process.stdout.write(`${url}\n`);
