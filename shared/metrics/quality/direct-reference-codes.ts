/**
 * Single codes that the published logic of CMS159 and CMS2 names itself, outside of any value set.
 *
 * CMS159 v14 and CMS2 v15 as FHIR (cqframework/ecqm-content-qicore-2024@9ebd48f), "direct reference codes".
 * Lists of codes are the operator's value sets and never stand here.
 *
 * @module
 */
import { codeKey } from './codings.ts';

const loinc = (code: string): string => codeKey('http://loinc.org', code);
const snomed = (code: string): string => codeKey('http://snomed.info/sct', code);

export const directReference = {
  adolescentScreening: loinc('73831-0'),
  adultScreening: loinc('73832-8'),
  hospiceAssessment: loinc('45755-6'),
  /** FACIT-Pal. */
  palliativeAssessment: loinc('71007-9'),
  yes: snomed('373066001'),
  dischargedHomeToHospice: snomed('428361000124107'),
  dischargedToHospiceFacility: snomed('428371000124100'),
  screeningNegative: snomed('428171000124102'),
  screeningPositive: snomed('428181000124104'),
  screeningDeclined: snomed('720834000'),
} as const;
