/**
 * `npm run --silent reviews -- [--table NAME | --data DIR] [--source S] [--unscored]`
 *
 * The responses that a person has to look at, oldest first: answers that contradict each other, a patient who
 * cannot be told, a form that may be another version. None of them has a score in the chart. Each goes when the EHR
 * sends it corrected, or when rules are changed and it is scored again (`rescore`). Ids and codes only: the answers
 * are in the EHR, and `$status` says what comes next.
 *
 * `--unscored` lists instead what has no score and waits for nobody here: incomplete, rejected and ignored responses
 * with their reasons. The EHR corrects them, or a form has to be mapped; it reads the whole table.
 *
 * `--settings FILE` names the settings that were deployed (infra/settings.json, or those in `--data`), `--endpoint URL`
 * another engine, `--json` prints one line of JSON for each.
 */
import { waitingWork } from '../functions/adapters/open-work.ts';
import { outcomeStore } from '../functions/adapters/outcome-store.ts';
import { currentResponses } from '../functions/adapters/stored-responses.ts';
import type { CurrentResponse } from '../shared/responses/current.ts';
import { readOptions, refuse } from './command.ts';
import { sourceOfSettings } from './people/settings.ts';
import { openPlace, placeOptions } from './stored/place.ts';

/** Keys looked up at a time. */
const PAGE = 50;

const values = readOptions({
  options: {
    ...placeOptions,
    source: { type: 'string' },
    settings: { type: 'string' },
    unscored: { type: 'boolean' },
    json: { type: 'boolean' },
  },
}).values;
if (values.source !== undefined) {
  const known = sourceOfSettings(values.source, values);
  if (known.kind === 'invalid') refuse(known.message);
}
const place = openPlace(values);
if (place.kind === 'invalid') refuse(place.message);
const { dynamo, table } = place;

if (values.unscored === true) await listUnscored();
else await listReviews();

async function listReviews(): Promise<void> {
  const waiting = (await waitingWork(dynamo, table, 'review'))
    .filter(({ source }) => values.source === undefined || source === values.source)
    .toSorted((a, b) => (a.since < b.since ? -1 : 1));
  const outcomes = outcomeStore(dynamo, table);
  for (let start = 0; start < waiting.length; start += PAGE) {
    const part = waiting.slice(start, start + PAGE);
    const states = await outcomes.readStates(part);
    for (const { source, identity, since } of part) {
      const state = states.find(({ current }) => current.source === source && current.identity === identity);
      const reason = state?.current.reason ?? 'unknown';
      say({ source, identity, since, reason }, `${since}  ${source}  ${identity}  ${reason}`);
    }
  }
  count(waiting.length, 'for review');
}

async function listUnscored(): Promise<void> {
  const statuses = ['incomplete', 'rejected', 'ignored'] as const;
  const found: CurrentResponse[] = [];
  for await (const page of currentResponses(dynamo, table, { source: values.source, statuses }))
    found.push(...page);
  found.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  for (const { source, identity, status, reason = 'unknown', receivedAt: since } of found)
    say(
      { source, identity, since, status, reason },
      `${since}  ${source}  ${identity}  ${status}  ${reason}`,
    );
  count(found.length, 'without a score');
}

function count(found: number, what: string): void {
  if (values.json !== true) process.stdout.write(`${found === 0 ? 'none' : found} ${what}\n`);
}

function say(facts: object, line: string): void {
  process.stdout.write(`${values.json === true ? JSON.stringify(facts) : line}\n`);
}
