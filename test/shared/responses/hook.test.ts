import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Hook, type HookCall, readHook } from '../../../shared/responses/hook.ts';
import { responseTo } from '../../builders/questionnaire-response.ts';

const EHR = 'https://ehr.example.org/fhir/R4';
const naming = { mode: 'id', baseUrl: EHR, sha256: (text: string) => hash('sha256', text) } as const;
const full = responseTo('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 0], { id: 'r1' });
const call = (one: Partial<HookCall>): Hook =>
  readHook({ method: 'POST', path: '', headers: {}, body: '', ...one }, naming);
const json = (value: unknown): string => JSON.stringify(value);

const nothing = { responses: [], context: [], read: [], search: false };
const delivered = { kind: 'upsert', identity: 'r1', resource: full };

/** R4: a Parameters resource leads; R4B: a SubscriptionStatus. */
const r4 = (type: string, foci: readonly string[], more: readonly object[] = []): object => ({
  resourceType: 'Bundle',
  type: 'history',
  entry: [
    {
      resource: {
        resourceType: 'Parameters',
        parameter: [
          { name: 'subscription', valueReference: { reference: 'Subscription/s' } },
          { name: 'status', valueCode: 'active' },
          { name: 'type', valueCode: type },
          ...foci.map((reference, index) => ({
            name: 'notification-event',
            part: [
              { name: 'event-number', valueString: String(index + 1) },
              { name: 'focus', valueReference: { reference } },
            ],
          })),
        ],
      },
    },
    ...more,
  ],
});
const r4b = (type: string, foci: readonly string[], more: readonly object[] = []): object => ({
  resourceType: 'Bundle',
  type: 'history',
  entry: [
    {
      resource: {
        resourceType: 'SubscriptionStatus',
        type,
        notificationEvent: foci.map((reference) => ({ eventNumber: '1', focus: { reference } })),
      },
    },
    ...more,
  ],
});

describe('a hook', () => {
  test.for<[string, Partial<HookCall>, object]>([
    ['R4 with payload: the resource', { body: json(full) }, { ...nothing, responses: [delivered] }],
    ['R4 without payload: something changed', {}, { ...nothing, search: true }],
    ['white space is no payload', { body: ' \n' }, { ...nothing, search: true }],
    [
      'HAPI: PUT to type and id; the id of the URL counts',
      { method: 'PUT', path: 'QuestionnaireResponse/r1', body: json({ ...full, id: undefined }) },
      {
        ...nothing,
        responses: [{ ...delivered, resource: JSON.parse(json({ ...full, id: undefined })) }],
      },
    ],
    [
      'HAPI: DELETE is looked up',
      { method: 'DELETE', path: 'QuestionnaireResponse/r1' },
      { ...nothing, read: ['r1'] },
    ],
    ['HAPI: DELETE of another type is nothing to us', { method: 'DELETE', path: 'Patient/p1' }, nothing],
    [
      'Medplum: a delete names the resource in a header and is looked up',
      {
        body: '{}',
        headers: {
          'x-medplum-interaction': 'delete',
          'x-medplum-deleted-resource': 'QuestionnaireResponse/r9',
        },
      },
      { ...nothing, read: ['r9'] },
    ],
    [
      'Medplum: an update',
      { body: json(full), headers: { 'x-medplum-interaction': 'update' } },
      { ...nothing, responses: [delivered] },
    ],
    [
      'an appointment is kept for the outcomes',
      { body: json({ resourceType: 'Encounter', id: 'e' }) },
      { ...nothing, context: [{ resourceType: 'Encounter', id: 'e' }] },
    ],
    ['another resource is nothing to us', { body: json({ resourceType: 'Medication', id: 'm' }) }, nothing],
    ['R4 handshake', { body: json(r4('handshake', [])) }, nothing],
    ['R4 heartbeat', { body: json(r4('heartbeat', [])) }, nothing],
    ['R4B handshake', { body: json(r4b('handshake', [])) }, nothing],
    [
      'R4 id-only',
      {
        body: json(
          r4('event-notification', [
            'QuestionnaireResponse/r1',
            `${EHR}/QuestionnaireResponse/r2/_history/3`,
          ]),
        ),
      },
      { ...nothing, read: ['r1', 'r2'] },
    ],
    [
      'R4B id-only',
      { body: json(r4b('event-notification', ['QuestionnaireResponse/r1'])) },
      { ...nothing, read: ['r1'] },
    ],
    [
      'R4B with the resource: it is not read again',
      {
        body: json(
          r4b(
            'event-notification',
            ['QuestionnaireResponse/r1'],
            [
              {
                fullUrl: `${EHR}/QuestionnaireResponse/r1`,
                resource: full,
                request: { method: 'PUT', url: 'QuestionnaireResponse/r1' },
              },
            ],
          ),
        ),
      },
      { ...nothing, responses: [delivered] },
    ],
    [
      'R4 of a deleted response: looked up',
      {
        body: json(
          r4(
            'event-notification',
            ['QuestionnaireResponse/r1'],
            [{ request: { method: 'DELETE', url: 'QuestionnaireResponse/r1' } }],
          ),
        ),
      },
      { ...nothing, read: ['r1'] },
    ],
    [
      'an event that names nothing',
      { body: json(r4('event-notification', [])) },
      { ...nothing, search: true },
    ],
    [
      'an event about a response of another server',
      { body: json(r4b('event-notification', ['https://other.example/fhir/QuestionnaireResponse/r1'])) },
      { ...nothing, search: true },
    ],
    [
      'an event about another type alone',
      { body: json(r4b('event-notification', ['AuditEvent/a'])) },
      nothing,
    ],
    [
      'a Bundle without a status is taken as one',
      { body: json({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: full }] }) },
      { ...nothing, responses: [delivered] },
    ],
  ])('%s', ([, given, expected]) => {
    expect(call(given)).toEqual({ kind: 'told', ...expected });
  });

  test.for<[string, Partial<HookCall>, string]>([
    ['not JSON', { body: '<QuestionnaireResponse/>' }, 'not-json'],
    ['a list', { body: '[]' }, 'not-json'],
    ['no resource', { body: '{}' }, 'not-fhir'],
    ['a path that goes elsewhere', { method: 'DELETE', path: 'QuestionnaireResponse/../x' }, 'wrong-path'],
    ['a path too long', { method: 'PUT', path: 'QuestionnaireResponse/a/b' }, 'wrong-path'],
  ])('%s is unreadable', ([, given, code]) => {
    expect(call(given)).toEqual({ kind: 'unreadable', code });
  });
});
