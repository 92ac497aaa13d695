/**
 * The sign-in of the sandbox: GET shows the personas, POST takes the choice back to the provider.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { noticePage, signInPage } from './pages.ts';
import type { Persona } from './persona.ts';

const MAX_FORM_BYTES = 4096;

export async function signIn(
  request: IncomingMessage,
  response: ServerResponse,
  provider: Provider,
  personas: readonly Persona[],
): Promise<void> {
  try {
    // Throws unless the cookie of this browser belongs to a sign-in under way.
    const { uid } = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return sendPage(response, 200, signInPage(personas, `/sign-in/${uid}`));
    const chosen = new URLSearchParams(await readForm(request)).get('persona');
    const persona = personas.find(({ id }) => id === chosen);
    if (persona === undefined) return sendPage(response, 400, signInPage(personas, `/sign-in/${uid}`));
    await provider.interactionFinished(request, response, { login: { accountId: persona.id } });
  } catch {
    sendPage(response, 400, noticePage('This sign-in is over', 'Go back to the page and sign in again.'));
  }
}

async function readForm(request: IncomingMessage): Promise<string> {
  let form = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    form += chunk;
    if (form.length > MAX_FORM_BYTES) throw new RangeError(`a form of more than ${MAX_FORM_BYTES} bytes`);
  }
  return form;
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
  });
  response.end(html);
}
