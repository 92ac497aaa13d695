/**
 * Which attended contacts are treatment. A finished course of treatment needs two of them.
 *
 * NHS Talking Therapies counts attended appointments of type 02 treatment, 03 assessment and treatment, and
 * 05 review and treatment (nhsengland/Talking-Therapies@8458b2e); assessment alone, review alone and
 * follow-up after the end do not count. A contact without a purpose counts: most EHRs send none.
 *
 * @module
 */

/** Put into `codes` of a contact fact by whoever reads the EHR's appointment types. */
const contactPurpose = {
  treatment: 'treatment',
  assessment: 'assessment',
  review: 'review',
  followUp: 'follow-up',
} as const;

export type ContactPurpose = (typeof contactPurpose)[keyof typeof contactPurpose];

const notTreatment: readonly string[] = [
  contactPurpose.assessment,
  contactPurpose.review,
  contactPurpose.followUp,
];

/** A contact with several purposes is treatment if one of them is. */
export function isTreatment(codes: readonly string[]): boolean {
  return codes.includes(contactPurpose.treatment) || !codes.some((code) => notTreatment.includes(code));
}
