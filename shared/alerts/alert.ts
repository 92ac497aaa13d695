/**
 * Safety alerts: an answer that a person must look at, whatever the rest of the response is.
 *
 * Positive answers raise one, and so do answers nobody can read. "Not asked" does not: it is unknown, and
 * the response says so, but there is nothing to look at. The text says that the answer needs clinical
 * review; it never names a diagnosis.
 *
 * @module
 */
import type { CurrentResponse } from '../responses/current.ts';
import type { Assessment } from '../scoring/assessment.ts';
import type { SourceSettings } from '../settings/settings.ts';

export interface RaisedAlert {
  readonly source: string;
  readonly identity: string;
  readonly instrument: string;
  /** LOINC code of the item, else its number. */
  readonly item: string;
  readonly state: 'positive' | 'unknown';
  /** `historical` answers were given too long ago to page anybody: recorded, not published. */
  readonly publication: 'publish' | 'historical';
  readonly authored: string;
  readonly raisedAt: string;
  /** ISO instant from which it is overdue when nobody has acknowledged it. */
  readonly dueAt: string;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

export function alertsRaised(
  assessments: readonly Assessment[],
  { identity, authored, receivedAt }: CurrentResponse,
  { id: source, alertWithinDays, acknowledgeWithinHours }: SourceSettings,
): readonly RaisedAlert[] {
  const received = Date.parse(receivedAt);
  const historical = received - Date.parse(authored) > alertWithinDays * DAY;
  return assessments.flatMap(({ instrument, critical }) =>
    critical.flatMap(({ item, state, reason }): RaisedAlert[] =>
      state === 'positive' || (state === 'unknown' && reason === 'unreadable')
        ? [
            {
              source,
              identity,
              instrument: instrument.instrument.id,
              item,
              state,
              publication: historical ? 'historical' : 'publish',
              authored,
              raisedAt: receivedAt,
              dueAt: new Date(received + acknowledgeWithinHours * HOUR).toISOString(),
            },
          ]
        : [],
    ),
  );
}
