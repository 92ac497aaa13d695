/**
 * People of whom nothing is known but that they are in a program: their Patient may never have come, as it was
 * last changed long before we were there. The compile meets them and has them read in the EHR.
 *
 * @module
 */
import { decodeEpisodeRow } from './decode-row.ts';
import { rowKind, strataNames } from './packed-row.ts';

const EPISODE = rowKind.episode.charCodeAt(0);

/** Bare id of the patient whose episode this row is, when none of the strata is recorded; else undefined. */
export function unknownPerson(sk: string, m: string): string | undefined {
  const end = sk.indexOf('#');
  if (end < 0 || sk.charCodeAt(end + 1) !== EPISODE) return undefined;
  const decoded = decodeEpisodeRow(m);
  if (decoded.kind === 'unreadable' || decoded.row.retracted) return undefined;
  const { strata } = decoded.row;
  return strataNames.every((name) => strata[name] === null)
    ? decodeURIComponent(sk.slice(0, end))
    : undefined;
}
