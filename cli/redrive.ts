/**
 * `npm run --silent redrive -- (--stack NAME --table NAME | --data DIR) [--send] [--json]`
 *
 * What was given up on and why nothing of it is lost: messages in the dead-letter queues of the stack, and
 * write-backs the EHR refused or that failed for days. Without `--send` it only counts. With it, dead letters
 * go back to the queues they came from, and refused write-backs back to the sweep. Sent twice, late or out of
 * order is harmless everywhere.
 *
 * `--queue TEXT` takes only queues whose name holds the text, `--endpoint URL` another engine, `--json` prints
 * one line of JSON. Exit status 1 when something could not be sent.
 */
import { readOptions, reasonOf, refuse } from './command.ts';
import { type DeadLetters, deadLettersOf, redrive } from './redrive/dead-letters.ts';
import { refusedWriteBacks, reopen } from './redrive/refused.ts';
import { type RedriveReport, redriveText } from './redrive/report.ts';
import { openPlace, placeOptions } from './stored/place.ts';

const values = options();
if (values.data === undefined && (values.stack === undefined || values.stack === ''))
  refuse(
    'Name the stack, which its queues are named after: --stack NAME, or --data DIR of a running npm start.',
  );
const place = openPlace(values);
if (place.kind === 'invalid') refuse(place.message);
const { dynamo, sqs, table } = place;

try {
  const queues = await deadLettersOf(sqs, values.stack === undefined ? '' : `${values.stack}-`);
  const wanted = queues.filter(({ queue, messages }) => messages > 0 && queue.includes(values.queue ?? ''));
  if (values.queue !== undefined && !queues.some(({ queue }) => queue.includes(values.queue ?? '')))
    refuse(
      `No dead-letter queue's name holds '${values.queue}': ${queues.map(({ queue }) => queue).join(', ')}`,
    );
  const refused = values.queue === undefined ? await refusedWriteBacks(dynamo, table) : [];
  const report: RedriveReport = {
    deadLetters: await sendAll(wanted),
    refused,
    reopened: values.send === true ? await reopen(dynamo, table, refused, new Date().toISOString()) : null,
  };
  if (values.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  else for (const line of redriveText(report)) process.stdout.write(`${line}\n`);
} catch (error) {
  refuse(`Stopped: ${reasonOf(error)}. Start it again to go on.`);
}

async function sendAll(queues: readonly DeadLetters[]): Promise<RedriveReport['deadLetters']> {
  const startedAt = Date.now();
  const done: RedriveReport['deadLetters'][number][] = [];
  for (const one of queues) {
    const moved = values.send === true ? await redrive(sqs, one, startedAt) : null;
    done.push({ queue: one.queue, messages: one.messages, moved });
  }
  return done;
}

function options() {
  return readOptions({
    options: {
      ...placeOptions,
      stack: { type: 'string' },
      queue: { type: 'string' },
      send: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  }).values;
}
