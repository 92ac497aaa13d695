/**
 * Synthetic patients: an id, a year of birth, and the characteristics that fairness figures need. No name,
 * no address, no record number, and a security label that says that they are test data.
 *
 * @module
 */
import type { Extension, Patient } from 'fhir/r4.js';
import { chance } from './chance.ts';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';
const OMB = 'urn:oid:2.16.840.1.113883.6.238';
const NULL_FLAVOR = 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor';

interface Category {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

/** OMB categories and how often they are drawn. `ASKU`: asked, but the answer was not known. */
const races = {
  white: { system: OMB, code: '2106-3', display: 'White' },
  black: { system: OMB, code: '2054-5', display: 'Black or African American' },
  asian: { system: OMB, code: '2028-9', display: 'Asian' },
  native: { system: OMB, code: '1002-5', display: 'American Indian or Alaska Native' },
  unknown: { system: NULL_FLAVOR, code: 'ASKU', display: 'asked but unknown' },
} as const satisfies Record<string, Category>;
const raceShares = { white: 58, black: 22, asian: 9, native: 4, unknown: 7 };

const ethnicities = {
  hispanic: { system: OMB, code: '2135-2', display: 'Hispanic or Latino' },
  other: { system: OMB, code: '2186-5', display: 'Not Hispanic or Latino' },
} as const satisfies Record<string, Category>;

/** `syn-0001`: the only thing a synthetic patient is called. */
export function patientId(number: number): string {
  return `syn-${String(number).padStart(4, '0')}`;
}

/** The same id is always the same person; `year` is the calendar year from which ages count. */
export function patientResource(id: string, year: number): Patient {
  const lots = chance(`patient/${id}`);
  const age = Math.round(Math.min(Math.max(lots.normal(38, 14), 18), 84));
  return {
    resourceType: 'Patient',
    id,
    meta: {
      security: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
          code: 'HTEST',
          display: 'test health data',
        },
      ],
    },
    extension: [
      category('us-core-race', races[lots.weighted(raceShares)]),
      category('us-core-ethnicity', ethnicities[lots.weighted({ hispanic: 17, other: 83 })]),
    ],
    identifier: [{ system: 'urn:outcomes-pipeline:synthetic-patient', value: id }],
    gender: lots.weighted({ female: 58, male: 37, other: 3, unknown: 2 }),
    birthDate: String(year - age),
    communication: [
      {
        language: {
          coding: [{ system: 'urn:ietf:bcp:47', code: lots.weighted({ en: 84, es: 13, vi: 3 }) }],
        },
        preferred: true,
      },
    ],
  };
}

/** Source: http://hl7.org/fhir/us/core/StructureDefinition/us-core-race (and -ethnicity): category and text. */
function category(profile: string, valueCoding: Category): Extension {
  return {
    url: `${US_CORE}/${profile}`,
    extension: [
      { url: 'ombCategory', valueCoding: { ...valueCoding } },
      { url: 'text', valueString: valueCoding.display },
    ],
  };
}
