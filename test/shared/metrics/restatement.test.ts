import { expect, test } from 'vitest';
import { movedFigures } from '../../../shared/metrics/restatement.ts';
import type { Snapshot } from '../../../shared/metrics/snapshot.ts';
import { questionnaireYear } from '../../builders/questionnaires.ts';
import { figure, fullYear, noFigure } from '../../builders/snapshot.ts';

const { start, end, provisional } = questionnaireYear.period;

test('nothing has moved between a snapshot and itself, nor to one of before there were questionnaires', () => {
  expect(movedFigures(questionnaireYear, questionnaireYear)).toEqual([]);
  const { instruments: _, strata: __, ...older } = fullYear;
  expect(movedFigures(older as Snapshot, fullYear)).toEqual([]);
});

test('a moved figure of a questionnaire and of a group of people is written down, withheld ones as null', () => {
  const [first, ...others] = questionnaireYear.instruments;
  if (first === undefined) throw new Error('the snapshot has no instrument');
  const after: Snapshot = {
    ...questionnaireYear,
    instruments: [{ ...first, change: { ...first.change, change: 5.5 } }, ...others],
  };
  expect(movedFigures(questionnaireYear, after)).toEqual([
    {
      measure: `${first.instrument}.mean-change`,
      ...{ figure: 'mean-change', start, end, provisional, from: first.change.change, to: 5.5 },
    },
  ]);

  const rows = (shown: boolean): Snapshot => ({
    ...fullYear,
    strata: [
      {
        by: 'sex',
        measure: 'reliable-improvement',
        rows: [
          {
            value: null,
            figure: shown ? figure({ numerator: 12, eligible: 20 }) : noFigure('too-few'),
            gap: { words: null, difference: null, interval: null, reason: 'too-few' },
          },
        ],
      },
    ],
  });
  expect(movedFigures(rows(true), rows(false)).map(({ measure, from, to }) => [measure, from, to])).toEqual([
    ['reliable-improvement sex=not recorded', 0.6, null],
    ['reliable-improvement sex=not recorded', 12, null],
    ['reliable-improvement sex=not recorded', 20, null],
    ['reliable-improvement sex=not recorded', 20, null],
  ]);
});
