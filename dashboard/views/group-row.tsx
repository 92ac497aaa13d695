import type { Interval } from '../../shared/stats/estimate.ts';
import { NO_CLEAR_DIFFERENCE } from '../wording.ts';
import { percent } from './figure.tsx';

interface GroupRowProps {
  readonly name: string;
  /** Stands out from the rows beside it. */
  readonly isThis?: boolean;
  readonly inHundred: string | null;
  readonly people: string;
  readonly rate: number | null;
  readonly interval: Interval | null;
  /** Against others, in words; empty where nothing can be said. */
  readonly gap: string;
  /** Of everyone, 0..1: the line through all rows; null where it may not be shown. */
  readonly everyone: number | null;
}

/** One group of people as a dot with its likely range on a line from 0 to 100. */
export function GroupRow({ name, isThis, inHundred, people, rate, interval, gap, everyone }: GroupRowProps) {
  return (
    <div class={rate === null ? 'group is-withheld' : 'group'}>
      <span class="group-name">{isThis ? <strong>{name}</strong> : name}</span>
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
        {gap !== '' && gap !== NO_CLEAR_DIFFERENCE && <strong> {gap}</strong>}
      </span>
    </div>
  );
}
