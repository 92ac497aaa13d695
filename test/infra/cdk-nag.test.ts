import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { complete, makeStack, settingsFile } from './synthesized.ts';

const tokens = { issuer: 'https://id.example.org', audience: ['outcomes'] };

test.for([
  ['with its own user pool', settingsFile],
  ["with an organisation's own issuer", { ...settingsFile, tokens }],
])('the stack %s has no AwsSolutions finding without a written reason', ([, file]) => {
  const stack = makeStack(complete(file));
  const { violations } = new AwsSolutionsChecks(stack.node.root).validateScope(stack);
  const findings = violations.map(
    ({ ruleName, violatingResources }) =>
      `${ruleName}: ${violatingResources.map((one) => JSON.stringify(one)).join(', ')}`,
  );
  expect(findings).toEqual([]);
});
