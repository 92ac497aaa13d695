/** How we count, of one questionnaire: all its figures, whether its items hang together, alliance and improvement. */
import type { AlphaFigure, InstrumentOutcomes } from '../../shared/metrics/program-figures.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { count, withheld, withInterval } from '../wording.ts';
import { BothWays, Definitions } from './definitions.tsx';
import { DataTable } from './figure.tsx';

/** All that is counted by one questionnaire, and whether its items hang together here. */
export function QuestionnaireMethod({
  outcomes: { title, measures, alpha, change },
  withFigures,
}: {
  readonly outcomes: InstrumentOutcomes;
  readonly withFigures: boolean;
}) {
  if (measures.length === 0 && alpha === null) return null;
  return (
    <details class="more-definitions">
      <summary>{title}: all figures and their definitions</summary>
      {withFigures && measures.length > 0 && (
        <BothWays caption={`${title}, both ways of counting`} measures={measures} />
      )}
      {withFigures && (change.otherEffectSizes ?? []).length > 0 && (
        <DataTable
          caption={`${title}: the average change by other standardisers`}
          columns={['Effect size', 'Towards better']}
          rows={change.otherEffectSizes.map(({ name, value }) => [name, value.toFixed(2)])}
        />
      )}
      {withFigures && alpha !== null && (
        <DataTable
          caption={`${title}: do its questions hang together here as elsewhere?`}
          columns={["Cronbach's alpha", 'Alpha', 'People', 'Compared with this program']}
          rows={alphaRows(alpha)}
        />
      )}
      {withFigures && alpha !== null && (alpha.items ?? []).length > 0 && (
        <DataTable
          caption={`${title}: alpha without one of its questions`}
          columns={['Left out', 'Alpha of the others']}
          rows={alpha.items.map(({ item, alphaIfDropped }) => [
            `Question ${item}`,
            alphaIfDropped === null ? withheld('not-defined') : alphaIfDropped.toFixed(2),
          ])}
        />
      )}
      <Definitions
        of={alpha === null ? measures : [...measures, { id: 'alpha', label: 'Alpha', ...alpha }]}
      />
    </details>
  );
}

function alphaRows({ alpha, interval, n, published, warning, reason }: AlphaFigure) {
  return [
    [
      'In this program',
      alpha === null ? withheld(reason) : withInterval(alpha, interval, 2),
      n === null ? withheld('too-few') : count(n),
      warning === null ? '' : alphaWarnings[warning],
    ],
    ...published.map(({ value, population, citation, within }) => [
      `Published: ${population} (${citation})`,
      value.toFixed(2),
      '',
      within === null ? '' : within ? 'Within the likely range' : 'Outside the likely range',
    ]),
  ];
}

const alphaWarnings = {
  keys: 'Negative: a question may be scored the wrong way round',
  redundant: 'Above 0.95: questions may say the same thing twice',
} as const;

/** How the working alliance early in care goes together with improvement. It says nothing about causes. */
export function AllianceMethod({ snapshot: { process } }: { readonly snapshot: Snapshot }) {
  const raters = process?.alliance.raters ?? [];
  if (process === undefined || raters.length === 0) return null;
  const { definition } = process.alliance;
  return (
    <details class="more-definitions">
      <summary>Working alliance and improvement</summary>
      <DataTable
        caption="How alliance early in care goes together with improvement"
        columns={['Rated by', 'People', 'Correlation', 'With the first score held constant']}
        rows={raters.map(({ rater, n, r, interval, partial, partialInterval, reason }) => [
          rater === 'client' ? 'Clients' : 'Therapists',
          n === null ? withheld('too-few') : count(n),
          r === null ? withheld(reason) : withInterval(r, interval, 2),
          partial === null ? '' : withInterval(partial, partialInterval, 2),
        ])}
      />
      <Definitions of={[{ id: 'alliance', label: 'Alliance and improvement', definition }]} />
    </details>
  );
}
