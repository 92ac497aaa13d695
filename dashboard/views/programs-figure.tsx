/** Which of the programs differ, really? The reader chooses the measure. */
import { useState } from 'preact/hooks';
import type { AlikePeople, ProgramsCompared } from '../programs.ts';
import { DataTable, Figure, TwinTable } from './figure.tsx';
import { GroupRow } from './group-row.tsx';
import { MeasureChoice } from './measure-choice.tsx';

const TITLE = 'Programs compared';

export function ProgramsFigure({ measures, alike, curves }: ProgramsCompared) {
  const [chosen, choose] = useState(measures[0]?.id);
  const shown = measures.find(({ id }) => id === chosen) ?? measures[0];
  if (shown === undefined)
    return <Figure id="programs" title={TITLE} instead="Too few people to compare programs yet." />;
  const { label, everyone, rows, lowerIsBetter } = shown;
  return (
    <Figure id="programs" title={TITLE}>
      <MeasureChoice
        name="compared"
        legend="Compare programs by"
        measures={measures}
        chosen={shown.id}
        choose={choose}
      />
      <div class="compared">
        {rows.map((row) => (
          <GroupRow key={row.id} {...row} everyone={everyone} />
        ))}
      </div>
      <p class="key">
        The dot is the program, the bar its likely range
        {everyone === null ? '.' : ', the line those with a dot together.'}
        {lowerIsBetter && ' Lower is better.'} Programs are in the order of their names; one that is not
        called higher or lower does not clearly differ. Programs see people who are ill to different degrees,
        so a difference is a question and not a verdict.
      </p>
      <TwinTable
        caption={`${TITLE}: ${label}`}
        columns={['Program', 'In 100', 'People and likely range', 'Against the others', 'Usual range']}
        rows={rows.map((row) => [row.name, row.inHundred ?? '', row.people, row.gap, row.usual])}
      />
      {curves.map((sentence) => (
        <p key={sentence} class="reading">
          {sentence}
        </p>
      ))}
      {alike.length > 0 && <Alike alike={alike} />}
    </Figure>
  );
}

function Alike({ alike }: { readonly alike: readonly AlikePeople[] }) {
  return (
    <section class="alike" aria-labelledby="alike-title">
      <h3 id="alike-title">Against people who started alike</h3>
      <p class="key">
        The last score is compared with what people of all programs with the same first score, age and sex
        reached. Plain change is not adjusted for anything.
      </p>
      <DataTable
        caption="Against people who started alike"
        columns={['Program', ...alike.map(({ instrument }) => instrument)]}
        rows={namesOf(alike).map(([id, name]) => [
          name,
          ...alike.map(({ rows }) => rows.find((row) => row.id === id)?.says ?? ''),
        ])}
      />
    </section>
  );
}

function namesOf(alike: readonly AlikePeople[]): readonly (readonly [id: string, name: string])[] {
  return [...new Map(alike.flatMap(({ rows }) => rows.map(({ id, name }) => [id, name] as const)))];
}
