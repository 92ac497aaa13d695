import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../../../shared/alerts/alert.ts';
import { settle } from '../../../shared/alerts/settle.ts';
import { type JudgedVersion, verdictsOf } from '../../../shared/alerts/verdict.ts';
import { alertAfter, key, type Said, terms, version } from '../../builders/safety.ts';

const says: readonly Said[] = [
  'positive',
  'unreadable',
  'negative',
  'not-asked',
  'retracted',
  'old-positive',
];
const lineage = fc.array(fc.constantFrom(...says), { minLength: 1, maxLength: 6 });

test('the verdict follows from the set of versions, not from their order', () => {
  fc.assert(
    fc.property(
      lineage.chain((said) => {
        const versions = said.map((one, index) => version(index + 1, one));
        return fc.tuple(fc.constant(versions), fc.shuffledSubarray(versions, { minLength: versions.length }));
      }),
      ([versions, shuffled]) => {
        expect(verdictsOf([...shuffled, ...shuffled])).toEqual(verdictsOf(versions));
      },
    ),
  );
});

/** Where an alert stands, apart from when things happened and how often somebody was told. */
const standingOf = ({ status, state, publication, closed, ord }: Alert) => ({
  status,
  state,
  publication,
  reason: closed?.reason,
  ord,
});

test('versions that arrive in any order leave the alert as they do in order', () => {
  fc.assert(
    fc.property(
      lineage.chain((said) =>
        fc.tuple(fc.constant(said), fc.shuffledSubarray([...said.keys()], { minLength: said.length })),
      ),
      ([said, order]) => {
        const versions = said.map((one, index) => version(index + 1, one));
        fc.pre(verdictsOf(versions).length > 0);
        const arrived: JudgedVersion[] = [];
        let standing: Alert | undefined;
        for (const index of order) {
          arrived.push(...versions.slice(index, index + 1));
          for (const verdict of verdictsOf(arrived)) standing = settle(key, standing, verdict, terms).alert;
        }
        expect(standing && standingOf(standing)).toEqual(standingOf(alertAfter(...versions)));
      },
    ),
    { numRuns: 2000 },
  );
});

test('the same version judged by newer rules is newer', () => {
  const before = { ...version(1, 'unreadable'), registry: 1 };
  const after = { ...version(1, 'positive'), registry: 2 };
  expect(verdictsOf([after, before])).toMatchObject([{ state: 'positive', registry: 2 }]);
});

test('each item has a verdict of its own', () => {
  const concern = {
    instrument: 'c-ssrs',
    state: 'positive',
    publication: 'publish',
    authored: '2026-03-01',
  } as const;
  const both = {
    ...version(1, 'positive'),
    safety: [
      { item: 'a', ...concern },
      { item: 'b', ...concern },
    ],
  };
  const one = { ...version(2, 'negative'), safety: [{ item: 'a', state: 'negative' } as const] };
  expect(verdictsOf([both, one])).toMatchObject([
    { item: 'a', withdrawn: 'amended-negative' },
    { item: 'b', withdrawn: undefined },
  ]);
});
