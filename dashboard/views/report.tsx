/** Everything the page says about one program. */
import type { QualityPublication } from '../../shared/metrics/exports/quality-report.ts';
import type { ProgramComparison } from '../../shared/metrics/program-comparison.ts';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { careFacts } from '../care.ts';
import { fairness } from '../fairness.ts';
import { asOfLine, fullness, staleDays } from '../freshness.ts';
import { headlineMeasures, personsLine } from '../headline.ts';
import { hundredBar } from '../hundred-bar.ts';
import { leaving } from '../leaving.ts';
import type { Answer, Download, ReleasedFormat } from '../outcomes-api.ts';
import { programsCompared } from '../programs.ts';
import { questionnaires } from '../questionnaires.ts';
import { reportText } from '../report-text.ts';
import { tiles } from '../tile.ts';
import { instrumentName } from '../wording.ts';
import { CareFigure } from './care-figure.tsx';
import { FairnessFigure } from './fairness-figure.tsx';
import { HundredBarFigure } from './hundred-bar-figure.tsx';
import { LeavingFigure } from './leaving-figure.tsx';
import { Method } from './method.tsx';
import { MonthFigure } from './month-figure.tsx';
import { StaleBanner, WhatWillCome } from './notice.tsx';
import { ProgramsFigure } from './programs-figure.tsx';
import { QualityFigure } from './quality-figure.tsx';
import { QuestionnairesFigure } from './questionnaires-figure.tsx';
import { TakeAway } from './take-away.tsx';
import { TileCard } from './tile-card.tsx';

interface ReportProps {
  readonly snapshot: Snapshot;
  readonly comparison: ProgramComparison | null;
  readonly now: Date;
  readonly fetchQuality: () => Promise<Answer<QualityPublication>>;
  readonly fetchRelease: (format: ReleasedFormat) => Promise<Answer<Download>>;
}

export function Report({ snapshot, comparison, now, fetchQuality, fetchRelease }: ReportProps) {
  const full = fullness(snapshot);
  const stale = staleDays(snapshot.asOf, now);
  return (
    <article class="report" aria-labelledby="sentence">
      {stale !== null && <StaleBanner days={stale} asOf={snapshot.asOf} />}
      <div class="report-head">
        <AsOf snapshot={snapshot} />
        <TakeAway text={reportText(snapshot)} fetchRelease={fetchRelease} />
      </div>
      <h1 id="sentence" class="sentence">
        <Sentence sentence={snapshot.sentence} />
      </h1>
      {full === 'first-day' && <FirstDay snapshot={snapshot} />}
      {full === 'too-few' && <TooFew minimumCell={snapshot.minimumCell} />}
      {full === 'figures' && <Figures snapshot={snapshot} />}
      {full !== 'first-day' && comparison !== null && (
        <ProgramsFigure {...programsCompared(comparison, snapshot.program.id)} />
      )}
      <div class="panels">
        <LeavingFigure leaving={leaving(snapshot.funnel)} period={snapshot.period.label} />
        {full !== 'first-day' && (
          <div class="figure-pair">
            <HundredBarFigure
              id="endings"
              title="How much care people had when they left"
              bar={hundredBar(snapshot.endings, 'people who left')}
              unit="People who left"
              compact
            />
            <HundredBarFigure
              id="reasons"
              title="Why care ended"
              bar={hundredBar(snapshot.reasons, 'people who left')}
              unit="People who left"
              compact
            />
          </div>
        )}
      </div>
      {full !== 'first-day' && <Care snapshot={snapshot} />}
      <QualityFigure fetchQuality={fetchQuality} />
      <Method snapshot={snapshot} withFigures={full === 'figures'} />
    </article>
  );
}

function AsOf({ snapshot }: { readonly snapshot: Snapshot }) {
  const { asOf, finality } = asOfLine(snapshot);
  const { program, period, measuredBy } = snapshot;
  return (
    <p class="as-of">
      <span class="as-of-program">{program.name}</span>
      <span>
        {period.label}
        {period.provisional && <em class="provisional">provisional</em>}
      </span>
      <span>
        {asOf}, {finality}
      </span>
      <span>
        Measured with {instrumentName(measuredBy.depression)} and {instrumentName(measuredBy.anxiety)}
      </span>
    </p>
  );
}

function Figures({ snapshot }: { readonly snapshot: Snapshot }) {
  return (
    <>
      <section class="tiles" aria-label="Headline figures">
        {tiles(snapshot).map((tile) => (
          <TileCard key={tile.id} tile={tile} />
        ))}
        <p class="key tiles-key">
          Finished: care has ended, after two treatment contacts or more. {personsLine(snapshot)}
        </p>
      </section>
      <div class="panels">
        <HundredBarFigure
          id="outcomes"
          title="What happened to everyone who finished"
          bar={hundredBar(snapshot.outcomes, 'people who finished')}
          unit="People who finished"
          note="Of all who finished: whoever was not measured is part of the whole, so missing forms cannot make the picture look better. “Reliably recovered” above leaves out who is known to have started below the cut-off."
        />
        <MonthFigure measures={headlineMeasures(snapshot)} months={snapshot.months} />
      </div>
      <Fairness snapshot={snapshot} />
      <ByQuestionnaire snapshot={snapshot} />
    </>
  );
}

/** Nothing for a snapshot of before there were groups. */
function Fairness({ snapshot }: { readonly snapshot: Snapshot }) {
  const properties = fairness(snapshot);
  const improved = snapshot.measures.find(({ id }) => id === 'reliable-improvement');
  return properties.length === 0 ? null : (
    <FairnessFigure properties={properties} everyone={improved?.current.rate ?? null} />
  );
}

function ByQuestionnaire({ snapshot }: { readonly snapshot: Snapshot }) {
  const shown = questionnaires(snapshot);
  return shown.areas.length === 0 ? null : <QuestionnairesFigure {...shown} />;
}

function Care({ snapshot }: { readonly snapshot: Snapshot }) {
  const { now, followedUp } = careFacts(snapshot);
  return (
    <div class="panels" data-panels="care">
      {now.length > 0 && <CareFigure id="attention" title="What may need attention now" facts={now} />}
      {followedUp.length > 0 && (
        <CareFigure id="asked" title="Whether people stay, are asked and followed up" facts={followedUp} />
      )}
    </div>
  );
}

function FirstDay({ snapshot }: { readonly snapshot: Snapshot }) {
  return (
    <section class="empty" aria-label="What will come">
      <h2>What will come, and when</h2>
      <WhatWillCome minimumCell={snapshot.minimumCell} />
    </section>
  );
}

function TooFew({ minimumCell }: { readonly minimumCell: number }) {
  return (
    <section class="empty" aria-label="Too few people to show">
      <h2>Too few people to show</h2>
      <p>
        A figure about fewer than {minimumCell} people could tell something about one of them, so none is
        shown. The scores are safe and already counted: figures appear by themselves, after the month in which
        enough people have finished.
      </p>
    </section>
  );
}

/** The first sentence leads; figures stand out. The words are the snapshot's own. */
function Sentence({ sentence }: { readonly sentence: string }) {
  const [, lead = sentence, rest = ''] = /^(.*?\.) (.*)$/.exec(sentence) ?? [];
  return (
    <>
      <span class="sentence-lead">
        {lead.split(/(\d+ \([^)]*\d+ in 100\)|\w+-\w+)/).map((part, i) => {
          if (i % 2 === 0) return part;
          return part.endsWith(')') ? (
            <strong key={part}>{part}</strong>
          ) : (
            <span class="together">{part}</span>
          );
        })}
      </span>{' '}
      <span class="sentence-rest">{rest}</span>
    </>
  );
}
