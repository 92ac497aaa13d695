import type { ComparisonLine } from '../comparison.ts';
import type { Tile, TileFigure } from '../tile.ts';
import { percent } from './figure.tsx';

export function TileCard({ tile }: { readonly tile: Tile }) {
  const { id, label, figure, worse, meaning } = tile;
  return (
    <section class={worse ? 'tile tile-worse' : 'tile'} aria-labelledby={`tile-${id}`} data-measure={id}>
      <h2 id={`tile-${id}`}>{label}</h2>
      {figure.kind === 'withheld' ? <p class="tile-withheld">{figure.why}</p> : <Shown figure={figure} />}
      <p class="tile-meaning">{meaning}</p>
    </section>
  );
}

function Shown({ figure }: { readonly figure: TileFigure }) {
  return (
    <>
      <p class="tile-number">
        <strong>{figure.inHundred}</strong> in 100
      </p>
      <Strip strip={figure.strip} />
      <p class="tile-range">
        {figure.range !== null && <span>Likely range {figure.range}</span>}
        {figure.people !== null && <span>{figure.people}</span>}
      </p>
      <ul class="tile-comparisons">
        {figure.comparisons.map((line) => (
          <Comparison key={line.text} line={line} />
        ))}
      </ul>
      {figure.ofMeasured !== null && <p class="tile-measured">{figure.ofMeasured}</p>}
    </>
  );
}

function Comparison({ line }: { readonly line: ComparisonLine }) {
  const look = line.good === null ? '' : line.good ? ' is-good' : ' is-worse';
  return (
    <li class={`comparison${look}`}>
      <svg class="comparison-mark" viewBox="0 0 10 10" aria-hidden="true">
        <path d={marks[line.mark ?? 'none']} />
      </svg>
      {line.text}
    </li>
  );
}

const marks = {
  up: 'M5 1 9.5 9h-9z',
  down: 'M5 9 .5 1h9z',
  level: 'M1 3h8v1.4H1zM1 6h8v1.4H1z',
  none: 'M3 4.3h4v1.4H3z',
} as const;

/** The likely range on a line from 0 to 100, and where the year before was. The text above says the same. */
function Strip({ strip: { rate, lower, upper, before } }: { readonly strip: TileFigure['strip'] }) {
  return (
    <svg class="strip" aria-hidden="true">
      <rect class="strip-track" width="100%" y="8" height="4" rx="2" />
      <rect class="strip-range" x={percent(lower)} width={percent(upper - lower)} y="5" height="10" rx="5" />
      {before !== null && (
        <line class="strip-before" x1={percent(before)} x2={percent(before)} y1="2" y2="18" />
      )}
      <circle class="strip-rate" cx={percent(rate)} cy="10" r="5" />
    </svg>
  );
}
