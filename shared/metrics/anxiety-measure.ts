/**
 * Which anxiety measure belongs to which problem: the anxiety-disorder-specific measure of the episode's
 * descriptor where it has a first and a last score, else the program's general one (Clark 2018, PMC5942544,
 * Table 2; descriptor codes from the NHS Talking Therapies metadata of 2024-25).
 *
 * @module
 */

/** By ICD-10 code; a longer code is looked up by its beginning. */
const specificMeasures: readonly { readonly code: string; readonly instruments: readonly string[] }[] = [
  { code: 'F40.0', instruments: ['mi-alone'] },
  { code: 'F40.1', instruments: ['spin'] },
  { code: 'F41.0', instruments: ['pdss'] },
  { code: 'F42', instruments: ['oci'] },
  { code: 'F43.1', instruments: ['pcl-5', 'ies-r'] },
  // In the American modification F45.22 is body dysmorphic disorder, for which no threshold was found.
  { code: 'F45.22', instruments: [] },
  { code: 'F45.2', instruments: ['hai-short-week'] },
];

/** Instruments to prefer over the program's general anxiety measure, the best first. */
export function specificAnxietyMeasures(descriptor: string | null): readonly string[] {
  if (descriptor === null) return [];
  const code = descriptor.length > 3 && !descriptor.includes('.') ? dotted(descriptor) : descriptor;
  return specificMeasures.find((one) => code.startsWith(one.code))?.instruments ?? [];
}

/** `F401` -> `F40.1`: some EHRs leave the point out. */
function dotted(code: string): string {
  return `${code.slice(0, 3)}.${code.slice(3)}`;
}
