/**
 * How we know of a patient's stay in a program. Stays are episodes; the rule that gave one is in its id, so
 * that it is stored, indexed and seen by the compile without another attribute. `:` is in no FHIR id.
 *
 * | rule              | id                | from                                                     |
 * | ----------------- | ----------------- | -------------------------------------------------------- |
 * | `episode-of-care` | the EHR's id      | EpisodeOfCare                                            |
 * | `care-team`       | `care-team:<id>`  | CareTeam whose category or organisation means a program  |
 * | `roster`          | `roster:<id>`     | a CSV or a FHIR Group that an operator uploaded          |
 * | `assigned`        | `assigned:<id>`   | a person, for responses that nothing else placed         |
 *
 * @module
 */
export type StayRule = 'episode-of-care' | 'care-team' | 'roster' | 'assigned';

/** The first that says a stay is believed: docs/decisions/008-assignment-is-a-stay.md. */
const byRank: readonly StayRule[] = ['episode-of-care', 'care-team', 'roster', 'assigned'];

export function stayId(rule: Exclude<StayRule, 'episode-of-care'>, id: string): string {
  return `${rule}:${id}`;
}

function stayRuleOf(id: string): StayRule {
  const prefix = id.slice(0, Math.max(0, id.indexOf(':')));
  return byRank.find((rule) => rule === prefix) ?? 'episode-of-care';
}

/** 0 is believed first. */
export function stayRank(id: string): number {
  return byRank.indexOf(stayRuleOf(id));
}
