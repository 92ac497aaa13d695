/**
 * The status of one response, said to a person.
 *
 * @module
 */
export interface ResponseStatus {
  readonly response: string;
  readonly status: string;
  readonly nextStep: string;
  readonly assessments: readonly {
    readonly instrument: string;
    readonly outcome: string;
    readonly scores: readonly { readonly id: string; readonly value: number; readonly band: string | null }[];
  }[];
  readonly alerts: readonly {
    readonly item: string;
    readonly state: string;
    readonly status: string;
    readonly publication: string;
    readonly closedReason: string | null;
  }[];
  readonly writeBack: {
    readonly state: string;
    readonly observations: readonly {
      readonly id: string | null;
      readonly status: string;
      readonly value: number | null;
    }[];
  };
}

export function describeResponse({
  response,
  status,
  assessments,
  alerts,
  writeBack,
  nextStep,
}: ResponseStatus): readonly string[] {
  return [
    `${response}: ${status}`,
    ...assessments.flatMap(({ instrument, outcome, scores }) =>
      scores.length === 0
        ? [`  ${instrument.toUpperCase()}: ${outcome}`]
        : scores.map(
            ({ id, value, band }) =>
              `  ${instrument.toUpperCase()} ${id} ${value}${band === null ? '' : `, ${band}`}`,
          ),
    ),
    ...alerts.map((alert) => `  Safety item ${alert.item}: ${alert.state}, ${whatOf(alert)}`),
    ...writeBack.observations.map(
      ({ id, status: standing, value }) => `  Observation/${id} in the EHR: ${value}, ${standing}`,
    ),
    `  Next: ${nextStep}`,
  ];
}

function whatOf({ status, publication, closedReason }: ResponseStatus['alerts'][number]): string {
  if (status === 'closed') return `closed (${closedReason})`;
  if (status === 'acknowledged') return 'acknowledged';
  return `needs clinical review${publication === 'historical' ? ' (answered long ago: recorded, nobody is paged)' : ''}`;
}
