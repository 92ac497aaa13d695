import type { FairnessProperty } from '../fairness.ts';
import { Figure, TwinTable } from './figure.tsx';
import { GroupRow } from './group-row.tsx';

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
              <GroupRow key={group.name} {...group} everyone={everyone} />
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
