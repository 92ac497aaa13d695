/**
 * `npm run synth` starts here: settings in, template out. `-c settings=FILE` names another settings file,
 * `-c disposable=true` lets the stored things go with the stack (for trying things out).
 *
 * @module
 */
import { App } from 'aws-cdk-lib';
import { OutcomesStack } from './outcomes-stack.ts';
import { readSettings } from './settings.ts';

const app = new App();
const reading = readSettings(app.node.tryGetContext('settings') ?? 'infra/settings.json');

if (reading.ok) {
  new OutcomesStack(app, 'Outcomes', {
    settings: reading.settings,
    // A table with a key of ours must know its region when the template is made.
    env: { region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' },
  });
} else {
  for (const fault of reading.faults) console.error(fault);
  process.exit(1);
}
