/**
 * The instruments of this deployment as FHIR Questionnaires, by the rules they are scored by here. The printed
 * wording that the operator added in the settings is shown here and nowhere else.
 *
 * | request                          | answer                                                        |
 * | -------------------------------- | ------------------------------------------------------------- |
 * | GET /fhir/Questionnaire?...      | searchset; `url`, `name`, `title` and `_id` narrow it          |
 * | GET /fhir/Questionnaire/{id}     | the version in force, or 404                                  |
 *
 * Another version of an instrument has the id `<instrument>.v<version>`.
 *
 * @module
 */
import {
  questionnaireById,
  questionnaireSearch,
  type SearchParameters,
} from '../../shared/fhir/questionnaire-search.ts';
import type { Instrument } from '../../shared/instruments/instrument.ts';
import { type ChosenVersions, versionsInForce } from '../../shared/instruments/versions.ts';
import { withProgramRules } from '../../shared/scoring/program-rules.ts';
import type { DeployedScoring } from '../../shared/settings/settings.ts';
import { type HttpAnswer, refuse, reply } from './http-answer.ts';

export interface Questionnaires {
  read(id: string): HttpAnswer;
  /** @param fhirBase of the API, without a trailing slash. */
  search(parameters: SearchParameters, fhirBase: string): HttpAnswer;
}

export function questionnairesOf(
  instruments: readonly Instrument[],
  scoring: DeployedScoring,
): Questionnaires {
  const { canonicalBase, wordings, versions } = scoring;
  const inForce = versionsInForce(instruments, versions);
  const scored = instruments.map((instrument) =>
    withProgramRules(instrument, scoring, inForce.get(instrument.id) === instrument),
  );
  const options = { canonicalBase, wordings, idOf: idsOf(scored, versions) };
  return {
    read(id) {
      const questionnaire = questionnaireById(id, scored, options);
      return questionnaire === undefined
        ? refuse(
            404,
            'not-found',
            'There is no such Questionnaire. GET /fhir/Questionnaire lists those there are.',
          )
        : reply(200, questionnaire, { etag: `W/"${questionnaire.version}"` });
    },
    search: (parameters, fhirBase) =>
      reply(200, questionnaireSearch(parameters, scored, { ...options, fhirBase })),
  };
}

/** No instrument's id holds a point, so the id of another version cannot be that of an instrument. */
function idsOf(
  instruments: readonly Instrument[],
  versions: ChosenVersions,
): (instrument: Instrument) => string {
  const inForce = versionsInForce(instruments, versions);
  return (instrument) => {
    const { id, version } = instrument;
    return inForce.get(id) === instrument ? id : `${id}.v${version}`;
  };
}
