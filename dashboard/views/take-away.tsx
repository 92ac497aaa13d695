/** What a reader takes along: words for a report, and the files of the latest monthly release. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Download, ReleasedFormat } from '../outcomes-api.ts';
import { troubleOf } from '../trouble.ts';

interface TakeAwayProps {
  readonly text: string;
  readonly fetchRelease: (format: ReleasedFormat) => Promise<Answer<Download>>;
}

const files: readonly { readonly format: ReleasedFormat; readonly label: string; readonly is: string }[] = [
  { format: 'csv', label: 'Table (CSV)', is: 'one line a figure, for a spreadsheet' },
  { format: 'measure-report', label: 'FHIR reports', is: 'MeasureReport, JSON' },
  { format: 'measure', label: 'FHIR definitions', is: 'Measure, JSON' },
];

export function TakeAway({ text, fetchRelease }: TakeAwayProps) {
  const [said, say] = useState('');
  const sheet = useRef<HTMLDetailsElement>(null);
  useEffect(() => closesLikeAMenu(sheet.current), []);
  const copy = (): void =>
    void navigator.clipboard.writeText(text).then(
      () => say('Copied. Paste it into your report.'),
      () => say('This browser does not allow copying. Use the table instead.'),
    );
  const keep = async (format: ReleasedFormat): Promise<void> => {
    say('Fetching the file…');
    const answer = await fetchRelease(format);
    if (answer.kind === 'refused') return say(troubleOf(answer).next);
    saveAs(answer.value);
    say(`Saved as ${answer.value.name}.`);
  };
  return (
    <details class="take-away" ref={sheet}>
      <summary>Export</summary>
      <div class="take-away-sheet">
        <p>
          <button type="button" class="quiet" onClick={copy}>
            Copy as text
          </button>{' '}
          last night’s figures in words, with what they mean
        </p>
        {files.map(({ format, label, is }) => (
          <p key={format}>
            <button type="button" class="quiet" onClick={() => void keep(format)}>
              {label}
            </button>{' '}
            {is}
          </p>
        ))}
        <p class="key">
          Files are those of the latest monthly release: figures that leave your team change once a month.
        </p>
        <p role="status">{said}</p>
      </div>
    </details>
  );
}

/** On Escape, with the focus back on its button, and on a click elsewhere. Returns what undoes it. */
function closesLikeAMenu(sheet: HTMLDetailsElement | null): () => void {
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key !== 'Escape' || sheet?.open !== true) return;
    sheet.open = false;
    sheet.querySelector('summary')?.focus();
  };
  const onClick = ({ target }: MouseEvent): void => {
    if (sheet?.open === true && target instanceof Node && !sheet.contains(target)) sheet.open = false;
  };
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  return () => {
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('click', onClick);
  };
}

function saveAs({ name, body }: Download): void {
  const url = URL.createObjectURL(body);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
