import { expect, test } from 'vitest';
import { believedStays } from '../../../shared/metrics/believed-stays.ts';

const stay = (id: string, start: number, end: number | null, program = 'talking-therapy') => ({
  id,
  program,
  start,
  end,
});

test.for([
  {
    why: 'the EHR is believed over a roster',
    stays: [stay('e1', 10, 50), stay('roster:a', 12, null)],
    ids: ['e1'],
  },
  {
    why: 'a roster over a person, a care team over a roster',
    stays: [stay('assigned:a', 10, null), stay('roster:a', 10, null), stay('care-team:t', 12, null)],
    ids: ['care-team:t'],
  },
  {
    why: 'another time is another stay',
    stays: [stay('e1', 10, 50), stay('roster:a', 51, null)],
    ids: ['e1', 'roster:a'],
  },
  {
    why: 'another program is another stay',
    stays: [stay('e1', 10, 50), stay('roster:a', 12, null, 'recovery')],
    ids: ['e1', 'roster:a'],
  },
  { why: 'two of the EHR are two', stays: [stay('e1', 10, 50), stay('e2', 12, 40)], ids: ['e1', 'e2'] },
])('$why', ({ stays, ids }) => {
  expect(believedStays(stays).map(({ id }) => id)).toEqual(ids);
});
