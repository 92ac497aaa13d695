/**
 * Patient -> what groups are compared by. Only these derived values are kept: no name, no record number, no
 * date of birth.
 *
 * | value       | from                                                                                  |
 * | ----------- | ------------------------------------------------------------------------------------- |
 * | `ageBand`   | 12-17, 18-25, 26-64, 65+ at a date (SAMHSA and CMS bands); under 12 is `0-11`           |
 * | `sex`       | us-core-individual-sex, us-core-sex, us-core-birthsex, else `gender`                    |
 * | `race`      | OMB category of us-core-race; several are `more than one`                               |
 * | `ethnicity` | OMB category of us-core-ethnicity                                                       |
 * | `language`  | the preferred one, else the only one, without its region                                |
 *
 * Asked and not known (ASKU, UNK and the like) is null: not recorded.
 *
 * @module
 */
import type { Strata } from '../metrics/packed-row.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import { codingsIn, type Json, list } from './element.ts';

const MORE_THAN_ONE = 'more than one';

/** Strata that are the same at every date. */
export type LastingStrata = Omit<Strata, 'ageBand'>;

export function lastingStrata(patient: Json): LastingStrata {
  return {
    sex: sexOf(patient),
    race: ombCategory(patient, 'us-core-race'),
    ethnicity: ombCategory(patient, 'us-core-ethnicity'),
    language: languageOf(patient.communication),
  };
}

/** Null when the date of birth is not known well enough to tell. @param date `YYYY-MM-DD...`. */
export function ageBandAt(birthDate: unknown, date: string): string | null {
  const parts = typeof birthDate === 'string' ? /^(\d{4})(-\d\d)?(-\d\d)?$/.exec(birthDate) : null;
  if (parts === null) return null;
  const [, year = '', month, day] = parts;
  const earliest = bandOf(ageOn(`${year}${month ?? '-01'}${day ?? '-01'}`, date));
  const latest = bandOf(ageOn(`${year}${month ?? '-12'}${day ?? '-31'}`, date));
  return earliest === latest ? earliest : null;
}

/** Full years; born on 29 February, one year more on 1 March. */
function ageOn(birth: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birth.slice(0, 4));
  return date.slice(5, 10) < birth.slice(5) ? years - 1 : years;
}

function bandOf(age: number): string | null {
  if (!(age >= 0 && age <= 130)) return null;
  if (age < 12) return '0-11';
  if (age < 18) return '12-17';
  if (age < 26) return '18-25';
  return age < 65 ? '26-64' : '65+';
}

/** Sources: FHIR administrative-gender, US Core birthsex, SNOMED CT codes of us-core-sex. */
const sexes: Readonly<Record<string, string>> = {
  F: 'female',
  female: 'female',
  '248152002': 'female',
  M: 'male',
  male: 'male',
  '248153007': 'male',
  OTH: 'other',
  other: 'other',
};

function sexOf(patient: Json): string | null {
  const said = ['us-core-individual-sex', 'us-core-sex', 'us-core-birthsex'].flatMap((profile) =>
    extensionsOf(patient, profile).flatMap(({ valueCode, valueCoding, valueCodeableConcept }) => [
      valueCode,
      ...codingsIn(valueCoding).map(({ code }) => code),
      ...codingsIn(valueCodeableConcept).map(({ code }) => code),
    ]),
  );
  for (const code of [...said, patient.gender])
    if (typeof code === 'string' && Object.hasOwn(sexes, code)) return sexes[code] ?? null;
  return null;
}

/** Categories of the OMB system (CDC Race and Ethnicity); the null flavours are of another system. */
const OMB = 'urn:oid:2.16.840.1.113883.6.238';

function ombCategory(patient: Json, profile: string): string | null {
  const codings = extensionsOf(patient, profile)
    .flatMap(({ extension }) => list(extension))
    .flatMap((part) => (isObject(part) && part.url === 'ombCategory' ? codingsIn(part.valueCoding) : []));
  const categories = new Set(codings.filter(({ system }) => system === OMB).map(({ code }) => code));
  const [only = null] = categories;
  return categories.size > 1 ? MORE_THAN_ONE : only;
}

function languageOf(communication: unknown): string | null {
  const spoken = list(communication).filter(isObject);
  const chosen =
    spoken.find(({ preferred }) => preferred === true) ?? (spoken.length === 1 ? spoken[0] : undefined);
  const code = codingsIn(chosen?.language)[0]?.code;
  return code === undefined ? null : (/^([A-Za-z]{2,3})(?:-|$)/.exec(code)?.[1]?.toLowerCase() ?? null);
}

/** Extensions of a US Core profile, by the end of their URL. */
function extensionsOf({ extension }: Json, profile: string): readonly Json[] {
  return list(extension).filter(
    (one): one is Json => isObject(one) && typeof one.url === 'string' && one.url.endsWith(`/${profile}`),
  );
}
