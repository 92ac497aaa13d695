/** How we count: definitions, sources, both denominators, versions. The one place with the field's own terms. */
import type { AlphaFigure, InstrumentOutcomes } from '../../shared/metrics/program-figures.ts';
import type { MeanMeasure, ProportionMeasure, Snapshot } from '../../shared/metrics/snapshot.ts';
import type { Interval } from '../../shared/stats/estimate.ts';
import { headlineMeasures } from '../headline.ts';
import { count, day, inHundred, withheld } from '../wording.ts';
import { DataTable } from './figure.tsx';

interface MethodProps {
  readonly snapshot: Snapshot;
  /** False before the first figure: then there are only the rules. */
  readonly withFigures: boolean;
}

export function Method({ snapshot, withFigures }: MethodProps) {
  const { measures, means, minimumCell } = snapshot;
  const headline = headlineMeasures(snapshot);
  const others = measures.filter((measure) => !headline.includes(measure));
  return (
    <section class="method" aria-labelledby="method-title">
      <h2 id="method-title">How we count</h2>
      <div class="method-rules">
        <p>
          <strong>Everyone counts.</strong> Whoever was not measured at the end counts as not having got
          better, so missing forms cannot make a figure look good. The rate “of those measured” leaves them
          out.
        </p>
        <p>
          <strong>Likely range</strong> is the 95 % interval (Wilson). On the line under a figure the dot is
          the figure, the thick part its likely range, the tick the year before.{' '}
          <strong>Higher, lower</strong> or <strong>no clear difference</strong> is decided by the interval of
          the difference (Newcombe, method 10), never by which number is bigger. The usual range of a month is
          a p-chart with three standard errors.
        </p>
        <p>
          <strong>Too few people to show</strong> stands for every figure about 1 to {minimumCell - 1} people,
          and for every figure from which such a number could be worked out. It never means 0.
          {snapshot.roundCountsTo !== undefined &&
            ` Numbers of people are rounded to the nearest ${snapshot.roundCountsTo}; rates are those of the exact numbers.`}
        </p>
      </div>
      {withFigures && <BothWays caption="Both ways of counting" measures={headline} />}
      <Definitions of={headline} />
      <details class="more-definitions">
        <summary>All other figures and their definitions</summary>
        {withFigures && <BothWays caption="Other figures, both ways of counting" measures={others} />}
        {withFigures && means.length > 0 && (
          <DataTable
            caption="Average change in points; positive is better"
            columns={['Figure', 'People', 'First', 'Last', 'Points better', 'Effect size']}
            rows={means.map(meanRow)}
          />
        )}
        <Definitions of={[...others, ...means.slice(0, 1)]} />
      </details>
      {snapshot.instruments?.map((one) => (
        <QuestionnaireMethod key={one.instrument} outcomes={one} withFigures={withFigures} />
      ))}
      {withFigures && <Alliance snapshot={snapshot} />}
      <Lineage snapshot={snapshot} />
    </section>
  );
}

/** All that is counted by one questionnaire, and whether its items hang together here. */
function QuestionnaireMethod({
  outcomes: { title, measures, alpha },
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
      {withFigures && alpha !== null && (
        <DataTable
          caption={`${title}: do its questions hang together here as elsewhere?`}
          columns={["Cronbach's alpha", 'Alpha', 'People', 'Compared with this program']}
          rows={alphaRows(alpha)}
        />
      )}
      <Definitions
        of={alpha === null ? measures : [...measures, { id: 'alpha', label: 'Alpha', ...alpha }]}
      />
    </details>
  );
}

function alphaRows({ alpha, interval, n, published, warning, reason }: AlphaFigure) {
  const range = interval === null ? '' : ` (${interval.lower.toFixed(2)} to ${interval.upper.toFixed(2)})`;
  return [
    [
      'In this program',
      alpha === null ? withheld(reason) : `${alpha.toFixed(2)}${range}`,
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
function Alliance({ snapshot: { process } }: { readonly snapshot: Snapshot }) {
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
          r === null ? withheld(reason) : correlation(r, interval),
          partial === null ? '' : correlation(partial, partialInterval),
        ])}
      />
      <Definitions of={[{ id: 'alliance', label: 'Alliance and improvement', definition }]} />
    </details>
  );
}

function correlation(r: number, interval: Interval | null): string {
  return interval === null
    ? r.toFixed(2)
    : `${r.toFixed(2)} (${interval.lower.toFixed(2)} to ${interval.upper.toFixed(2)})`;
}

type Described = Pick<ProportionMeasure, 'id' | 'label' | 'definition'>;

function BothWays({
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

function Definitions({ of }: { readonly of: readonly Described[] }) {
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

function Lineage({ snapshot }: { readonly snapshot: Snapshot }) {
  const { registryVersion, watermark, period, previousPeriod, asOf, episodes } = snapshot;
  const norms = [
    ...new Map(
      snapshot.measures.flatMap(({ benchmark }) =>
        benchmark === null ? [] : [[benchmark.label, benchmark]],
      ),
    ).values(),
  ];
  return (
    <p class="lineage">
      {norms.length > 0 && (
        <>Compared with {norms.map(({ label, citation }) => `${label}: ${citation}`).join('; ')}. </>
      )}
      Period {day(period.start)} to {day(period.end)}; the year before {day(previousPeriod.start)} to{' '}
      {day(previousPeriod.end)}. Everything received up to {day(asOf)} counts. {episodeWords[episodes]}{' '}
      Scoring rules version {registryVersion.scoring}, thresholds version {registryVersion.thresholds}.{' '}
      {count(watermark.rows)} scored answer sheets read, of all programs of this record system; fingerprint{' '}
      <code>{watermark.digest}</code>
      {watermark.changedAt !== null && (
        <>, latest change {watermark.changedAt.replace('T', ' ').slice(0, 16)} UTC</>
      )}
      .
    </p>
  );
}

const episodeWords = {
  stored: 'The record system says when care started and ended.',
  inferred: 'The record system gave no start and end of care; they were worked out from the questionnaires.',
  none: 'No start or end of care is known yet.',
} as const;

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

function meanRow({ label, current }: MeanMeasure): readonly string[] {
  const { observed, meanFirst, meanLast, change, interval, effectSize, reason } = current;
  if (change === null) return [label, withheld(reason), '', '', '', ''];
  const range = interval === null ? '' : ` (${interval.lower.toFixed(1)} to ${interval.upper.toFixed(1)})`;
  return [
    label,
    observed === null ? withheld('too-few') : count(observed),
    meanFirst?.toFixed(1) ?? '',
    meanLast?.toFixed(1) ?? '',
    `${change.toFixed(1)}${range}`,
    effectSize === null ? '' : `${effectSize.name} ${effectSize.value.toFixed(2)}`,
  ];
}
