/** What a sender is told who deletes a response of a source that names responses by identifier. */
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import { fhirApi, type IntakePorts } from '../../functions/intake/fhir-api.ts';
import type { Envelope } from '../../shared/responses/delivery.ts';

vi.mock('../../functions/runtime/settings.ts', async () =>
  (await import('../builders/deployed-settings.ts')).deployedSettings({ identity: 'identifier' }),
);

async function ask(method: string, path: string, body?: object) {
  const sent: Envelope[] = [];
  const ports = {
    sqs: {
      send: async ({ input }: { input: { MessageBody: string } }) => sent.push(JSON.parse(input.MessageBody)),
    },
    outcomes: { readCurrent: async () => undefined },
    clientIds: new Map([['riverside-ehr', 'riverside-ehr']]),
    queueUrl: 'responses',
  } as unknown as IntakePorts;
  const id = /QuestionnaireResponse\/(.+)$/.exec(path)?.[1];
  const answer = await fhirApi(ports)({
    rawPath: path,
    routeKey: `${method} ${path}`,
    headers: { host: 'api.example', 'content-type': 'application/fhir+json' },
    requestContext: { http: { method }, authorizer: { jwt: { claims: { client_id: 'riverside-ehr' } } } },
    ...(id !== undefined && { pathParameters: { id } }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer);
  return {
    status: answer.statusCode,
    body:
      answer.body === ''
        ? null
        : (JSON.parse(answer.body) as { readonly entry?: readonly { response: object }[] }),
    responses: sent.flatMap(({ responses }) => responses.map(({ kind, identity }) => `${kind} ${identity}`)),
  };
}

const remove = (url: string) => ({ request: { method: 'DELETE', url } });
const create = {
  request: { method: 'POST', url: 'QuestionnaireResponse' },
  resource: {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    identifier: { system: 'urn:ehr', value: 'B2' },
  },
};
const bundle = (type: string, ...entry: object[]) => ({ resourceType: 'Bundle', type, entry });

test('a delete by the EHR’s id is refused with what to do, because nobody could tell which response it is', async () => {
  const { status, body, responses } = await ask('DELETE', '/fhir/QuestionnaireResponse/qr-77');
  expect([status, responses]).toEqual([422, []]);
  expect(JSON.stringify(body)).toContain('status entered-in-error');
});

test('a delete by the Location it was answered with is taken', async () => {
  expect(await ask('DELETE', '/fhir/QuestionnaireResponse/urn%3Aehr%7CA1')).toMatchObject({
    status: 200,
    responses: ['delete urn:ehr|A1'],
  });
});

test('in a batch each entry is told for itself', async () => {
  const pushed = bundle(
    'batch',
    remove('QuestionnaireResponse/qr-77'),
    create,
    remove('QuestionnaireResponse?identifier=urn:ehr|A1'),
  );
  const { status, body, responses } = await ask('POST', '/fhir', pushed);
  expect(status).toBe(200);
  expect(body?.entry?.map(({ response }) => (response as { status: string }).status)).toEqual([
    '422 Unprocessable Content',
    '201 Created',
    '200 OK',
  ]);
  expect(responses).toEqual(['upsert urn:ehr|B2', 'delete urn:ehr|A1']);
});

test('a transaction with one that withdraws nothing is not taken at all', async () => {
  const pushed = bundle('transaction', create, remove('QuestionnaireResponse/qr-77'));
  expect(await ask('POST', '/fhir', pushed)).toMatchObject({ status: 422, responses: [] });
});
