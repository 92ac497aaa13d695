/**
 * The extensions by which a Questionnaire says how it is scored: HL7's where there is one, else ours.
 *
 * Ours are documented for authors in docs/custom-instruments.md; renaming one breaks their files.
 *
 * @module
 */
import type { Extension } from 'fhir/r4.js';
import type { Source } from '../instruments/instrument.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';
const OURS = 'urn:outcomes-pipeline:extension:';

export const hl7 = {
  itemWeight: `${CORE}itemWeight`,
  ordinalValue: `${CORE}ordinalValue`,
  minValue: `${CORE}minValue`,
  maxValue: `${CORE}maxValue`,
  optionPrefix: `${CORE}questionnaire-optionPrefix`,
  unit: `${CORE}questionnaire-unit`,
  variable: `${CORE}variable`,
  calculatedExpression: `${SDC}calculatedExpression`,
  observationExtract: `${SDC}observationExtract`,
  observationCategory: `${SDC}observation-extract-category`,
  shortText: `${SDC}shortText`,
} as const;

/** On the Questionnaire: `rater`, `recall`, `primary`, `licence`, `anyVersion`. On a total: `scoreId`, `method`, `missing`, `better`, `band`. On an item: the rest. */
export const ours = {
  rater: `${OURS}rater`,
  recall: `${OURS}recall`,
  primary: `${OURS}primary`,
  licence: `${OURS}licence`,
  anyVersion: `${OURS}any-version`,
  scoreId: `${OURS}score-id`,
  method: `${OURS}method`,
  missing: `${OURS}missing`,
  better: `${OURS}better`,
  band: `${OURS}band`,
  bandsSource: `${OURS}bands-source`,
  source: `${OURS}source`,
  reportedAs: `${OURS}reported-as`,
  descriptive: `${OURS}descriptive`,
  needsSetting: `${OURS}needs-setting`,
  reversed: `${OURS}reversed`,
  optional: `${OURS}optional`,
  skipRule: `${OURS}skip-rule`,
  critical: `${OURS}critical`,
} as const;

/** Primary score of an instrument that has no single total. */
export const NO_PRIMARY = 'none';

export function sourceExtension(url: string, { cite, confidence }: Source): Extension {
  return complex(url, [
    { url: 'cite', valueString: cite },
    { url: 'confidence', valueCode: confidence },
  ]);
}

export function complex(url: string, extension: readonly Extension[]): Extension {
  return { url, extension: [...extension] };
}
