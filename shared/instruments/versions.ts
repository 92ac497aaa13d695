/**
 * Several versions of one instrument.
 *
 * A version never changes; a new rule is a new version beside the old one. Exactly one of them is in force:
 * it scores whatever names the instrument and no version. Another one scores only what names it.
 *
 * | a response names                      | it is scored by                                                |
 * | ------------------------------------- | -------------------------------------------------------------- |
 * | `url|v`, declared as it stands        | the version that declares it                                   |
 * | `url|v`, and a version `v` has `url`  | that version                                                   |
 * | `url`, or `url|` something unknown    | the version in force if it declares `url`, else the one that does |
 * | `url|v`, and nobody declares `url`    | nothing by its canonical; its items may still identify it      |
 * | no questionnaire, or a local form     | the version in force; a form may name `id|version`             |
 *
 * Scores of two versions are different scores: metrics count the version in force, and others only where
 * `equivalentTo` says that they mean the same.
 *
 * @module
 */
import type { Instrument } from './instrument.ts';

/** The version in force, by instrument id. */
export type ChosenVersions = Readonly<Record<string, string>>;

export interface VersionFault {
  readonly code: 'version-instrument-unknown' | 'version-unknown' | 'version-unchosen';
  /** Instrument id. */
  readonly at: string;
  readonly message: string;
}

/** `id|version`: names one version of an instrument for ever. */
export function versionName({ id, version }: Pick<Instrument, 'id' | 'version'>): string {
  return `${id}|${version}`;
}

/** By instrument id: the chosen version, else the first listed, so that a file beside the built-in one changes nothing. */
export function versionsInForce(
  instruments: readonly Instrument[],
  chosen: ChosenVersions = {},
): ReadonlyMap<string, Instrument> {
  const inForce = new Map<string, Instrument>();
  for (const instrument of instruments) {
    const { id, version } = instrument;
    if (!inForce.has(id) || (Object.hasOwn(chosen, id) && chosen[id] === version))
      inForce.set(id, instrument);
  }
  return inForce;
}

/** What is wrong with a choice of versions; empty when it can be applied. */
export function versionFaults(
  builtIn: readonly Instrument[],
  custom: readonly Instrument[],
  chosen: ChosenVersions,
): readonly VersionFault[] {
  const versions = Map.groupBy([...builtIn, ...custom], ({ id }) => id);
  const listed = (id: string): string => (versions.get(id) ?? []).map(({ version }) => version).join(', ');
  const wrong = Object.entries(chosen).flatMap(([id, version]): readonly VersionFault[] => {
    const known = versions.get(id);
    if (known === undefined) {
      const message = `There is no instrument ${id}. Use the id of a known one.`;
      return [{ code: 'version-instrument-unknown', at: id, message }];
    }
    return known.some((one) => one.version === version)
      ? []
      : [
          {
            code: 'version-unknown',
            at: id,
            message: `${id} has no version ${version}. It has: ${listed(id)}.`,
          },
        ];
  });
  const unchosen = [...versions].flatMap(([id, several]): readonly VersionFault[] =>
    several.length > 1 && !builtIn.some((one) => one.id === id) && !Object.hasOwn(chosen, id)
      ? [
          {
            code: 'version-unchosen',
            at: id,
            message: `${id} has the versions ${listed(id)}, and nothing says which is in force. Write "versions": { "${id}": ... }.`,
          },
        ]
      : [],
  );
  return [...wrong, ...unchosen];
}

/**
 * Under which name the scores of a version are counted: the instrument's id for the version in force and what
 * is equivalent to it, else `id|version`, a name of its own. An instrument nobody lists goes by its id.
 */
export function seriesOf(
  instruments: readonly Instrument[],
  chosen: ChosenVersions = {},
): (id: string, version: string) => string {
  const inForce = versionsInForce(instruments, chosen);
  const counted = new Map(
    [...inForce].map(([id, { version }]) => [
      id,
      equivalents(
        instruments.filter((one) => one.id === id),
        version,
      ),
    ]),
  );
  return (id, version) => (counted.get(id)?.has(version) === false ? versionName({ id, version }) : id);
}

/** Equivalence holds both ways and along a chain, also by way of a version that is no longer listed. */
function equivalents(versions: readonly Instrument[], inForce: string): ReadonlySet<string> {
  const same = new Set([inForce]);
  for (let before = 0; before < same.size; ) {
    before = same.size;
    for (const { version, equivalentTo = [] } of versions) {
      const group = [version, ...equivalentTo.map((one) => one.version)];
      if (group.some((one) => same.has(one))) for (const one of group) same.add(one);
    }
  }
  return same;
}
