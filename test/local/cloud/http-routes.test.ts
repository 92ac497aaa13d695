import { expect, test } from 'vitest';
import { matchRoute } from '../../../local/cloud/http-routes.ts';

const routes = [
  '$default',
  'ANY /{proxy+}',
  'GET /programs/{program}',
  'GET /programs/all',
  'ANY /programs/{program}',
  'GET /programs/{program}/{rest+}',
  'POST /fhir/$process',
].map((routeKey) => ({ routeKey }));

test.each([
  ['GET', '/programs/all', 'GET /programs/all', {}],
  ['GET', '/programs/iop', 'GET /programs/{program}', { program: 'iop' }],
  ['PUT', '/programs/iop', 'ANY /programs/{program}', { program: 'iop' }],
  ['GET', '/programs/iop/a/b%20c', 'GET /programs/{program}/{rest+}', { program: 'iop', rest: 'a/b c' }],
  ['PUT', '/programs/iop/a', 'ANY /{proxy+}', { proxy: 'programs/iop/a' }],
  ['GET', '/programs/i%7Cop', 'GET /programs/{program}', { program: 'i|op' }],
  ['POST', '/fhir/$process', 'POST /fhir/$process', {}],
  ['GET', '/', '$default', {}],
])('%s %s is taken by %s', (method, path, routeKey, pathParameters) => {
  expect(matchRoute(routes, method, path)).toMatchObject({ route: { routeKey }, pathParameters });
});

test('a path no route takes has no route', () => {
  expect(matchRoute([{ routeKey: 'GET /a' }], 'POST', '/a')).toBeUndefined();
  expect(matchRoute([{ routeKey: 'GET /a/{rest+}' }], 'GET', '/a')).toBeUndefined();
  expect(matchRoute([{ routeKey: 'GET /a/{id}' }], 'GET', '/a/')).toBeUndefined();
});
