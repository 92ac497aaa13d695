/** Which of its faces the page shows. */
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Browser, type ProgramView, type Visit, type VisitState, visit } from '../visit.ts';
import { Masthead } from './masthead.tsx';
import { Banner, Loading, NotCompiled, TroubleNotice, Welcome } from './notice.tsx';
import { Report } from './report.tsx';

export function Page({ browser }: { readonly browser: Browser }) {
  const [state, show] = useState<VisitState>({ kind: 'starting' });
  const here = useMemo(() => visit(browser, show), [browser]);
  useEffect(() => void here.start(), [here]);
  useEffect(() => whenWokenUp(browser.now, () => void here.refresh()), [browser, here]);

  const again = (): void => void here.refresh();
  const signIn = (): void => void here.signIn();
  const actions = { again, signIn };
  switch (state.kind) {
    case 'starting':
      return (
        <Frame head={<Masthead />}>
          <Loading what="Opening the page" />
        </Frame>
      );
    case 'signed-out':
      return (
        <Frame head={<Masthead />}>
          <Welcome trouble={state.trouble} signIn={signIn} />
        </Frame>
      );
    case 'trouble':
      return (
        <Frame head={<Masthead />}>
          <TroubleNotice trouble={state.trouble} {...actions} />
        </Frame>
      );
    case 'open':
      return (
        <Frame
          head={
            <Masthead
              programs={state.programs}
              chosen={state.chosen}
              choose={(id) => void here.choose(id)}
              signOut={() => void here.signOut()}
            />
          }
        >
          <ProgramFace view={state.view} now={new Date(browser.now())} {...actions} visit={here} />
        </Frame>
      );
  }
}

const AN_HOUR = 3_600_000;

/** Calls back when somebody returns to the page after an hour or more: it may have stood open overnight. */
function whenWokenUp(now: () => number, again: () => void): () => void {
  let since = now();
  const look = (): void => {
    if (document.visibilityState === 'hidden' || now() - since < AN_HOUR) return;
    since = now();
    again();
  };
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}

interface Actions {
  readonly again: () => void;
  readonly signIn: () => void;
}

function ProgramFace({
  view,
  now,
  visit: here,
  ...actions
}: { readonly view: ProgramView; readonly now: Date; readonly visit: Visit } & Actions) {
  switch (view.kind) {
    case 'loading':
      return <Loading what="Fetching the figures" />;
    case 'trouble':
      return <TroubleNotice trouble={view.trouble} {...actions} />;
    case 'not-compiled':
      return <NotCompiled next={view.next} again={actions.again} />;
    case 'shown':
      return (
        <>
          {view.trouble !== null && <Banner trouble={view.trouble} asOf={view.snapshot.asOf} {...actions} />}
          <Report
            key={view.snapshot.program.id}
            snapshot={view.snapshot}
            comparison={view.comparison}
            now={now}
            fetchQuality={here.quality}
            fetchRelease={here.release}
          />
        </>
      );
  }
}

function Frame({
  head,
  children,
}: {
  readonly head: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <>
      <a class="skip" href="#figures">
        Skip to the figures
      </a>
      {head}
      <main id="figures" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
