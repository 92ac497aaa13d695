/** Figures by both ways of counting, and their definitions: for the program and for each questionnaire alike. */
import type { ProportionMeasure } from '../../shared/metrics/snapshot.ts';
import { count, inHundred, withheld } from '../wording.ts';
import { DataTable } from './figure.tsx';

type Described = Pick<ProportionMeasure, 'id' | 'label' | 'definition'>;

/** Each figure of everyone and of those measured. */
export function BothWays({
  caption,
  measures,
}: {
  readonly caption: string;
  readonly measures: readonly Pick<ProportionMeasure, 'label' | 'current'>[];
}) {
  return (
    <DataTable
      caption={caption}
      columns={['Figure', 'Of everyone', 'Of those measured']}
      rows={measures.map(bothWays)}
    />
  );
}

/** What each figure says, by the field's own term, and who says so. */
export function Definitions({ of }: { readonly of: readonly Described[] }) {
  const cited = new Set<string>();
  return (
    <dl class="definitions">
      {of.map(({ id, label, definition }) => {
        const known = cited.has(definition.citation);
        cited.add(definition.citation);
        return (
          <div key={id}>
            <dt>
              {label} <span class="term">({definition.term})</span>
            </dt>
            <dd>
              {definition.text} <cite>{known ? 'Source as above.' : `${definition.citation}.`}</cite>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function bothWays({ label, current }: Pick<ProportionMeasure, 'label' | 'current'>): readonly string[] {
  const { rate, observedRate, populations, denominators, reason } = current;
  const { numerator } = populations;
  const { eligible, observed } = denominators;
  const everyone =
    numerator === null || eligible === null ? '' : ` (${count(numerator)} of ${count(eligible)})`;
  const measured = observed === null ? '' : ` of ${count(observed)}`;
  const none = withheld(observed === 0 ? 'no-episodes' : (reason ?? 'too-few'));
  return [
    label,
    rate === null ? withheld(reason) : `${inHundred(rate)} in 100${everyone}`,
    observedRate === null ? none : `${inHundred(observedRate)} in 100${measured}`,
  ];
}
