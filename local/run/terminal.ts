/**
 * What a run says, in words a clinician understands, or as JSON lines for other programs.
 *
 * @module
 */
import { dirname, relative } from 'node:path';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { DATA_DIR, type RunOptions } from './options.ts';
import type { Summary } from './summary.ts';

export interface Ready {
  readonly fhir: string;
  readonly page: string;
  readonly api: string;
  readonly ehr: string;
  readonly tokenFile: string;
  readonly sources: readonly { readonly id: string; readonly token: string }[];
  readonly personas: readonly { readonly role: string; readonly token: string }[];
}

export interface Terminal {
  title(): void;
  step(text: string): void;
  progress(done: number, all: number): void;
  outcome(summary: Summary, snapshots: readonly Snapshot[]): void;
  ready(ready: Ready): Promise<void>;
  response(lines: readonly string[], statusUrl: string): void;
  stopping(): void;
}

export function terminal({ json }: Pick<RunOptions, 'json'>): Terminal {
  return json ? jsonTerminal() : plainTerminal();
}

function jsonTerminal(): Terminal {
  const line = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  let said = 0;
  return {
    title: () => {},
    step: (text) => line({ step: text }),
    progress: (done, all) => {
      if (done !== all && done - said < 100) return;
      said = done;
      line({ pushed: done, of: all });
    },
    outcome: (summary) => line({ summary }),
    ready: async ({ tokenFile: _, ...ready }) => line({ ready: true, ...ready }),
    response: (lines, statusUrl) => line({ response: lines, statusUrl }),
    stopping: () => {},
  };
}

function plainTerminal(): Terminal {
  const line = (text = ''): void => void process.stdout.write(`${text}\n`);
  const tty = process.stdout.isTTY === true;
  let said = 0;
  return {
    title: () => {
      line('outcomes-pipeline: the whole pipeline on this machine, with synthetic people');
      line();
    },
    step: (text) => line(`  ${text}`),
    progress: (done, all) => {
      if (tty)
        process.stdout.write(
          `\r  ${done} of ${all} deliveries of the EHR received${done === all ? '\n' : ''}`,
        );
      else if (done === all || done - said >= 200) {
        said = done;
        line(`  ${done} of ${all} deliveries of the EHR received`);
      }
    },
    outcome: (summary, snapshots) => {
      for (const text of describeOutcome(summary)) line(text);
      for (const { program, sentence } of snapshots) {
        line();
        line(`${program.name}`);
        line(`  ${sentence}`);
      }
      line();
    },
    ready: async ({ fhir, page, tokenFile }) => {
      line(`Page            ${page}   (sign in as the program manager)`);
      line(`FHIR endpoint   ${fhir}`);
      line();
      line('Send an answer sheet:');
      line(
        `  curl -i ${fhir}/QuestionnaireResponse -H 'Content-Type: application/fhir+json' -H "Authorization: Bearer $(cat ${relative('', tokenFile)})" -d @docs/examples/phq-9.json`,
      );
      line();
      const folder = dirname(tokenFile);
      const reset = folder === DATA_DIR ? '' : ` -- --data ${relative('', folder)}`;
      line(`Ctrl-C stops everything; npm run reset${reset} forgets it.`);
    },
    response: (lines, statusUrl) => {
      line();
      for (const text of lines) line(text);
      line(`  GET ${statusUrl}`);
    },
    stopping: () => line('\nStopping.'),
  };
}

function describeOutcome(summary: Summary): readonly string[] {
  const {
    received,
    scored,
    incomplete,
    review,
    ignored,
    rejected,
    retracted,
    alerts,
    observationsWritten,
    denied,
  } = summary;
  return [
    '',
    `${received} answer sheets of PHQ-9 and GAD-7`,
    `  ${scored} scored, and ${observationsWritten} scores stand in the EHR as Observations`,
    `  ${incomplete} incomplete: an answer is missing, so there is no score and no partial sum`,
    `  ${review} for review: the answers contradict each other, and a person decides`,
    `  ${ignored} kept unscored: not finished yet, or a form nobody has mapped`,
    `  ${rejected} rejected: not shaped as FHIR says`,
    `  ${retracted} withdrawn by the EHR: no score of theirs stands`,
    `  ${alerts} safety ${alerts === 1 ? 'alert' : 'alerts'}: a self-harm answer of the last days that needs clinical review`,
    `  ${denied.length} calls denied by the synthesized permissions`,
  ];
}
