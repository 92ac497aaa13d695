/**
 * Every no as two sentences: what it means for the reader, and what to do.
 *
 * @module
 */
import type { Refusal } from './outcomes-api.ts';

export interface Trouble {
  readonly title: string;
  readonly next: string;
  /** Which button helps. */
  readonly action: 'sign-in' | 'try-again' | null;
}

export function troubleOf({ because, said }: Refusal): Trouble {
  switch (because) {
    case 'signed-out':
      return {
        title: 'Your sign-in has run out',
        next: 'Sign in again. You will come back to this program.',
        action: 'sign-in',
      };
    case 'forbidden':
      return {
        title: 'You may not see these figures',
        next: said ?? 'Ask whoever runs the outcomes pipeline to add you to the group of this program.',
        action: null,
      };
    case 'not-found':
      return {
        title: 'There are no figures for this program yet',
        next: said ?? 'The first figures come with the next nightly run.',
        action: 'try-again',
      };
    case 'failed':
      return {
        title: 'The service could not give the figures',
        next: `${sentence(said)}Try again in a few minutes. If it stays like this, tell whoever runs the outcomes pipeline.`,
        action: 'try-again',
      };
    case 'unreachable':
      return {
        title: 'The service cannot be reached',
        next: 'Check that this computer is online, then try again. If it stays like this, tell whoever runs the outcomes pipeline.',
        action: 'try-again',
      };
    case 'unreadable':
      return {
        title: 'This page and the service do not fit together',
        next: 'Reload the page. If it stays like this, tell whoever runs the outcomes pipeline: the page and the service have different versions.',
        action: 'try-again',
      };
  }
}

export const noSuchProgram: Trouble = {
  title: 'You may not see this program',
  next: 'Choose one of your programs above, or ask whoever runs the outcomes pipeline to add you to the group of this one.',
  action: null,
};

export const noProgramAtAll: Trouble = {
  title: 'No program is open to you yet',
  next: 'You are signed in, but you are in no program’s group. Ask whoever runs the outcomes pipeline to add you, then sign in again.',
  action: 'sign-in',
};

export function signInTrouble(fault: unknown): Trouble {
  const said = fault instanceof Error ? fault.message : '';
  return {
    title: 'The sign-in did not work',
    next: `${sentence(said)}Try once more. If it stays like this, tell whoever runs the outcomes pipeline.`,
    action: 'sign-in',
  };
}

export function setUpTrouble(fault: unknown): Trouble {
  const said = fault instanceof Error ? fault.message : '';
  return {
    title: 'This page is not set up yet',
    next: `${sentence(said)}Whoever installed the page has to correct this; there is nothing you can do here.`,
    action: 'try-again',
  };
}

function sentence(said: string | null): string {
  if (said === null || said === '') return '';
  return /[.!?]$/.test(said) ? `${said} ` : `${said}. `;
}
