/** The US quality measures. They are fetched when somebody opens them: few programs publish any. */
import { useState } from 'preact/hooks';
import type { QualityPublication } from '../../shared/metrics/exports/quality-report.ts';
import type { Answer } from '../outcomes-api.ts';
import { qualityFace } from '../quality.ts';
import { troubleOf } from '../trouble.ts';
import { DataTable } from './figure.tsx';

interface QualityFigureProps {
  readonly fetchQuality: () => Promise<Answer<QualityPublication>>;
}

export function QualityFigure({ fetchQuality }: QualityFigureProps) {
  const [answer, show] = useState<Answer<QualityPublication> | null>(null);
  const opened = ({ currentTarget }: { readonly currentTarget: HTMLDetailsElement }): void => {
    if (currentTarget.open && answer?.kind !== 'answer') void fetchQuality().then(show);
  };
  return (
    <details class="quality" onToggle={opened}>
      <summary>US quality measures</summary>
      {answer === null ? (
        <p role="status">Fetching the measures&hellip;</p>
      ) : answer.kind === 'answer' ? (
        <Published publication={answer.value} />
      ) : (
        <p role="status">{troubleOf(answer).next}</p>
      )}
    </details>
  );
}

function Published({ publication }: { readonly publication: QualityPublication }) {
  const { about, lines } = qualityFace(publication);
  return (
    <>
      <p class="key">
        {about}. Whoever was not measured counts as not met. “Excluded” and “excepted” people are left out
        before the rate is worked out.
      </p>
      <DataTable
        caption="US quality measures"
        columns={['Measure', 'Met', 'People and likely range', 'By']}
        rows={lines.map(({ label, value, detail, source }) => [label, value ?? '', detail, source])}
      />
    </>
  );
}
