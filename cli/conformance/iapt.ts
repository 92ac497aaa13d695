import * as v from 'valibot';
import { flag } from '../../shared/metrics/episode-flags.ts';
import { EpisodePass } from '../../shared/metrics/episode-pass.ts';
import { encodeAssessmentRow, encodeEpisodeRow, encodeFactRow } from '../../shared/metrics/packed-row.ts';
import { mergePartials, type Partial } from '../../shared/metrics/partial.ts';
import { reduceProgram } from '../../shared/metrics/reduce.ts';
import { builtInRules } from '../../shared/metrics/rule-book.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { flagsOf } from '../../shared/metrics/tally.ts';
import { type Comparison, compare, together } from './compare.ts';
import { cell, numberIn, type Row } from './csv.ts';
import { documentOf } from './nhs-published-document.ts';
import type { Vector } from './vector.ts';

const program = {
  id: 'iapt',
  source: 'vector',
  name: 'Talking Therapies',
  measures: { depression: 'phq-9', anxiety: 'gad-7' },
} as const;

const judged = [
  'at_caseness_first',
  'reliable_improvement',
  'recovery',
  'reliable_recovery',
  'reliable_deterioration',
] as const;

const expected = v.looseObject({
  patients: v.array(v.looseObject({ id: v.string() })),
  aggregate: v.looseObject({}),
});

const thresholds = v.object({ thresholds: v.unknown() });

/** First and last scores as index rows through the whole compile: codec, pass, merge, reduction. */
export function runTalkingTherapies(vector: Vector): Comparison {
  const merged = mergePartials([compiled(vector.rows('input.csv'))]);
  const patients = merged.episodes.map((episode) => {
    const flags = flagsOf(episode, program.measures);
    return {
      id: episode.patient,
      at_caseness_first: (flags & flag.atCaseness) !== 0,
      reliable_improvement: (flags & flag.improved) !== 0,
      recovery: (flags & flag.recovered) !== 0,
      reliable_recovery: (flags & flag.recovered) !== 0 && (flags & flag.improved) !== 0,
      reliable_deterioration: (flags & flag.deteriorated) !== 0,
    };
  });
  const { patients: wanted, aggregate } = v.parse(expected, vector.expected);
  // Where a score is missing the vector has null or false; either is "not counted".
  const counted = wanted.map((one) => ({
    id: one.id,
    ...Object.fromEntries(judged.map((name) => [name, one[name] === true])),
  }));
  const ours = aggregateOf(reduceProgram(merged, program, { minimumCell: 1 }));
  return together(
    compare(counted, patients, vector),
    compare(aggregate, ours, vector),
    compare(v.parse(thresholds, documentOf(vector)).thresholds, registered(), vector),
  );
}

/** Everyone ended on one day after two contacts: the vector takes all rows as finished courses of treatment. */
function compiled(rows: readonly Row[]): Partial {
  const pass = new EpisodePass({ source: 'vector', timeZone: 'Europe/London', asOf: '2025-04-01' });
  const common = { changedAt: 0, retracted: false } as const;
  for (const row of rows) {
    const patient = cell(row, 'id');
    pass.row(
      `${patient}#0#EP#${program.id}#e`,
      encodeEpisodeRow({
        ...common,
        start: '2024-06-03',
        end: '2024-09-30',
        ending: 'completed',
        problems: null,
        strata: { ageBand: null, sex: null, race: null, ethnicity: null, language: null },
      }),
    );
    for (const start of ['2024-06-10', '2024-09-16']) {
      const contact = { ...common, kind: 'contact', codes: [], start, end: null, program: null } as const;
      pass.row(`${patient}#1#FACT#contact#${start}`, encodeFactRow(contact));
    }
    for (const [date, occasion] of [
      ['2024-06-03', 'first'],
      ['2024-09-16', 'last'],
    ] as const) {
      const assessments = (['phq9', 'gad7'] as const).flatMap((column) => {
        const score = numberIn(row, `${column}_${occasion}`);
        const instrument = column === 'phq9' ? 'phq-9' : 'gad-7';
        return score === null ? [] : { instrument, version: '1.0.0', score, prorated: false, points: [] };
      });
      pass.row(
        `${patient}#2#${date}T10:00:00.000Z#${occasion}`,
        encodeAssessmentRow({
          ...common,
          authoredAssumed: false,
          authoredIsDate: false,
          program: null,
          assessments,
        }),
      );
    }
  }
  return pass.end();
}

function aggregateOf(snapshot: Snapshot): unknown {
  const current = (id: string) => snapshot.measures.find((one) => one.id === id)?.current;
  const numerator = (id: string) => current(id)?.populations.numerator;
  return {
    finished: current('recovery')?.populations.denominator,
    at_caseness: numerator('caseness'),
    not_at_caseness: current('recovery')?.populations.denominatorExclusion,
    paired: numerator('paired'),
    reliable_improvement: numerator('reliable-improvement'),
    reliable_deterioration: numerator('reliable-deterioration'),
    recovery: numerator('recovery'),
    reliable_recovery: numerator('reliable-recovery'),
    nhs_rates: {
      improvement: current('reliable-improvement')?.rate,
      deterioration: current('reliable-deterioration')?.rate,
      recovery: current('recovery')?.rate,
      reliable_recovery: current('reliable-recovery')?.rate,
    },
  };
}

function registered(): unknown {
  return {
    phq9_case: builtInRules.thresholdFor('phq-9', 'caseness')?.value,
    phq9_reliable: builtInRules.thresholdFor('phq-9', 'reliable-change')?.value,
    gad7_case: builtInRules.thresholdFor('gad-7', 'caseness')?.value,
    gad7_reliable: builtInRules.thresholdFor('gad-7', 'reliable-change')?.value,
  };
}
