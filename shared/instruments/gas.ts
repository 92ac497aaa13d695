import { type Instrument, SCORE_SYSTEM } from './instrument.ts';

const kiresuk1968 = {
  cite: 'Kiresuk TJ, Sherman RE. Community Ment Health J 1968;4:443',
  confidence: 'literature',
} as const;
const turnerStokes2009 = {
  cite: 'Turner-Stokes L. Clin Rehabil 2009;23:362, with its erratum (the formulas printed on p. 364 and 367 are wrong)',
  confidence: 'verified',
} as const;

/**
 * Goal Attainment Scaling: one group per goal (`goal-1`, `goal-2` ...) with a `level` of -2 to 2 and a
 * `weight`. Higher is better; 50 means goals met as expected on average. The range depends on the number of
 * goals (one goal 30 to 70, three equal goals 22.6 to 77.4), so none is given.
 */
export const gas = {
  id: 'gas',
  version: '1.0.0',
  title: 'Goal Attainment Scaling',
  area: 'goals',
  // Rated by clinician and client together: either may be the author.
  rater: 'self-or-interviewer',
  recall: 'at the review date',
  questionnaires: ['urn:outcomes-pipeline:questionnaire:gas'],
  answerLists: {},
  items: [],
  scores: [
    {
      id: 'total',
      label: 'Goal attainment T score',
      code: { system: SCORE_SYSTEM, code: 'gas.total' },
      method: { kind: 'gas-t', rho: 0.3 },
      range: null,
      better: 'higher',
      bands: null,
      // Goals without a rating are left out of every sum and counted: not a missing item.
      missing: { kind: 'complete', source: kiresuk1968 },
      source: turnerStokes2009,
    },
  ],
  primary: 'total',
  critical: [],
  thresholds: [],
  reliability: [],
  category: 'functional-status',
  licence: { cite: 'A method, free', confidence: 'literature' },
  traps: [
    'Many copies print the uncorrected formula of 2009.',
    'Ten points are one standard deviation by construction. A change of T means something only with the same goals and weights.',
  ],
  sources: [kiresuk1968.cite, turnerStokes2009.cite],
} as const satisfies Instrument;
