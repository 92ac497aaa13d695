import type { QuestionnaireRow, Questionnaires } from '../questionnaires.ts';
import { Figure, percent, TwinTable } from './figure.tsx';

export function QuestionnairesFigure({ areas, scale }: Questionnaires) {
  const title = 'How people changed, by questionnaire';
  const at = (shift: number): string => percent((shift - scale.from) / (scale.to - scale.from));
  return (
    <Figure id="questionnaires" title={title}>
      <div class="groups">
        {areas.map(({ id, name, rows }) => (
          <section key={id} class="group-property" aria-label={name}>
            <h3>{name}</h3>
            {rows.map((row) => (
              <Row key={row.id} row={row} at={at} />
            ))}
          </section>
        ))}
      </div>
      <p class="key">
        The dot is the average change from the first to the last score, the bar its likely range, the line no
        change. Right is better for every questionnaire. They are drawn against how far people differed at the
        start, so that long and short scales can stand side by side. “In 100” leaves out who is known to have
        started well, and counts whoever was not measured as not achieved.
      </p>
      <TwinTable
        caption={title}
        columns={['Questionnaire', 'Average change', 'People and likely range', 'At the end']}
        rows={areas.flatMap(({ name, rows }) =>
          rows.map(({ title: row, change, people, also }) => [
            `${name}: ${row}`,
            change ?? '',
            people,
            also.join('; '),
          ]),
        )}
      />
    </Figure>
  );
}

function Row({ row, at }: { readonly row: QuestionnaireRow; readonly at: (shift: number) => string }) {
  const { title, change, people, shift, also } = row;
  return (
    <div class={change === null ? 'group is-withheld' : 'group'}>
      <span class="group-name">{title}</span>
      {shift !== null && (
        <svg class="group-track" aria-hidden="true">
          <line class="group-everyone" x1={at(0)} x2={at(0)} y1="0" y2="100%" />
          <line
            class="group-range"
            x1={at(shift.interval.lower)}
            x2={at(shift.interval.upper)}
            y1="50%"
            y2="50%"
          />
          <circle class="group-dot" cx={at(shift.value)} cy="50%" r="5" />
        </svg>
      )}
      <span class="group-rate">{change}</span>
      <span class="group-people">{[people, ...also].join('; ')}</span>
    </div>
  );
}
