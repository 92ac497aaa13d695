/**
 * The 100 % bar.
 *
 * Plain SVG in per cent, not Observable Plot, here and in the other charts: three small charts of at most
 * twelve marks need no scales library (d3 and Plot are about 90 KB gzipped, this is 3), per cent coordinates
 * stay sharp from 360 px to A4 without measuring or redrawing, and Plot writes a <style> element into each
 * chart, which `style-src 'self'` refuses.
 */
import type { HundredBar, Piece } from '../hundred-bar.ts';
import { Figure, TwinTable } from './figure.tsx';

interface HundredBarFigureProps {
  readonly id: string;
  readonly title: string;
  readonly bar: HundredBar;
  readonly unit: string;
  /** What to bear in mind when reading it. */
  readonly note?: string;
  /** For the bars that are not the main one. */
  readonly compact?: boolean;
}

export function HundredBarFigure({ id, title, bar, unit, note, compact = false }: HundredBarFigureProps) {
  if (bar.kind === 'withheld') return <Figure id={id} title={title} instead={bar.why} />;
  const drawn = bar.pieces.some(({ place }) => place !== null);
  return (
    <Figure id={id} title={title}>
      {drawn && (
        <svg class={compact ? 'hundred-bar is-compact' : 'hundred-bar'} role="img" aria-label={bar.reading}>
          <Patterns id={id} />
          {bar.pieces.map((piece) => (
            <Block key={piece.id} piece={piece} figure={id} />
          ))}
        </svg>
      )}
      <ul class={drawn ? 'legend' : 'legend without-bar'}>
        {bar.pieces.map((piece) => (
          <li key={piece.id} data-piece={piece.id} class={piece.tone === 'withheld' ? 'is-withheld' : ''}>
            {drawn && (
              <svg class="swatch" aria-hidden="true">
                <rect class={`fill-${piece.tone}`} width="100%" height="100%" fill={patternOf(piece, id)} />
              </svg>
            )}
            <span>{piece.label}</span>
            <span class="legend-people">{piece.people}</span>
            {piece.inHundred !== null && <span class="legend-share">{piece.inHundred} in 100</span>}
          </li>
        ))}
      </ul>
      {note !== undefined && <p class="key">{note}</p>}
      <TwinTable
        caption={title}
        columns={['', unit, 'In 100']}
        rows={bar.pieces.map(({ label, people, inHundred }) => [label, people, inHundred ?? ''])}
      />
    </Figure>
  );
}

/** Narrower blocks carry no number: it stands in the list below. */
const ROOM_FOR_A_NUMBER = 0.045;

function Block({ piece, figure }: { readonly piece: Piece; readonly figure: string }) {
  const { place, tone, inHundred } = piece;
  if (place === null) return null;
  return (
    <svg x={percent(place.from)} width={percent(place.width)} height="100%" aria-hidden="true">
      <rect class={`block fill-${tone}`} width="100%" height="100%" fill={patternOf(piece, figure)} />
      {inHundred !== null && place.width >= ROOM_FOR_A_NUMBER && (
        <text class={`block-number on-${tone}`} x="50%" y="50%" dy="0.35em">
          {inHundred}
        </text>
      )}
    </svg>
  );
}

function Patterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern
        id={`${id}-hatch`}
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="hatch-ground" width="7" height="7" />
        <rect class="hatch-line" width="2" height="7" />
      </pattern>
      <pattern id={`${id}-dots`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="hatch-ground" width="8" height="8" />
        <circle class="hatch-line" cx="2" cy="2" r="1" />
        <circle class="hatch-line" cx="6" cy="6" r="1" />
      </pattern>
    </defs>
  );
}

function patternOf({ tone }: Piece, figure: string): string | undefined {
  if (tone === 'not-measured') return `url(#${figure}-hatch)`;
  return tone === 'withheld' ? `url(#${figure}-dots)` : undefined;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}
