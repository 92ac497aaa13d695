/**
 * One visit to the page: from the address in the browser to figures, or to a sentence that says why not.
 *
 * Figures already fetched stay in memory. When a later question fails they stay on the page, with a banner
 * that says so.
 *
 * @module
 */
import type { QualityPublication } from '../shared/metrics/exports/quality-report.ts';
import type { ProgramComparison } from '../shared/metrics/program-comparison.ts';
import type { Snapshot } from '../shared/metrics/snapshot.ts';
import { loadConfig, type PageConfig } from './config.ts';
import {
  type Answer,
  type Download,
  type OutcomesApi,
  outcomesApi,
  type Program,
  type ReleasedFormat,
} from './outcomes-api.ts';
import { currentSession, finishSignIn, forgetSession, signInUrl, signOutUrl } from './sign-in.ts';
import {
  noProgramAtAll,
  noSuchProgram,
  setUpTrouble,
  signInTrouble,
  type Trouble,
  troubleOf,
} from './trouble.ts';

export type ProgramView =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'shown';
      readonly snapshot: Snapshot;
      /** Null until it is here, and where there is nothing to compare with. */
      readonly comparison: ProgramComparison | null;
      readonly trouble: Trouble | null;
    }
  | { readonly kind: 'not-compiled'; readonly next: string }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

export type VisitState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signed-out'; readonly trouble: Trouble | null }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  | {
      readonly kind: 'open';
      readonly programs: readonly Program[];
      readonly chosen: string | null;
      readonly view: ProgramView;
    };

/** What a visit needs of its browser. */
export interface Browser {
  readonly fetching: typeof fetch;
  readonly storage: Storage;
  readonly now: () => number;
  readonly here: () => URL;
  /** Leaves the page. */
  readonly goTo: (url: URL) => void;
  /** Changes the address without leaving. */
  readonly rewrite: (pathAndHash: string) => void;
}

export interface Visit {
  start(): Promise<void>;
  signIn(): Promise<void>;
  signOut(): Promise<void>;
  choose(programId: string): Promise<void>;
  /** Asks again for what is on the page. */
  refresh(): Promise<void>;
  /** Of the program on the page. */
  quality(): Promise<Answer<QualityPublication>>;
  release(format: ReleasedFormat): Promise<Answer<Download>>;
}

interface Remembered {
  readonly snapshot: Snapshot;
  readonly comparison: ProgramComparison | null;
}

export function visit(browser: Browser, show: (state: VisitState) => void): Visit {
  const { fetching, storage, now, here } = browser;
  const remembered = new Map<string, Remembered>();
  let config: PageConfig | undefined;
  let programs: readonly Program[] = [];
  let chosen: string | null = null;

  const api = (apiUrl: string): OutcomesApi =>
    outcomesApi(apiUrl, () => currentSession(storage, now)?.accessToken ?? '', fetching);
  const showView = (view: ProgramView): void => show({ kind: 'open', programs, chosen, view });

  async function start(): Promise<void> {
    show({ kind: 'starting' });
    try {
      config = await loadConfig(fetching);
    } catch (fault) {
      return show({ kind: 'trouble', trouble: setUpTrouble(fault) });
    }
    try {
      const hash = await finishSignIn(config, here(), storage, now);
      if (hash !== null) browser.rewrite(here().pathname + hash);
    } catch (fault) {
      browser.rewrite(here().pathname);
      return show({ kind: 'signed-out', trouble: signInTrouble(fault) });
    }
    if (currentSession(storage, now) === null) return show({ kind: 'signed-out', trouble: null });
    await openPrograms(config);
  }

  async function openPrograms({ apiUrl }: PageConfig): Promise<void> {
    const answer = await api(apiUrl).programs();
    if (answer.kind === 'refused') {
      const trouble = troubleOf(answer);
      return show(
        answer.because === 'signed-out' ? { kind: 'signed-out', trouble } : { kind: 'trouble', trouble },
      );
    }
    programs = answer.value.toSorted((a, b) => a.name.localeCompare(b.name));
    const [first] = programs;
    if (first === undefined) return show({ kind: 'trouble', trouble: noProgramAtAll });
    const wanted = new URLSearchParams(here().hash.slice(1)).get('program');
    if (wanted !== null && !programs.some(({ id }) => id === wanted)) {
      chosen = null;
      return showView({ kind: 'trouble', trouble: noSuchProgram });
    }
    await choose(wanted ?? first.id);
  }

  async function choose(programId: string): Promise<void> {
    if (config === undefined) return;
    chosen = programId;
    browser.rewrite(`${here().pathname}#program=${encodeURIComponent(programId)}`);
    const before = remembered.get(programId);
    showView(before === undefined ? { kind: 'loading' } : { kind: 'shown', ...before, trouble: null });
    const answer = await api(config.apiUrl).outcomes(programId);
    if (chosen !== programId) return; // another program was chosen while this one was on its way
    if (answer.kind === 'answer') {
      const found = { snapshot: answer.value, comparison: before?.comparison ?? null };
      remembered.set(programId, found);
      showView({ kind: 'shown', ...found, trouble: null });
      return addComparison(config, programId, answer.value);
    }
    const trouble = troubleOf(answer);
    if (answer.because === 'forbidden') remembered.delete(programId);
    else if (before !== undefined) return showView({ kind: 'shown', ...before, trouble });
    showView(
      answer.because === 'not-found'
        ? { kind: 'not-compiled', next: trouble.next }
        : { kind: 'trouble', trouble },
    );
  }

  /** What it cannot have, the page goes without: the program's own figures stand for themselves. */
  async function addComparison({ apiUrl }: PageConfig, programId: string, snapshot: Snapshot): Promise<void> {
    if (programs.filter(({ source }) => source === snapshot.source).length < 2) return;
    const answer = await api(apiUrl).comparison(programId);
    if (answer.kind === 'refused' || chosen !== programId) return;
    const found = { snapshot, comparison: answer.value };
    remembered.set(programId, found);
    showView({ kind: 'shown', ...found, trouble: null });
  }

  const ofChosen = async <T>(
    ask: (of: OutcomesApi, programId: string) => Promise<Answer<T>>,
  ): Promise<Answer<T>> =>
    config === undefined || chosen === null
      ? { kind: 'refused', because: 'not-found', said: null }
      : ask(api(config.apiUrl), chosen);

  return {
    start,
    choose,
    quality: () => ofChosen((of, programId) => of.quality(programId)),
    release: (format) => ofChosen((of, programId) => of.release(programId, format)),
    refresh: () => (chosen === null ? start() : choose(chosen)),
    async signIn() {
      if (config === undefined) return start();
      try {
        browser.goTo(await signInUrl(config, here(), storage));
      } catch (fault) {
        show({ kind: 'signed-out', trouble: signInTrouble(fault) });
      }
    },
    async signOut() {
      const session = currentSession(storage, now);
      forgetSession(storage);
      remembered.clear();
      programs = [];
      chosen = null;
      show({ kind: 'signed-out', trouble: null });
      if (config === undefined || session === null) return;
      const url = await signOutUrl(config, here(), session).catch(() => null);
      if (url !== null) browser.goTo(url);
    },
  };
}
