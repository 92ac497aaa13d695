/**
 * The few pages people see of the issuer. Plain HTML: no script, nothing loaded from elsewhere.
 *
 * @module
 */
import type { Persona } from './persona.ts';

/** The personas as buttons; `action` is where the choice is posted. */
export function signInPage(personas: readonly Persona[], action: string): string {
  const buttons = personas.map(
    ({ id, role, groups }) =>
      `<button name="persona" value="${escaped(id)}"><strong>${escaped(role)}</strong><span>${escaped(groups.join(', '))}</span></button>`,
  );
  return page(
    'Sign in to the sandbox',
    `<p>Synthetic sandbox: invented people, invented patients, no password. This page exists on this machine only.</p>
    <form method="post" action="${escaped(action)}">${buttons.join('\n    ')}</form>`,
  );
}

/** `form` is the provider's own and is submitted by the button. */
export function signOutPage(form: string): string {
  return page(
    'Sign out of the sandbox?',
    `${form}
    <button form="op.logoutForm" name="logout" value="yes">Sign out</button>
    <button form="op.logoutForm">Stay signed in</button>`,
  );
}

export function noticePage(title: string, text: string): string {
  return page(title, `<p>${escaped(text)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)}</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 4rem auto; padding: 0 1rem; color: #1c2733; }
      button { display: block; width: 100%; margin: .75rem 0; padding: .75rem 1rem; font: inherit; text-align: left;
        border: 1px solid #8797a6; border-radius: .4rem; background: #fff; cursor: pointer; }
      button:hover, button:focus-visible { border-color: #0b5cad; outline: 2px solid #0b5cad; }
      button span { display: block; color: #51606e; font-size: .875rem; }
    </style>
  </head>
  <body>
    <h1>${escaped(title)}</h1>
    ${body}
  </body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
