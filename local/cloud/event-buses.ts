/**
 * The template's event buses: what is put on them is kept, so that people and tests can read it. There are no
 * rules on this machine, so nothing is passed on.
 *
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { listenOnLoopback } from './loopback-server.ts';
import { readBody } from './request-body.ts';

/** An event as a rule's target would get it, and the bus it was put on. */
export interface BusEvent {
  readonly bus: string;
  readonly id: string;
  readonly time: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
}

export interface EventBuses {
  readonly url: string;
  /** Events of this start, oldest first. */
  readonly events: readonly BusEvent[];
  readonly close: () => Promise<void>;
}

interface Entry {
  readonly EventBusName?: string;
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
}

type Answered = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** @param file where events are kept from start to start, one JSON line each; in memory when left out. */
export async function startEventBuses(file: string | undefined): Promise<EventBuses> {
  const events: BusEvent[] = [];
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true });

  function put({ EventBusName = 'default', Source, DetailType, Detail }: Entry): Answered {
    if (!Source || !DetailType || Detail === undefined) {
      const lacking =
        'Parameter Source, DetailType or Detail is not valid. Reason: it is a required argument.';
      return { ErrorCode: 'InvalidArgument', ErrorMessage: lacking };
    }
    const detail = parse(Detail);
    if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const bus = EventBusName.split('/').at(-1) ?? EventBusName;
    const time = new Date().toISOString();
    const event = { bus, id: randomUUID(), time, source: Source, 'detail-type': DetailType, detail };
    events.push(event);
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(event)}\n`);
    return { EventId: event.id };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { Entries: entries = [] } = JSON.parse((await readBody(request)).toString()) as {
      Entries?: readonly Entry[];
    };
    const Entries = entries.map(put);
    const FailedEntryCount = Entries.filter((one) => 'ErrorCode' in one).length;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ FailedEntryCount, Entries }));
  }

  const server = await listenOnLoopback();
  server.serve((request, response) => {
    serve(request, response).catch(() => response.writeHead(400).end());
  });
  return { url: server.url, events, close: server.close };
}

function parse(detail: string): unknown {
  try {
    return JSON.parse(detail);
  } catch {
    return undefined;
  }
}
