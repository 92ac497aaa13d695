/**
 * Where the provider keeps sessions, codes and grants: in memory. They do not survive a restart, which
 * costs one more click on the sign-in page; access tokens are self-contained and do.
 *
 * @module
 */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

export function memoryAdapter(now: () => number): AdapterFactory {
  return (_model: string): Adapter => {
    const kept = new Map<string, Kept>();

    const live = (id: string): AdapterPayload | undefined => {
      const entry = kept.get(id);
      if (entry !== undefined && entry.expiresAt > now()) return entry.payload;
      kept.delete(id);
      return undefined;
    };
    const where = (matches: (payload: AdapterPayload) => boolean): string[] =>
      [...kept].filter(([, { payload }]) => matches(payload)).map(([id]) => id);
    const firstWhere = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
      const [id] = where(matches);
      return id === undefined ? undefined : live(id);
    };

    return {
      async upsert(id, payload, expiresIn) {
        kept.set(id, { payload, expiresAt: expiresIn === undefined ? Infinity : now() + expiresIn * 1000 });
      },
      async find(id) {
        return live(id);
      },
      async findByUid(uid) {
        return firstWhere((payload) => payload.uid === uid);
      },
      async findByUserCode(userCode) {
        return firstWhere((payload) => payload.userCode === userCode);
      },
      async consume(id) {
        const payload = live(id);
        if (payload !== undefined) payload.consumed = Math.floor(now() / 1000);
      },
      async destroy(id) {
        kept.delete(id);
      },
      async revokeByGrantId(grantId) {
        for (const id of where((payload) => payload.grantId === grantId)) kept.delete(id);
      },
    };
  };
}
