/**
 * Canonical URLs of the value sets that the CMS measures name. The codes in them come from the operator.
 *
 * Source: CMS159 and CMS2 as FHIR, cqframework/ecqm-content-qicore-2024@9ebd48f.
 *
 * @module
 */
const vsac = (oid: string): string => `http://cts.nlm.nih.gov/fhir/ValueSet/${oid}`;

export const remissionSets = {
  visit: vsac('2.16.840.1.113762.1.4.1080.5'),
  majorDepression: vsac('2.16.840.113883.3.67.1.101.3.2444'),
  dysthymia: vsac('2.16.840.1.113883.3.67.1.101.1.254'),
  bipolar: vsac('2.16.840.1.113883.3.67.1.101.1.128'),
  labilePersonality: vsac('2.16.840.1.113883.3.67.1.101.1.246'),
  psychotic: vsac('2.16.840.1.113883.3.464.1003.105.12.1104'),
  developmental: vsac('2.16.840.1.113883.3.464.1003.105.12.1152'),
  inpatient: vsac('2.16.840.1.113883.3.666.5.307'),
  hospiceEncounter: vsac('2.16.840.1.113883.3.464.1003.1003'),
  hospiceAmbulatory: vsac('2.16.840.1.113883.3.526.3.1584'),
  hospiceDiagnosis: vsac('2.16.840.1.113883.3.464.1003.1165'),
  palliativeEncounter: vsac('2.16.840.1.113883.3.464.1003.101.12.1090'),
  palliativeIntervention: vsac('2.16.840.1.113883.3.464.1003.198.12.1135'),
  palliativeDiagnosis: vsac('2.16.840.1.113883.3.464.1003.1167'),
} as const;

export const screeningSets = {
  screeningEncounter: vsac('2.16.840.1.113883.3.600.1916'),
  physicalTherapy: vsac('2.16.840.1.113883.3.526.3.1022'),
  telephone: vsac('2.16.840.1.113883.3.464.1003.101.12.1080'),
  bipolar: vsac('2.16.840.1.113883.3.67.1.101.1.128'),
  medicalReason: vsac('2.16.840.1.113883.3.526.3.1007'),
  adultMedication: vsac('2.16.840.1.113883.3.526.3.1566'),
  adolescentMedication: vsac('2.16.840.1.113883.3.526.3.1567'),
  adultFollowUp: vsac('2.16.840.1.113883.3.526.3.1568'),
  adolescentFollowUp: vsac('2.16.840.1.113883.3.526.3.1569'),
  adultReferral: vsac('2.16.840.1.113883.3.526.3.1571'),
  adolescentReferral: vsac('2.16.840.1.113883.3.526.3.1570'),
} as const;

/**
 * Sets for the measures that follow HEDIS in our own words. NCQA's are licensed and have names of their own: the
 * operator fills these from what the plan gives them. `docs/quality-measures.md` says what each must hold.
 */
const own = (name: string): string => `urn:outcomes-pipeline:value-set:${name}`;

export const hedisSets = {
  /** Diagnoses: major depression and dysthymia. */
  depression: own('depression'),
  /** Encounter types at which depression is treated. */
  visit: own('depression-visit'),
  /** Encounters, orders and procedures that follow a positive screening. */
  followUp: own('depression-follow-up'),
} as const;
