/** The files of a release: what compile writes and the API serves. */

export const releaseFile = {
  csv: 'outcomes.csv',
  measure: 'measures.json',
  'measure-report': 'measure-reports.json',
} as const;

export type ReleaseFormat = keyof typeof releaseFile;

/** Names episodes: read by the next release only, never served. */
export const LEDGER = 'ledger.txt';

export const releaseTypes: Readonly<Record<ReleaseFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  measure: 'application/fhir+json; charset=utf-8',
  'measure-report': 'application/fhir+json; charset=utf-8',
};

/** Of the quality measures of a year: their FHIR forms are made from it when they are asked for. */
export const qualityFile = 'quality.json';
