import { expect, test } from 'vitest';
import { instruments } from '../../../shared/instruments/catalog.ts';
import type { Instrument } from '../../../shared/instruments/instrument.ts';
import { phq9 } from '../../../shared/instruments/phq-9.ts';
import { seriesOf } from '../../../shared/instruments/versions.ts';
import { EpisodePass } from '../../../shared/metrics/episode-pass.ts';
import { episodeRow, responseRow } from './index-row.ts';

const source = { cite: 'The clinic, 2026', confidence: 'verified' } as const;
const two: Instrument = { ...phq9, version: '2.0.0' };
const same: Instrument = { ...two, equivalentTo: [{ version: '1.0.0', source }] };

/** First and last score by what they are counted as, of a patient scored once by each version. */
function measured(other: Instrument, versions = {}) {
  const series = seriesOf([...instruments, other], versions);
  const pass = new EpisodePass({ source: 'riverside', timeZone: 'UTC', asOf: '2026-02-01', series });
  const scored = (authored: string, version: string, score: number) =>
    responseRow(
      'p1',
      authored,
      {},
      {
        assessments: [{ instrument: 'phq-9', version, score, prorated: false, points: [] }],
      },
    );
  for (const [sk, m] of [
    episodeRow('p1', { start: '2025-03-01', end: '2025-06-30' }),
    scored('2025-03-02T15:00:00.000Z', '1.0.0', 18),
    scored('2025-06-01T15:00:00.000Z', '2.0.0', 4),
  ])
    pass.row(sk, m);
  const [episode] = pass.end().episodes;
  return episode?.measurements.map(({ instrument, first, last }) => ({
    instrument,
    first: first?.score ?? null,
    last: last?.score ?? null,
  }));
}

test('scores of two versions make no pair: nobody has got better by a change of the rules', () => {
  expect(measured(two)).toEqual([
    { instrument: 'phq-9', first: 18, last: null },
    { instrument: 'phq-9|2.0.0', first: null, last: 4 },
  ]);
});

test('the version in force goes by the name of the instrument, which is what programs measure by', () => {
  expect(measured(two, { 'phq-9': '2.0.0' })).toEqual([
    { instrument: 'phq-9', first: null, last: 4 },
    { instrument: 'phq-9|1.0.0', first: 18, last: null },
  ]);
});

test('they do where the data says that the versions are equivalent', () => {
  expect(measured(same)).toEqual([{ instrument: 'phq-9', first: 18, last: 4 }]);
});
