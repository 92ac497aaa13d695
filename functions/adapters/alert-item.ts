/**
 * An alert as an item of the `outcomes` table, and back.
 *
 * While somebody has to come back to it, it stands in the sparse `open` index: under the time at which the
 * sweep publishes what is still unpublished, then under its due time, then, once overdue, under the time
 * since when, so that every sweep counts it.
 *
 * @module
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type Acknowledgement,
  type Alert,
  type AlertKey,
  awaitsPublication,
  type Closing,
  isLive,
  type Round,
} from '../../shared/alerts/alert.ts';
import { packAlert } from '../../shared/metrics/pack-response.ts';
import {
  alertSortKey,
  encode,
  parseResponseKey,
  patientId,
  patientShardKey,
  responseKey,
} from './outcome-keys.ts';
import { openAttributes } from './outcome-store.ts';

type Item = Record<string, AttributeValue>;

const PREFIX = 'ALERT#';

export function alertKey({ source, identity, item }: AlertKey): Item {
  return { pk: { S: responseKey(source, identity) }, sk: { S: PREFIX + encode(item) } };
}

/** The key behind `pk` and `sk`; undefined for an item that is no alert. */
export function parseAlertKey({ pk, sk }: Item): AlertKey | undefined {
  const response = parseResponseKey(pk?.S ?? '');
  if (response === undefined || sk?.S?.startsWith(PREFIX) !== true) return undefined;
  return { ...response, item: decodeURIComponent(sk.S.slice(PREFIX.length)) };
}

export function alertItem(alert: Alert): Item {
  const { source, identity, acknowledged, closed, history, ...texts } = alert;
  const { round, registry, versions, revision, ...flat } = texts;
  return {
    ...alertKey(alert),
    ...Object.fromEntries(Object.entries(flat).map(([name, text]) => [name, { S: text }])),
    round: { N: String(round) },
    registry: { N: String(registry) },
    versions: { N: String(versions) },
    revision: { N: String(revision) },
    ...acknowledgementAttributes(acknowledged),
    ...(closed === undefined ? {} : { closedAt: { S: closed.at }, closedReason: { S: closed.reason } }),
    ...(history.length === 0 ? {} : { history: { S: JSON.stringify(history) } }),
    ...indexAttributes(alert),
    ...(isLive(alert) ? openAttributes(source, identity, 'alert', comeBackAt(alert)) : {}),
  };
}

/** Beside the person's other rows, where metrics read how it was answered. */
function indexAttributes(alert: Alert): Item {
  if (alert.patient === undefined) return {};
  const patient = patientId(alert.patient);
  return {
    ipk: { S: patientShardKey(alert.source, patient) },
    isk: { S: alertSortKey(patient, alert) },
    m: { S: packAlert(alert) },
  };
}

/** @throws {Error} when the item is no alert: it was read by an alert's key. */
export function alertOf(item: Item): Alert {
  const key = parseAlertKey(item);
  if (key === undefined) throw new Error('an item read as an alert has the key of something else');
  const text = (name: string): string => item[name]?.S ?? '';
  const given = (name: string): object => (item[name]?.S === undefined ? {} : { [name]: item[name].S });
  const raisedAt = text('raisedAt');
  return {
    ...key,
    instrument: text('instrument'),
    ...given('patient'),
    state: text('state') as Alert['state'],
    publication: text('publication') as Alert['publication'],
    status: (item.status?.S ?? 'open') as Alert['status'],
    ord: text('ord'),
    registry: Number(item.registry?.N ?? 0),
    versions: Number(item.versions?.N ?? 0),
    authored: text('authored'),
    raisedAt,
    occasion: (item.occasion?.S ?? 'raised') as Alert['occasion'],
    round: Number(item.round?.N ?? 1),
    openedAt: item.openedAt?.S ?? raisedAt,
    dueAt: text('dueAt'),
    retryAt: item.retryAt?.S ?? raisedAt,
    ...given('overdueSince'),
    ...given('publishedAt'),
    ...acknowledgementOf(item),
    ...closingOf(item),
    history: JSON.parse(item.history?.S ?? '[]') as readonly Round[],
    revision: Number(item.revision?.N ?? 0),
  };
}

function comeBackAt(alert: Alert): string {
  return awaitsPublication(alert) ? alert.retryAt : (alert.overdueSince ?? alert.dueAt);
}

function acknowledgementAttributes(acknowledged: Acknowledgement | undefined): Item {
  if (acknowledged === undefined) return {};
  const { at, by, seconds, note } = acknowledged;
  return {
    acknowledgedAt: { S: at },
    acknowledgedBy: { S: by },
    secondsToAcknowledge: { N: String(seconds) },
    ...(note === undefined ? {} : { note: { S: note } }),
  };
}

function acknowledgementOf(item: Item): { readonly acknowledged?: Acknowledgement } {
  const { acknowledgedAt, acknowledgedBy, secondsToAcknowledge, note } = item;
  if (acknowledgedAt?.S === undefined) return {};
  return {
    acknowledged: {
      at: acknowledgedAt.S,
      by: acknowledgedBy?.S ?? '',
      seconds: Number(secondsToAcknowledge?.N),
      ...(note?.S === undefined ? {} : { note: note.S }),
    },
  };
}

function closingOf({ closedAt, closedReason }: Item): { readonly closed?: Closing } {
  return closedAt?.S === undefined
    ? {}
    : { closed: { at: closedAt.S, reason: closedReason?.S as Closing['reason'] } };
}
