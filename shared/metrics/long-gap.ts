/**
 * Long gaps: of those in care at the as-of date with two treatment contacts or more, whose last contact of any
 * kind is more than 90 days ago (the open-referral indicator of NHS Talking Therapies, nhsengland/Talking-Therapies@8458b2e).
 *
 * Unit: episodes.
 *
 * @module
 */
import type { CellSet } from './cell-set.ts';
import type { Disclosure } from './disclosure.ts';
import { flag, type Population } from './episode-flags.ts';
import type { LongGapFigure } from './program-figures.ts';
import type { Facet, Tally } from './tally.ts';

const MORE_THAN_DAYS = 90;
const FACET = 'long gap';

/** Open and treated. */
export const inCare: Population = { all: flag.treated, none: flag.ended };

export function longGapFacet(asOf: number): Facet {
  return {
    id: FACET,
    of: ({ lastContact, end }) => (end === null && asOf - (lastContact ?? asOf) > MORE_THAN_DAYS ? 1 : 0),
  };
}

export interface LongGapSets {
  readonly open: CellSet;
  readonly longGap: CellSet;
}

export function longGapSets(tally: Tally): LongGapSets {
  return {
    open: tally.cellsOf(null, 'started', inCare),
    longGap: tally.cellsOf(null, 'started', inCare, { facet: FACET, accepts: (gap) => gap === 1 }),
  };
}

export function longGapFigure(disclosure: Disclosure, sets: LongGapSets): LongGapFigure {
  const [open, longGap] = [disclosure.show(sets.open), disclosure.show(sets.longGap)];
  return {
    definition: {
      term: 'Open episodes without activity',
      text: 'In care with two treatment contacts or more, and the last contact of any kind is more than 90 days ago.',
      citation:
        'NHS England, Talking Therapies open-referral indicator (nhsengland/Talking-Therapies@8458b2e)',
    },
    open,
    longGap,
    reason: open === null || longGap === null ? 'too-few' : open === 0 ? 'no-episodes' : null,
  };
}
