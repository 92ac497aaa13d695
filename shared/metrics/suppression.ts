/**
 * Small-cell suppression: which counts to hide so that no count of 1-10 can be seen or worked out.
 *
 * Rule: CMS cell size suppression policy (ResDAC, 2024-01-26). Zero may be shown. Counts of 1-10 are hidden
 * (primary), and further counts where the relations would give a hidden one away (complementary), smallest
 * first. A rate, interval, mean or chart point of a hidden count is hidden with it; both kinds are marked
 * alike.
 *
 * @module
 */
import {
  auditUnknowns,
  compilePublication,
  componentsOf,
  type Publication,
  type System,
  unknownsOf,
} from './suppression-audit.ts';

const SMALLEST = 1;
const LARGEST = 10;

export type Suppression =
  | {
      readonly kind: 'safe';
      /** Counts of 1-10. */
      readonly primary: ReadonlySet<string>;
      /** Hidden only to protect others; never a zero. */
      readonly complementary: ReadonlySet<string>;
    }
  /** What was released before gives small counts away, and nothing is left to hide. Do not publish. */
  | { readonly kind: 'unsafe'; readonly derivable: readonly string[] };

/** 1-10: neither shown nor derivable. */
export function isSmall(count: number): boolean {
  return count >= SMALLEST && count <= LARGEST;
}

/** Chooses what to hide, and proves it by the audit. The same publication always gives the same choice. */
export function suppress(publication: Publication): Suppression {
  const system = compilePublication(publication);
  const isHidden = Uint8Array.from(publication.cells, ({ state, count }) =>
    state === 'open' && isSmall(count) ? 1 : 0,
  );
  const primary = isHidden.slice();

  for (;;) {
    const exposed = exposedAmong(system, isHidden, unknownsOf(system, isHidden));
    if (exposed.length === 0) break;
    if (!hideMore(system, isHidden, exposed)) {
      return { kind: 'unsafe', derivable: exposed.map((i) => publication.cells[i]?.id ?? '') };
    }
  }
  showWhatIsNotNeeded(system, isHidden, primary);

  const ids = (wanted: (i: number) => boolean): ReadonlySet<string> =>
    new Set(publication.cells.flatMap(({ id }, i) => (wanted(i) ? [id] : [])));
  return {
    kind: 'safe',
    primary: ids((i) => primary[i] === 1),
    complementary: ids((i) => primary[i] !== 1 && isHidden[i] === 1),
  };
}

/** The small counts among `unknowns` that can be worked out, smallest first. */
function exposedAmong(system: System, isHidden: Uint8Array, unknowns: readonly number[]): readonly number[] {
  const derivable = auditUnknowns(system, isHidden, unknowns);
  return [...derivable.keys()]
    .filter((i) => isSmall(system.counts[i] ?? 0))
    .sort((a, b) => (system.counts[a] ?? 0) - (system.counts[b] ?? 0) || a - b);
}

/** Hides one more count for each exposed one, unless one of its relations has just gained one. */
function hideMore(system: System, isHidden: Uint8Array, exposed: readonly number[]): boolean {
  const gained = new Set<number>();
  for (const cell of exposed) {
    if (system.relationsOf[cell]?.some((r) => gained.has(r)) === true) continue;
    const choice = complementFor(system, isHidden, cell);
    if (choice === null) continue;
    isHidden[choice] = 1;
    for (const r of system.relationsOf[choice] ?? []) gained.add(r);
  }
  return gained.size > 0;
}

/**
 * The smallest shown count beside `cell`: in the relation that gives it away most directly, else in any
 * relation that unseen counts link it to. Null where nothing is left to hide.
 */
function complementFor(system: System, isHidden: Uint8Array, cell: number): number | null {
  const own = (system.relationsOf[cell] ?? []).toSorted(
    (a, b) => unknownIn(system, isHidden, a) - unknownIn(system, isHidden, b) || a - b,
  );
  for (const r of own) {
    const choice = smallestShown(system, isHidden, [r]);
    if (choice !== null) return choice;
  }
  const linked = componentsOf(system, unknownsOf(system, isHidden)).find((component) =>
    component.includes(cell),
  );
  return smallestShown(
    system,
    isHidden,
    (linked ?? []).flatMap((i) => system.relationsOf[i] ?? []),
  );
}

function unknownIn({ relations, states }: System, isHidden: Uint8Array, relation: number): number {
  return (relations[relation] ?? []).filter(({ cell }) => isHidden[cell] === 1 || states[cell] === 'implied')
    .length;
}

function smallestShown(system: System, isHidden: Uint8Array, relations: readonly number[]): number | null {
  let smallest: number | null = null;
  for (const r of relations) {
    for (const { cell } of system.relations[r] ?? []) {
      const count = system.counts[cell] ?? 0;
      if (isHidden[cell] === 1 || system.states[cell] !== 'open' || count === 0) continue;
      const least = smallest === null ? Number.POSITIVE_INFINITY : (system.counts[smallest] ?? 0);
      if (count < least || (count === least && cell < (smallest ?? 0))) smallest = cell;
    }
  }
  return smallest;
}

/** Shows complementary counts again, largest first, where no small count becomes exposed by it. */
function showWhatIsNotNeeded(system: System, isHidden: Uint8Array, primary: Uint8Array): void {
  const complementary = unknownsOf(system, isHidden)
    .filter((i) => isHidden[i] === 1 && primary[i] !== 1)
    .sort((a, b) => (system.counts[b] ?? 0) - (system.counts[a] ?? 0) || b - a);
  for (const cell of complementary) {
    const linked = componentsOf(system, unknownsOf(system, isHidden)).find((component) =>
      component.includes(cell),
    );
    isHidden[cell] = 0;
    const others = (linked ?? []).filter((i) => i !== cell);
    if (exposedAmong(system, isHidden, others).length > 0) isHidden[cell] = 1;
  }
}
