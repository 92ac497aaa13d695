import type { FairnessGroup, FairnessProperty } from '../fairness.ts';
import { Figure, percent, TwinTable } from './figure.tsx';

interface FairnessFigureProps {
  readonly properties: readonly FairnessProperty[];
  /** Of everyone, 0..1: the line through all groups; null where it may not be shown. */
  readonly everyone: number | null;
}

export function FairnessFigure({ properties, everyone }: FairnessFigureProps) {
  const title = 'Got reliably better, by group of people';
  return (
    <Figure id="fairness" title={title}>
      <div class="groups">
        {properties.map(({ id, name, groups }) => (
          <section key={id} class="group-property" aria-label={name}>
            <h3>{name}</h3>
            {groups.map((group) => (
              <GroupRow key={group.name} group={group} everyone={everyone} />
            ))}
          </section>
        ))}
      </div>
      <p class="key">
        The dot is the group, the bar its likely range, the line everyone. Whoever was not measured counts as
        not better, so a group that is measured less often can look worse than it is.
      </p>
      <TwinTable
        caption={title}
        columns={['Group', 'In 100', 'People and likely range', 'Compared with everybody else']}
        rows={properties.flatMap(({ name, groups }) =>
          groups.map((one) => [`${name}: ${one.name}`, one.inHundred ?? '', one.people, one.gap]),
        )}
      />
    </Figure>
  );
}

function GroupRow({ group, everyone }: { readonly group: FairnessGroup; readonly everyone: number | null }) {
  const { name, inHundred, people, rate, interval, gap } = group;
  return (
    <div class={rate === null ? 'group is-withheld' : 'group'}>
      <span class="group-name">{name}</span>
      <svg class="group-track" aria-hidden="true">
        {everyone !== null && (
          <line class="group-everyone" x1={percent(everyone)} x2={percent(everyone)} y1="0" y2="100%" />
        )}
        {rate !== null && interval !== null && (
          <>
            <line
              class="group-range"
              x1={percent(interval.lower)}
              x2={percent(interval.upper)}
              y1="50%"
              y2="50%"
            />
            <circle class="group-dot" cx={percent(rate)} cy="50%" r="5" />
          </>
        )}
      </svg>
      <span class="group-rate">{inHundred !== null && `${inHundred} in 100`}</span>
      <span class="group-people">
        {people}
        {gap !== '' && gap !== 'No clear difference' && <strong> {gap}</strong>}
      </span>
    </div>
  );
}
