/**
 * The stack as it would be deployed, without bundles: synthesis takes a second or two, so a test file makes
 * one and shares it.
 */
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OutcomesStack } from '../../infra/outcomes-stack.ts';
import { checkSettings } from '../../infra/settings.ts';
import type { Settings } from '../../shared/settings/settings.ts';

/** The feature flags of the real thing. */
const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

/** Two organisations, one of which pushes by SQS from an account of its own. */
export const settingsFile = {
  sources: [
    {
      id: 'riverside',
      name: 'Riverside Behavioral Health',
      timeZone: 'America/New_York',
      ehr: { baseUrl: 'https://ehr.riverside.example/fhir/R4' },
      clientIds: ['riverside-ehr'],
      inboundQueue: { senders: ['111122223333'] },
    },
    {
      id: 'hilltop',
      name: 'Hilltop Recovery',
      timeZone: 'Europe/London',
      ehr: {
        baseUrl: 'https://ehr.hilltop.example/fhir/R4',
        profile: 'hapi',
        auth: { kind: 'smart-backend', clientId: 'outcomes-pipeline' },
      },
      clientIds: ['hilltop-ehr', 'hilltop-engine'],
      writeBackConcurrency: 2,
    },
  ],
  programs: [{ id: 'talking-therapy', source: 'riverside', name: 'Talking Therapy' }],
  signingKeys: [{ id: '2026-11' }, { id: '2026-12', algorithm: 'RS384' }],
  pageOrigins: ['https://outcomes.example.org'],
};

export function complete(file: unknown): Settings {
  const reading = checkSettings(file);
  if (!reading.ok) throw new Error(reading.faults.join('\n'));
  return reading.settings;
}

export function makeStack(
  settings: Settings = complete(settingsFile),
  moreContext: Record<string, unknown> = {},
): OutcomesStack {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [], ...moreContext } });
  return new OutcomesStack(app, 'Outcomes', { settings, env: { region: 'us-east-1' } });
}

/** A resource as it stands in the template. */
export interface Resource {
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has no types here, and each test reads other properties
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

/** Resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(template.findResources(type)) as unknown as [string, Resource][];
}

export { Template };
