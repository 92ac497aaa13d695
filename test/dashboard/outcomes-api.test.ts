import { describe, expect, test } from 'vitest';
import { loadConfig, readConfig } from '../../dashboard/config.ts';
import { outcomesApi } from '../../dashboard/outcomes-api.ts';
import { troubleOf } from '../../dashboard/trouble.ts';
import { fullYear } from '../builders/snapshot.ts';

describe('asking the API', () => {
  test('the token goes to the API and the program id is one part of the path', async () => {
    const asked: { url: string; authorization: string | null }[] = [];
    const api = outcomesApi(
      'https://api.example.org/',
      () => 'abc',
      async (url, init) => {
        asked.push({ url: String(url), authorization: new Headers(init?.headers).get('authorization') });
        return Response.json(fullYear);
      },
    );

    expect(await api.outcomes('a/b')).toEqual({ kind: 'answer', value: fullYear });
    expect(asked).toEqual([
      { url: 'https://api.example.org/programs/a%2Fb/outcomes', authorization: 'Bearer abc' },
    ]);
  });

  test.for([
    {
      answer: Response.json({ message: 'Unauthorized' }, { status: 401 }),
      because: 'signed-out',
      said: 'Unauthorized',
    },
    {
      answer: Response.json({ message: 'Forbidden' }, { status: 403 }),
      because: 'forbidden',
      said: 'Forbidden',
    },
    { answer: Response.json({ message: 'Not yet' }, { status: 404 }), because: 'not-found', said: 'Not yet' },
    {
      answer: Response.json({ issue: [{ details: { text: 'Closed' } }] }, { status: 503 }),
      because: 'failed',
      said: 'Closed',
    },
    {
      answer: Response.json({ issue: [{ diagnostics: 'Closed' }] }, { status: 500 }),
      because: 'failed',
      said: 'Closed',
    },
    { answer: new Response('<html>', { status: 502 }), because: 'failed', said: null },
    { answer: new Response('<html>'), because: 'unreadable', said: null },
    { answer: Response.json({ ...fullYear, version: 2 }), because: 'unreadable', said: null },
  ])('$answer.status becomes "$because" with what the API said', async ({ answer, because, said }) => {
    const api = outcomesApi(
      'https://api.example.org',
      () => '',
      async () => answer,
    );

    expect(await api.outcomes('north')).toEqual({ kind: 'refused', because, said });
  });

  test('a connection that fails is "unreachable"', async () => {
    const api = outcomesApi(
      'https://api.example.org',
      () => '',
      () => Promise.reject(new TypeError('fetch failed')),
    );

    expect(await api.programs()).toEqual({ kind: 'refused', because: 'unreachable', said: null });
  });

  test.for(['signed-out', 'forbidden', 'not-found', 'failed', 'unreachable', 'unreadable'] as const)(
    'a reader is told what "%s" means and what to do',
    (because) => {
      const { title, next } = troubleOf({ kind: 'refused', because, said: null });

      expect(title).not.toBe('');
      expect(next).toMatch(/\.$/);
    },
  );
});

describe('config.json', () => {
  const good = { issuer: 'https://id.example.org', clientId: 'page', apiUrl: 'https://api.example.org' };

  test('asks for openid unless told otherwise', () => {
    expect(readConfig(JSON.stringify(good))).toEqual({ ...good, scope: 'openid' });
  });

  test.for([
    { text: '<html>', says: 'config.json is not JSON' },
    { text: 'null', says: 'config.json: issuer must be a URL' },
    { text: JSON.stringify({ ...good, issuer: 'id' }), says: 'config.json: issuer must be a URL' },
    { text: JSON.stringify({ ...good, apiUrl: 3 }), says: 'config.json: apiUrl must be a URL' },
    { text: JSON.stringify({ ...good, clientId: '' }), says: 'config.json: clientId is missing' },
  ])('$says', ({ text, says }) => {
    expect(() => readConfig(text)).toThrow(says);
  });

  test('one that is not there is a fault of the set-up, not of the reader', async () => {
    await expect(loadConfig(async () => new Response('', { status: 404 }))).rejects.toThrow(
      'config.json answered 404',
    );
  });
});
