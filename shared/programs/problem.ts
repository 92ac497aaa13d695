/**
 * What an EpisodeOfCare or a CareTeam says of the problem that is treated, the most important first.
 *
 * | from                                            | read as                                     |
 * | ----------------------------------------------- | ------------------------------------------- |
 * | `EpisodeOfCare.diagnosis.condition`, by `rank`  | the Condition; a contained one by its codes |
 * | `CareTeam.reasonReference`                      | likewise                                    |
 * | `CareTeam.reasonCode`                           | its ICD-10 code                             |
 *
 * @module
 */
import { icd10In, type Problem } from '../metrics/problem-descriptor.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import { codesIn, isRefuted, type Json, keptCodes, list } from './element.ts';
import { idIn } from './named-program.ts';

/** `http://terminology.hl7.org/CodeSystem/diagnosis-role`: a comorbidity is not what care is for. */
const COMORBIDITY = 'CM';

export function problemsOfEpisode(episode: Json): readonly Problem[] {
  return list(episode.diagnosis)
    .filter(isObject)
    .filter(({ role }) => !codesIn(role).has(COMORBIDITY))
    .map(({ condition, rank }) => ({ condition, rank: typeof rank === 'number' ? rank : Infinity }))
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .flatMap(({ condition }) => problemOf(condition, episode));
}

export function problemsOfCareTeam(team: Json): readonly Problem[] {
  return [
    ...list(team.reasonReference).flatMap((reference) => problemOf(reference, team)),
    ...list(team.reasonCode).flatMap((concept) => coded(keptCodes(concept))),
  ];
}

function problemOf(reference: unknown, within: Json): readonly Problem[] {
  const id = idIn(reference, 'Condition');
  if (id !== undefined) return [{ kind: 'condition', id }];
  const local = isObject(reference) ? reference.reference : undefined;
  const contained = list(within.contained).filter(isObject);
  const condition = contained.find((one) => one.resourceType === 'Condition' && `#${one.id}` === local);
  return condition === undefined || isRefuted(condition) ? [] : coded(keptCodes(condition.code));
}

function coded(codes: readonly string[]): readonly Problem[] {
  const code = icd10In(codes);
  return code === undefined ? [] : [{ kind: 'code', code }];
}
