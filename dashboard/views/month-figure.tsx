/** A measure month by month; the reader chooses which. */
import { useState } from 'preact/hooks';
import type { Period, ProportionMeasure } from '../../shared/metrics/snapshot.ts';
import { type Month, type OverTime, overTime } from '../over-time.ts';
import { count, inHundred, likelyRange } from '../wording.ts';
import { Figure, percent, TwinTable } from './figure.tsx';
import { MeasureChoice } from './measure-choice.tsx';

const TITLE = 'Over time, month by month';

interface MonthFigureProps {
  readonly measures: readonly ProportionMeasure[];
  readonly months: readonly Period[];
}

export function MonthFigure({ measures, months }: MonthFigureProps) {
  const views = measures.map((measure) => ({ id: measure.id, view: overTime(measure, months) }));
  const [chosen, choose] = useState((views.find(({ view }) => view.drawable) ?? views[0])?.id);
  const view = views.find(({ id }) => id === chosen)?.view;
  if (view === undefined) return null;
  if (views.every(({ view: { drawable } }) => !drawable)) {
    return <Figure id="months" title={TITLE} instead={view.reading} />;
  }
  return (
    <Figure id="months" title={TITLE} printedTitle={view.label}>
      <MeasureChoice
        name="measure"
        legend="Show over time"
        measures={measures}
        chosen={chosen}
        choose={choose}
      />
      {view.drawable ? <Drawn view={view} /> : <p class="figure-instead">{view.reading}</p>}
    </Figure>
  );
}

function Drawn({ view }: { readonly view: OverTime }) {
  return (
    <>
      <Chart view={view} />
      <Words view={view} />
      <TwinTable
        caption={`${view.label}, month by month`}
        columns={['Month', 'In 100', 'Likely range', 'People']}
        rows={view.months.map(row)}
      />
    </>
  );
}

function Words({ view }: { readonly view: OverTime }) {
  const key = [
    view.centre === null ? 'Lines: likely range of a month.' : 'Grey band: usual range of a month.',
    view.months.some(({ provisional }) => provisional) ? 'Hollow dot: provisional.' : '',
    view.lowerIsBetter ? 'Lower is better.' : '',
  ];
  return (
    <>
      <p class="reading">{view.reading}</p>
      <p class="key">In 100 people who finished that month. {key.filter((said) => said !== '').join(' ')}</p>
    </>
  );
}

function row(month: Month): readonly string[] {
  const name = month.provisional ? `${month.label} (provisional)` : month.label;
  if (month.kind === 'gap') return [name, month.why, '', ''];
  const { rate, interval, count: n, of } = month;
  return [
    name,
    inHundred(rate),
    interval === null ? '' : likelyRange(interval),
    `${count(n)} of ${count(of)}`,
  ];
}

function Chart({ view }: { readonly view: OverTime }) {
  const { months, centre, label, reading, lowerIsBetter } = view;
  const columns = { '--months': months.length };
  return (
    <div class={lowerIsBetter ? 'months months-worse' : 'months'} style={columns}>
      <div class="months-scale" aria-hidden="true">
        <span>100</span>
        <span>50</span>
        <span>0</span>
      </div>
      <div class="months-plot">
        <svg role="img" aria-label={`${label}, month by month. ${reading}`}>
          {[0, 0.5, 1].map((at) => (
            <line key={at} class="grid-line" x1="0" x2="100%" y1={up(at)} y2={up(at)} />
          ))}
          {months.map((month, i) => (
            <Band key={month.label} month={month} from={i / months.length} width={1 / months.length} />
          ))}
          {centre !== null && <line class="centre-line" x1="0" x2="100%" y1={up(centre)} y2={up(centre)} />}
          {months.map((month, i) => (
            <Step
              key={month.label}
              from={months[i - 1]}
              to={month}
              x={(i + 0.5) / months.length}
              step={1 / months.length}
            />
          ))}
          {months.map((month, i) => (
            <Dot
              key={month.label}
              month={month}
              x={percent((i + 0.5) / months.length)}
              whiskers={centre === null}
            />
          ))}
        </svg>
        <div class="months-gaps" aria-hidden="true">
          {months.map((month) => (
            <span key={month.label}>{month.kind === 'gap' && <i>{month.why}</i>}</span>
          ))}
        </div>
      </div>
      <div class="months-labels" aria-hidden="true">
        {months.map(({ label: name }, i) => (
          <MonthLabel key={name} label={name} withYear={i === 0 || name.startsWith('Jan')} />
        ))}
      </div>
    </div>
  );
}

function MonthLabel({ label, withYear }: { readonly label: string; readonly withYear: boolean }) {
  const [name, year] = label.split(' ');
  return (
    <span>
      {name}
      {withYear && <b>{year}</b>}
    </span>
  );
}

interface PlaceProps {
  readonly month: Month;
}

function Band({ month, from, width }: PlaceProps & { readonly from: number; readonly width: number }) {
  if (month.kind === 'gap' || month.usual === null) return null;
  const { lower, upper } = month.usual;
  return (
    <rect
      class="usual-band"
      x={percent(from)}
      width={percent(width)}
      y={up(upper)}
      height={percent(upper - lower)}
    />
  );
}

interface StepProps {
  readonly from: Month | undefined;
  readonly to: Month;
  readonly x: number;
  readonly step: number;
}

/** The line from one shown month to the next; over a gap there is none. */
function Step({ from, to, x, step }: StepProps) {
  if (from === undefined || from.kind === 'gap' || to.kind === 'gap') return null;
  const look = to.provisional ? 'month-line is-provisional' : 'month-line';
  return <line class={look} x1={percent(x - step)} x2={percent(x)} y1={up(from.rate)} y2={up(to.rate)} />;
}

function Dot({ month, x, whiskers }: PlaceProps & { readonly x: string; readonly whiskers: boolean }) {
  if (month.kind === 'gap') return null;
  const { label, rate, interval, provisional, cause } = month;
  return (
    <g class={provisional ? 'month is-provisional' : 'month'} data-month={label}>
      <title>{`${label}: ${inHundred(rate)} in 100${provisional ? ', provisional' : ''}`}</title>
      {whiskers && interval !== null && (
        <line class="whisker" x1={x} x2={x} y1={up(interval.lower)} y2={up(interval.upper)} />
      )}
      {cause !== null && <circle class="stands-out" cx={x} cy={up(rate)} r="9" />}
      <circle class="month-dot" cx={x} cy={up(rate)} r="4.5" />
    </g>
  );
}

/** From the bottom: more is higher. */
function up(share: number): string {
  return percent(1 - share);
}
