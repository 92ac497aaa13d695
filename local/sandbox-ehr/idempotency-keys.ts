/**
 * A create with an idempotency key happens once: a repeat, even one that arrives while the first is
 * still under way, is 409 with the resource of the first. Keys are forgotten when the EHR stops.
 * Source: docs.aws.amazon.com, HealthLake, managing-fhir-resources-idempotency.
 *
 * @module
 */
import type { Answer } from './interaction.ts';

export type OncePerKey = (key: string, create: () => Promise<Answer>) => Promise<Answer>;

export function oncePerKey(): OncePerKey {
  const firsts = new Map<string, Promise<Answer>>();
  return async (key, create) => {
    const first = firsts.get(key);
    if (first !== undefined) {
      const answer = await first;
      return answer.status < 400 ? { ...answer, status: 409 } : create();
    }
    const answer = create();
    firsts.set(key, answer);
    if ((await answer).status >= 400) firsts.delete(key); // a refused create used up nothing
    return answer;
  };
}
