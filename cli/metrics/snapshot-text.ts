/**
 * A snapshot for people at a terminal: the headline, then a line a figure. What is withheld says so.
 *
 * @module
 */

import { groupName } from '../../shared/metrics/group-names.ts';
import type { CurveFigure, InstrumentOutcomes, StratumTable } from '../../shared/metrics/program-figures.ts';
import type {
  Count,
  MeanFigure,
  Partition,
  ProportionFigure,
  Snapshot,
  WithheldReason,
} from '../../shared/metrics/snapshot.ts';

const reasons: Readonly<Record<WithheldReason, string>> = {
  'too-few': 'not shown, to protect privacy',
  'too-few-for-statistic': 'too few people for this statistic',
  'no-episodes': 'nobody',
  'not-defined': 'not defined for these values',
  'no-comparison': 'nothing to compare with',
  'not-recorded': 'not recorded by the EHR',
};

export function snapshotText(snapshot: Snapshot): readonly string[] {
  const { program, period, previousPeriod, asOf, registryVersion, watermark, process } = snapshot;
  return [
    `${program.name}: ${period.label}${period.provisional ? ' (provisional)' : ''}, as of ${asOf}`,
    `compared with ${previousPeriod.label}; scoring rules ${registryVersion.scoring}, thresholds ${registryVersion.thresholds}; ${watermark.rows} rows read, digest ${watermark.digest}`,
    '',
    snapshot.sentence,
    '',
    ...snapshot.measures.map(({ label, current }) => line(label, proportion(current))),
    ...partitionLines('What happened to everyone who finished', snapshot.outcomes),
    ...partitionLines('How much treatment those who left had had', snapshot.endings),
    ...partitionLines('Why they left', snapshot.reasons),
    ...snapshot.instruments.flatMap(instrumentLines),
    '',
    'The process of care',
    line(
      'People, each counted once: started, finished',
      [process.people.started, process.people.finished]
        .map((count) => (count === null ? withheld('too-few') : count))
        .join(', '),
    ),
    line(
      'Questionnaires answered in time',
      process.completion.rate === null
        ? withheld(process.completion.reason)
        : `${percent(process.completion.rate)} (${process.completion.done} of ${process.completion.due}), median ${shown(process.completion.days?.median ?? null)} days after due`,
    ),
    line(
      'Referred, and begun since',
      process.referrals.reason === null
        ? `${process.referrals.begun} of ${process.referrals.referred}, median wait ${shown(process.referrals.waitDays?.median ?? null)} days`
        : withheld(process.referrals.reason),
    ),
    line(
      'Long gaps among those in care',
      process.longGaps.reason === null
        ? `${process.longGaps.longGap} of ${process.longGaps.open}`
        : withheld(process.longGaps.reason),
    ),
    ...curveLines(process.retention),
    ...process.alliance.raters.map(({ rater, n, r, interval, reason }) =>
      line(
        `Early alliance and improvement, ${rater}`,
        r === null || interval === null
          ? withheld(reason)
          : `r = ${r.toFixed(2)} [${interval.lower.toFixed(2)}, ${interval.upper.toFixed(2)}], n ${n}`,
      ),
    ),
    line(
      'Safety alerts acknowledged',
      process.alerts.hours === null
        ? withheld(process.alerts.reason)
        : `${process.alerts.acknowledged} of ${process.alerts.raised}, median ${process.alerts.hours.median.toFixed(1)} hours`,
    ),
    line(
      'In the chart within a day of arriving',
      process.writeBack === null
        ? 'not read: OPERATIONS_TABLE names the table of the counts'
        : process.writeBack.share === null
          ? withheld(process.writeBack.reason)
          : `${percent(process.writeBack.share)} of ${process.writeBack.written} answer sheets, half within ${seconds(process.writeBack.medianWithin)}`,
    ),
    ...snapshot.strata.flatMap(stratumLines),
  ];
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(52)} ${text}`;
}

function proportion({
  rate,
  interval,
  populations,
  denominators,
  observedRate,
  reason,
}: ProportionFigure): string {
  if (rate === null || interval === null) return withheld(reason);
  const observed =
    observedRate === null ? 'of those measured: withheld' : `of those measured ${percent(observedRate)}`;
  return `${percent(rate)} (${populations.numerator} of ${denominators.eligible}) [${percent(interval.lower)}-${percent(interval.upper)}], ${observed}`;
}

function withheld(reason: WithheldReason | null): string {
  return `- ${reasons[reason ?? 'too-few']}`;
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}

function seconds(bound: number | null): string {
  if (bound === null) return 'more than a week';
  if (bound < 3600) return `${bound / 60} min`;
  return bound < 86_400 ? `${bound / 3600} h` : `${bound / 86_400} d`;
}

function shown(count: Count): string {
  return count === null ? '-' : String(count);
}

function partitionLines(title: string, { total, segments }: Partition): readonly string[] {
  return [
    '',
    `${title}: ${shown(total)}`,
    ...segments.map(({ label, count, share }) =>
      line(
        label,
        count === null ? withheld('too-few') : `${count}${share === null ? '' : `  ${percent(share)}`}`,
      ),
    ),
  ];
}

function instrumentLines(one: InstrumentOutcomes): readonly string[] {
  const { title, area, better, measures, change, categories, timeToRemission, alpha, variability } = one;
  return [
    '',
    `${title} (${area}; ${better} is better)`,
    line('Change from first to last score, points better', changeText(change)),
    ...(categories?.segments ?? []).map(({ label, count }) =>
      line(label, count === null ? withheld('too-few') : String(count)),
    ),
    ...measures.map(({ label, current }) => line(label, proportion(current))),
    ...(timeToRemission === null ? [] : curveLines(timeToRemission)),
    ...(alpha === null
      ? []
      : [
          line(
            "Cronbach's alpha here",
            alpha.alpha === null || alpha.interval === null
              ? withheld(alpha.reason)
              : `${alpha.alpha.toFixed(3)} [${alpha.interval.lower.toFixed(3)}, ${alpha.interval.upper.toFixed(3)}], n ${alpha.n}; published ${
                  alpha.published.map(({ value, population }) => `${value} (${population})`).join(', ') ||
                  'none'
                }`,
          ),
        ]),
    ...(variability === null
      ? []
      : [
          line(
            'Median SD, RMSSD and inertia',
            variability.reason === null
              ? [variability.sd, variability.rmssd, variability.inertia]
                  .map((spread) => (spread === null ? '-' : spread.median.toFixed(2)))
                  .join(', ')
              : withheld(variability.reason),
          ),
        ]),
    ...(one.notOnTrackNow === null
      ? []
      : [
          line(
            'In care and not on track now',
            one.notOnTrackNow.reason === null
              ? `${one.notOnTrackNow.offTrack} of ${one.notOnTrackNow.judged} (${one.notOnTrackNow.basis}); before their sixth score: ${one.notOnTrackNow.mayRespondLate ?? withheld('too-few')}`
              : withheld(one.notOnTrackNow.reason),
          ),
        ]),
  ];
}

function changeText({ change, interval, observed, eligible, effectSize, reason }: MeanFigure): string {
  if (change === null) return withheld(reason);
  const range = interval === null ? '' : ` [${interval.lower.toFixed(1)}, ${interval.upper.toFixed(1)}]`;
  const effect = effectSize === null ? '' : `; SMCR ${effectSize.value.toFixed(2)}`;
  return `${change.toFixed(1)}${range}, ${observed} of ${shown(eligible)} measured twice${effect}`;
}

function curveLines({ label, n, events, points, median, reason }: CurveFigure): readonly string[] {
  if (points.length === 0) return [line(label, withheld(reason))];
  const at = points
    .map(({ day, share, atRisk }) => `${day}: ${percent(share)} (${atRisk} at risk)`)
    .join('; ');
  return [
    line(
      label,
      `${shown(events)} of ${shown(n)}, median ${median === null ? 'not reached' : `${median} days`}`,
    ),
    line('', at),
  ];
}

function stratumLines({ measure, by, rows }: StratumTable): readonly string[] {
  return [
    '',
    `${measure} by ${by}`,
    ...rows.map(({ value, figure, gap }) =>
      line(
        groupName(by, value),
        `${proportion(figure)}${gap.words === null ? '' : `; ${gap.words} everybody else`}`,
      ),
    ),
  ];
}
