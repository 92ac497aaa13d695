/**
 * `npm run --silent assign -- --source S [--table NAME | --data DIR]` lists the responses that count in no
 * program: they name none and no stay of their patient holds their day, or they name one that the settings lack.
 *
 * `... --response ID --program P --by WHO` or `... --patient ID --from DATE --program P --by WHO` assigns: the
 * patient has a stay in that program from the day of the response, or from `--from`, until `--to` if that is
 * given. Nothing is rewritten; the outcomes are restated with the next compile. Who assigned what and when is
 * kept for ever: `--patient ID --log` shows it. `--retract` takes back what was assigned from that day on.
 *
 * `--settings FILE` names the settings that were deployed, `--json` prints lines of JSON.
 */

import { type Assignment, putAssignment, readAssignments } from '../functions/adapters/assignments.ts';
import { outcomeStore } from '../functions/adapters/outcome-store.ts';
import { datesFault, explainFileFault, patientCell } from '../shared/programs/file-line.ts';
import { readOptions, refuse } from './command.ts';
import { sourceOfSettings } from './people/settings.ts';
import { unassignedResponses } from './people/unassigned.ts';
import { openPlace, placeOptions } from './stored/place.ts';

const values = options();
const source = sourceOfSettings(values.source, values);
if (source.kind === 'invalid') refuse(source.message);
const place = openPlace(values);
if (place.kind === 'invalid') refuse(place.message);
const { dynamo, table } = place;

if (values.log === true) await showLog();
else if (values.program === undefined) await listUnassigned();
else await assign(values.program);

async function showLog(): Promise<void> {
  if (values.patient === undefined) refuse('Name the patient: --patient ID.');
  for (const one of await readAssignments(dynamo, table, values.source ?? '', values.patient))
    say(one, `${one.at}  ${one.by}  ${one.retracted ? 'took back' : 'assigned'}  ${stayText(one)}`);
}

async function listUnassigned(): Promise<void> {
  if (source.kind === 'invalid') return;
  let count = 0;
  for await (const one of unassignedResponses(place as Exclude<typeof place, { kind: 'invalid' }>, source)) {
    count += 1;
    const named =
      one.named === null ? '' : `  names the program '${one.named}', which is not in the settings`;
    say(
      one,
      `${one.identity}  patient ${one.patient}  ${one.authored.slice(0, 10)}  ${one.instruments.join(', ')}${named}`,
    );
  }
  if (values.json !== true) process.stdout.write(`${count} unassigned\n`);
}

async function assign(program: string): Promise<void> {
  if (source.kind === 'invalid') return;
  if (!source.programs.has(program))
    refuse(`Source ${source.id} has no program '${program}'. Use one of ${[...source.programs].join(', ')}.`);
  const by = values.by?.trim() ?? '';
  if (by === '') refuse('Say who assigns: --by WHO. It is kept with the assignment.');
  const { patient, from } = await whoAndSince(program);
  const fault = datesFault(from, values.to ?? '');
  if (fault !== undefined) refuse(explainFileFault(fault));
  const assignment: Assignment = {
    source: source.id,
    patient,
    program,
    start: from,
    end: values.to ?? null,
    response: values.response ?? null,
    retracted: values.retract === true,
    by,
    at: new Date().toISOString(),
  };
  if (assignment.retracted && !(await stands(assignment)))
    refuse(
      `Nothing is assigned from that day on: ${stayText(assignment)}. --patient ${patient} --log shows what is.`,
    );
  await putAssignment(dynamo, table, assignment);
  say(assignment, `${assignment.retracted ? 'Taken back' : 'Assigned'}: ${stayText(assignment)}`);
}

/** Whether the newest assignment of that stay is one, and not its retraction. */
async function stands({ source: of, patient, program, start }: Assignment): Promise<boolean> {
  const all = await readAssignments(dynamo, table, of, patient);
  const newest = all.findLast((one) => one.program === program && one.start === start);
  return newest !== undefined && !newest.retracted;
}

/** Of the response that is named, else as given. */
async function whoAndSince(program: string): Promise<{ readonly patient: string; readonly from: string }> {
  if (values.response === undefined) {
    const patient = patientCell(values.patient ?? '');
    if (patient === undefined || values.from === undefined)
      return refuse(
        'Name a response (--response ID), or a patient and a day (--patient ID --from YYYY-MM-DD).',
      );
    return { patient, from: values.from };
  }
  const current = await outcomeStore(dynamo, table).readCurrent(values.source ?? '', values.response);
  if (current === undefined) return refuse(`There is no response '${values.response}' of that source.`);
  if (current.program !== undefined && current.program !== program)
    return refuse(
      `That response names the program '${current.program}' itself and counts in no other. Have it sent again with the right name.`,
    );
  const patient = patientCell(current.patient ?? '');
  if (patient === undefined) return refuse('That response is held in review: whose it is, is not known yet.');
  return { patient, from: values.from ?? current.authored.slice(0, 10) };
}

function stayText({ patient, program, start, end }: Assignment): string {
  return `patient ${patient} in ${program} from ${start}${end === null ? '' : ` to ${end}`}`;
}

function say(facts: object, line: string): void {
  process.stdout.write(`${values.json === true ? JSON.stringify(facts) : line}\n`);
}

function options() {
  return readOptions({
    options: {
      ...placeOptions,
      source: { type: 'string' },
      settings: { type: 'string' },
      program: { type: 'string' },
      response: { type: 'string' },
      patient: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      by: { type: 'string' },
      retract: { type: 'boolean' },
      log: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  }).values;
}
