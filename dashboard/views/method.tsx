/** How we count: definitions, sources, both denominators, versions. The one place with the field's own terms. */
import type { MeanMeasure, Snapshot } from '../../shared/metrics/snapshot.ts';
import { headlineMeasures } from '../headline.ts';
import { count, day, withheld, withInterval } from '../wording.ts';
import { BothWays, Definitions } from './definitions.tsx';
import { DataTable } from './figure.tsx';
import { AllianceMethod, QuestionnaireMethod } from './questionnaire-method.tsx';

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
          out. <strong>Finished</strong> is care that has ended after two treatment contacts or more. Figures
          are about stays in the program: somebody who had care twice counts twice.
        </p>
        <p>
          <strong>Likely range</strong> is the 95 % interval (Wilson). On the line under a figure the dot is
          the figure, the thick part its likely range, the tick the year before.{' '}
          <strong>Higher, lower</strong> or <strong>no clear difference</strong> is decided by the interval of
          the difference (Newcombe, method 10), never by which number is bigger. The usual range of a month is
          a p-chart with three standard errors.
        </p>
        <p>
          <strong>Not shown, to protect privacy</strong> stands for every figure about 1 to {minimumCell - 1}{' '}
          people, and for every figure from which such a number could be worked out, however large it is. It
          never means 0.
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
      {withFigures && <AllianceMethod snapshot={snapshot} />}
      <Lineage snapshot={snapshot} />
    </section>
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
      {count(watermark.rows)} records read (answer sheets, stays, contacts and other facts), of all programs
      of this record system; fingerprint <code>{watermark.digest}</code>
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

function meanRow({ label, current }: MeanMeasure): readonly string[] {
  const { observed, meanFirst, meanLast, change, interval, effectSize, reason } = current;
  if (change === null) return [label, withheld(reason), '', '', '', ''];
  return [
    label,
    observed === null ? withheld('too-few') : count(observed),
    meanFirst?.toFixed(1) ?? '',
    meanLast?.toFixed(1) ?? '',
    withInterval(change, interval, 1),
    effectSize === null ? '' : `${effectSize.name} ${effectSize.value.toFixed(2)}`,
  ];
}
