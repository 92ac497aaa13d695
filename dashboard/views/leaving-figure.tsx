import type { Leaving } from '../leaving.ts';
import { Figure, percent, TwinTable } from './figure.tsx';

interface LeavingFigureProps {
  readonly leaving: Leaving;
  /** Of those who started: `Feb 2025 to Jan 2026`. */
  readonly period: string;
}

export function LeavingFigure({ leaving, period }: LeavingFigureProps) {
  const title = 'Where people leave';
  if (leaving.kind === 'withheld') return <Figure id="leaving" title={title} instead={leaving.why} />;
  return (
    <Figure id="leaving" title={title}>
      <div class="stages" role="img" aria-label={leaving.reading}>
        {leaving.stages.map(({ id, label, people, share, inHundred }) => (
          <div key={id} class="stage" data-stage={id}>
            <span class="stage-label">{label}</span>
            {share === null ? (
              <span class="stage-track stage-unknown" />
            ) : (
              <svg class="stage-track" aria-hidden="true">
                <rect class="stage-ground" width="100%" height="100%" rx="2" />
                <rect class="stage-bar" width={percent(share)} height="100%" rx="2" />
              </svg>
            )}
            <span class={inHundred === null ? 'stage-people stage-withheld' : 'stage-people'}>{people}</span>
            <span class="stage-share">{inHundred !== null && `${inHundred} in 100`}</span>
          </div>
        ))}
      </div>
      <p class="key">People who started in {period}. Some are still in care, so later bars can still grow.</p>
      <TwinTable
        caption={`${title}: people who started in ${period}`}
        columns={['Stage', 'People', 'In 100 who started']}
        rows={leaving.stages.map(({ label, people, inHundred }) => [label, people, inHundred ?? ''])}
      />
    </Figure>
  );
}
