/**
 * Follow-up completeness 3, 6 and 12 months after the start: of the episodes whose window closed in the
 * period, those with a score in it. A score counts whether care had ended by then or not.
 *
 * Unit: episodes; proportion 0..1. Whoever has not reached the end of the window is not yet counted.
 *
 * @module
 */
import { flag } from './episode-flags.ts';
import type { ProportionMetric } from './metric.ts';

const windows = {
  followUp3: { months: 3, days: '90 days, 30 either way' },
  followUp6: { months: 6, days: '180 days, 60 either way' },
  followUp12: { months: 12, days: '365 days, 60 either way' },
} as const;

function followUp(dating: keyof typeof windows): ProportionMetric {
  const { months, days } = windows[dating];
  return {
    id: `follow-up-${months}-months`,
    label: `Measured after ${months} months`,
    direction: 'increase',
    definition: {
      term: `Follow-up completeness at ${months} months`,
      text: `Has a score of the depression or the anxiety measure ${days}, after the start.`,
      citation: 'Our definition; CMS159 uses the same 60 days either side of 12 months',
    },
    dating,
    initialPopulation: { all: 0 },
    observed: { all: 0 },
    numerator: { all: flag[dating] },
  };
}

export const followUps: readonly ProportionMetric[] = [
  followUp('followUp3'),
  followUp('followUp6'),
  followUp('followUp12'),
];
