import type { CareFact } from '../care.ts';
import { Figure } from './figure.tsx';

interface CareFigureProps {
  readonly id: string;
  readonly title: string;
  readonly facts: readonly CareFact[];
}

/** A list of figures: the words are the table. */
export function CareFigure({ id, title, facts }: CareFigureProps) {
  return (
    <Figure id={id} title={title}>
      <dl class="facts">
        {facts.map((fact) => (
          <div key={fact.id} class={fact.value === null ? 'fact is-withheld' : 'fact'} data-fact={fact.id}>
            <dt>{fact.label}</dt>
            <dd class="fact-value">{fact.value}</dd>
            <dd class="fact-detail">{fact.detail}</dd>
          </div>
        ))}
      </dl>
    </Figure>
  );
}
