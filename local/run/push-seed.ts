/**
 * Pushes the seed through the front door, several requests at a time, as an EHR would.
 *
 * How far it came is remembered as the number of leading pushes that were acknowledged, so a run that was
 * killed goes on where it stopped; what was sent but not acknowledged is sent again, which is harmless.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Push } from '../seed/seed.ts';

export interface PushTarget {
  readonly apiUrl: string;
  readonly token: string;
}

const AT_ONCE = 8;
const TRIES = 5;

/**
 * @param from how many pushes an earlier run has had acknowledged.
 * @param onAcknowledged called with the number of leading pushes acknowledged so far.
 * @throws {Error} when a push is refused: the seed only sends what must be accepted.
 */
export async function pushSeed(
  pushes: readonly Push[],
  target: PushTarget,
  from: number,
  onAcknowledged: (leading: number) => void,
): Promise<void> {
  const done = new Set<number>();
  let next = from;
  let leading = from;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let index = next++; index < pushes.length; index = next++) {
        const push = pushes[index];
        if (push === undefined) break;
        await send(push, target);
        done.add(index);
        const before = leading;
        while (done.delete(leading)) leading += 1;
        if (leading !== before) onAcknowledged(leading);
      }
    }),
  );
}

async function send({ method, path, body, label }: Push, { apiUrl, token }: PushTarget): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    if (response.ok) return;
    if (attempt === TRIES || (response.status < 500 && response.status !== 429)) {
      throw new Error(`The push "${label}" was answered ${response.status}.`);
    }
    await sleep(100 * 2 ** attempt);
  }
}
