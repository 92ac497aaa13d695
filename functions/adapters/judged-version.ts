/**
 * What a version item keeps for the sake of alerts: its judgements, beside the scores it came to.
 *
 * @module
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Judgement } from '../../shared/alerts/judgement.ts';
import type { JudgedVersion } from '../../shared/alerts/verdict.ts';

type Item = Record<string, AttributeValue>;

const VERSION = /^V#(.*)#(\d+)$/;

/** Nothing for a version that says nothing about a safety item. */
export function safetyAttributes(safety: readonly Judgement[]): Item {
  return safety.length === 0 ? {} : { safety: { S: JSON.stringify(safety) } };
}

/** Undefined for an item that is no version. */
export function judgedVersionOf(item: Item): JudgedVersion | undefined {
  const [, ord, registry] = VERSION.exec(item.sk?.S ?? '') ?? [];
  if (ord === undefined) return undefined;
  return {
    ord,
    registry: Number(registry),
    judgedAt: item.receivedAt?.S ?? '',
    retracted: item.status?.S === 'retracted',
    safety: JSON.parse(item.safety?.S ?? '[]') as readonly Judgement[],
  };
}
