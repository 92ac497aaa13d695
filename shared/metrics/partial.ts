/**
 * What one compile of a shard leaves: its episodes, sorted, and a watermark. Partials of disjoint shards
 * merge in any order into what one pass over everything would have made, byte for byte, because nothing is
 * averaged or rounded before the merge.
 *
 * @module
 */
import { compareEpisodes, decodeEpisode, type EpisodeRecord, encodeEpisode } from './episode-record.ts';
import { mergeWatermarks, type Watermark } from './watermark.ts';

/** Rows and scores that no episode could take in, by why. Shown to operators, so that nothing is silently lost. */
export interface LeftOut {
  /** Rows of a version this software does not know. */
  readonly unknownVersion: number;
  /** Rows or dates that could not be read. */
  readonly malformed: number;
  /** Scores that fall into no episode of their patient. */
  readonly outsideEpisodes: number;
}

export interface Partial {
  readonly source: string;
  /** Local day up to which rows counted. */
  readonly asOf: number;
  readonly watermark: Watermark;
  readonly leftOut: LeftOut;
  /** In the order of `compareEpisodes`. */
  readonly episodes: readonly EpisodeRecord[];
}

/** @throws {RangeError} where the partials are not of one source and date, or there is none: a bug of the caller. */
export function mergePartials(partials: readonly Partial[]): Partial {
  const [first] = partials;
  if (first === undefined) throw new RangeError('There is no partial to merge');
  const { source, asOf } = first;
  const stranger = partials.find((one) => one.source !== source || one.asOf !== asOf);
  if (stranger !== undefined) {
    throw new RangeError(
      `Partials of ${source} on day ${asOf} and of ${stranger.source} on day ${stranger.asOf} cannot be merged`,
    );
  }
  const total = (of: keyof LeftOut): number => partials.reduce((sum, { leftOut }) => sum + leftOut[of], 0);
  return {
    source,
    asOf,
    watermark: mergeWatermarks(partials.map(({ watermark }) => watermark)),
    leftOut: {
      unknownVersion: total('unknownVersion'),
      malformed: total('malformed'),
      outsideEpisodes: total('outsideEpisodes'),
    },
    episodes: partials.flatMap(({ episodes }) => episodes).sort(compareEpisodes),
  };
}

const FORMAT = 'outcomes-partial/4';

/** A header line, then one line an episode. Equal partials give equal text. */
export function encodePartial({ source, asOf, watermark, leftOut, episodes }: Partial): string {
  const { rows, digest, changedAt } = watermark;
  const { unknownVersion, malformed, outsideEpisodes } = leftOut;
  const header = [FORMAT, source, asOf, rows, digest, changedAt, unknownVersion, malformed, outsideEpisodes];
  return [JSON.stringify(header), ...episodes.map(encodeEpisode), ''].join('\n');
}

/** @throws {RangeError} for text of another format: a partial is made and read by the same release. */
export function decodePartial(text: string): Partial {
  const [header = '', ...lines] = text.split('\n');
  if (!header.startsWith(`["${FORMAT}"`)) {
    throw new RangeError(
      `This is not ${FORMAT}; compile the shard again. It starts with ${header.slice(0, 24)}`,
    );
  }
  const [, source, asOf, rows, digest, changedAt, unknownVersion, malformed, outsideEpisodes] = JSON.parse(
    header,
  ) as readonly [string, string, number, number, string, string | null, number, number, number];
  return {
    source,
    asOf,
    watermark: { rows, digest, changedAt },
    leftOut: { unknownVersion, malformed, outsideEpisodes },
    episodes: lines.filter((one) => one !== '').map(decodeEpisode),
  };
}
