/**
 * The conditional store in memory: what the real adapters promise, and nothing more. Every call passes a gate
 * before and after it takes effect, so that a test decides who goes first and who dies where.
 */

import type { AlertStore } from '../../functions/adapters/alert-store.ts';
import type { OutcomeStore } from '../../functions/adapters/outcome-store.ts';
import type { AlertPorts } from '../../functions/alerts/announce.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { Notice } from '../../shared/alerts/notice.ts';
import type { JudgedVersion } from '../../shared/alerts/verdict.ts';

/** Passed before and after each call; it may wait, and it may throw. */
export type Gate = () => Promise<void>;

export class MemoryStores {
  readonly alerts = new Map<string, Alert>();
  readonly notices: Notice[] = [];
  readonly #versions = new Map<string, JudgedVersion>();
  readonly #current = new Map<string, { ord: string; registry: number }>();

  /** The stores as one execution sees them. */
  seenThrough(gate: Gate): { readonly outcomes: OutcomeStore; readonly alerts: AlertPorts } {
    const effect = async <T>(act: () => T): Promise<T> => {
      await gate();
      const result = act();
      await gate();
      return result;
    };
    const store: AlertStore = {
      readTrail: async (source, identity) => {
        // As in a query: what sorts first is read first, and the world goes on in between.
        const alerts = await effect(() => within(this.alerts, `${source} ${identity} `));
        const versions = await effect(() => within(this.#versions, `${source} ${identity} `));
        return { alerts, versions };
      },
      read: (key) => effect(() => this.alerts.get(nameOf(key))),
      readMany: (keys) => effect(() => keys.flatMap((key) => this.alerts.get(nameOf(key)) ?? [])),
      put: (alert, replaces) =>
        effect(() => {
          const name = nameOf(alert);
          const revision = replaces?.revision ?? 0;
          if ((this.alerts.get(name)?.revision ?? 0) !== revision) return false;
          this.alerts.set(name, { ...alert, revision: revision + 1 });
          return true;
        }),
    };
    const outcomes: Pick<OutcomeStore, 'putVersions' | 'putCurrent' | 'readCurrent'> = {
      putVersions: (records) =>
        effect(() => {
          for (const { current, safety } of records) {
            const { source, identity, ord, registry, receivedAt: judgedAt, status } = current;
            const version = { ord, registry, judgedAt, retracted: status === 'retracted', safety };
            this.#versions.set(`${source} ${identity} ${ord}#${registry}`, version);
          }
        }),
      // What stands says nothing here of whose it is.
      readCurrent: () => effect(() => undefined),
      putCurrent: ({ source, identity, ord, registry }) =>
        effect(() => {
          const name = `${source} ${identity}`;
          const standing = this.#current.get(name);
          const newer =
            standing === undefined ||
            standing.ord < ord ||
            (standing.ord === ord && standing.registry < registry);
          if (newer) this.#current.set(name, { ord, registry });
          if (newer) return { kind: 'stored', replaced: standing?.ord };
          return { kind: standing.ord === ord && standing.registry === registry ? 'repeated' : 'stale' };
        }),
    };
    const publisher = { publish: (notice: Notice) => effect(() => void this.notices.push(notice)) };
    return { outcomes: outcomes as OutcomeStore, alerts: { store, publisher } };
  }
}

function within<T>(items: ReadonlyMap<string, T>, prefix: string): readonly T[] {
  return [...items].filter(([name]) => name.startsWith(prefix)).map(([, item]) => item);
}

function nameOf({ source, identity, item }: { source: string; identity: string; item: string }): string {
  return `${source} ${identity} ${item}`;
}
