/** The faces without figures. Each says what it means and what to do next. */
import type { Trouble } from '../trouble.ts';
import { day } from '../wording.ts';

interface Actions {
  readonly again: () => void;
  readonly signIn: () => void;
}

export function Loading({ what }: { readonly what: string }) {
  return (
    <p class="loading" role="status">
      {what}&hellip;
    </p>
  );
}

export function Welcome({
  trouble,
  signIn,
}: {
  readonly trouble: Trouble | null;
  readonly signIn: () => void;
}) {
  return (
    <section class="notice">
      {trouble !== null && (
        <div class="notice-trouble" role="alert">
          <strong>{trouble.title}.</strong> {trouble.next}
        </div>
      )}
      <h1>Are the people in your program getting better?</h1>
      <p>
        This page answers that from the questionnaires they fill in: how many got reliably better, how many
        got worse, how many were not measured, and where people leave. It shows numbers about programs and
        never a person.
      </p>
      <button type="button" class="primary" onClick={signIn}>
        {trouble?.title.includes('run out') ? 'Sign in again' : 'Sign in'}
      </button>
    </section>
  );
}

export function TroubleNotice({ trouble, ...actions }: { readonly trouble: Trouble } & Actions) {
  return (
    <section class="notice" role="alert">
      <h1>{trouble.title}</h1>
      <p>{trouble.next}</p>
      <TroubleButton trouble={trouble} {...actions} />
    </section>
  );
}

/** Old figures stay readable under it. */
export function Banner({
  trouble,
  asOf,
  ...actions
}: { readonly trouble: Trouble; readonly asOf: string } & Actions) {
  return (
    <div class="banner" role="alert">
      <p>
        <strong>{trouble.title}.</strong> You are looking at the figures as of {day(asOf)}, fetched earlier.{' '}
        {trouble.next}
      </p>
      <TroubleButton trouble={trouble} {...actions} />
    </div>
  );
}

export function StaleBanner({ days, asOf }: { readonly days: number; readonly asOf: string }) {
  return (
    <div class="banner" role="status">
      <p>
        <strong>These figures are {days} days old.</strong> They are worked out every night, and the last time
        that succeeded was {day(asOf)}. They are still right as of that day. Tell whoever runs the outcomes
        pipeline.
      </p>
    </div>
  );
}

export function NotCompiled({ next, again }: { readonly next: string; readonly again: () => void }) {
  return (
    <section class="notice">
      <h1>The first figures are on their way</h1>
      <p>{next}</p>
      <WhatWillCome minimumCell={null} />
      <button type="button" class="primary" onClick={again}>
        Look again
      </button>
    </section>
  );
}

/** First day: what will come, and when. */
export function WhatWillCome({ minimumCell }: { readonly minimumCell: number | null }) {
  return (
    <ol class="coming">
      <li>
        <strong>After the first full month</strong>
        <span>How many started, and how far they have come. The month that runs is in no figure yet.</span>
      </li>
      <li>
        <strong>After the month in which {minimumCell ?? 'enough'} people have finished</strong>
        <span>How many got reliably better, recovered or got worse, and how many were measured.</span>
      </li>
      <li>
        <strong>Month by month after that</strong>
        <span>How it changes over time. After a year, how it compares with the year before.</span>
      </li>
    </ol>
  );
}

function TroubleButton({ trouble, again, signIn }: { readonly trouble: Trouble } & Actions) {
  if (trouble.action === null) return null;
  const [label, act] = trouble.action === 'sign-in' ? ['Sign in again', signIn] : ['Try again', again];
  return (
    <button type="button" class="primary" onClick={act as () => void}>
      {label as string}
    </button>
  );
}
