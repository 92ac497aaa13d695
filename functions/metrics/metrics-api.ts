/**
 * `GET /programs`, `GET /programs/{id}/outcomes`, `GET /programs/{id}/comparison` and `GET /programs/{id}/quality`.
 *
 * Without a format the outcomes are the snapshot of last night, as JSON. With `?format=csv`, `measure-report` or
 * `measure` (or the `Accept` header `text/csv` or `application/fhir+json`) they are a file of the latest monthly
 * release. Nothing is computed here: only what the compile has judged and stored can be served.
 *
 * The quality measures are those an operator has published (`npm run quality -- --publish`), of `?year=` or the
 * latest year, as JSON, `measure-report` or `measure`.
 *
 * The comparison holds the programs of the same EHR that the person may see, against all of them pooled.
 *
 * Authorisation is here, not in the page: a program that the person may not see does not exist for them.
 *
 * @module
 */
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import {
  type QualityPublication,
  qualityMeasureBundle,
  qualityReportBundle,
} from '../../shared/metrics/exports/quality-report.ts';
import { qualityFile, type ReleaseFormat, releaseFile, releaseTypes } from '../adapters/release-files.ts';
import type { SnapshotStore } from '../adapters/snapshot-store.ts';
import { groupsOf } from '../runtime/groups.ts';
import { answer, download, type JsonAnswer, refuse } from '../runtime/json-answer.ts';
import { settings } from '../runtime/settings.ts';
import { maySee } from './program-access.ts';

export function metricsApi(
  snapshots: SnapshotStore,
  groupsClaim: string,
): (request: APIGatewayProxyEventV2WithJWTAuthorizer) => Promise<JsonAnswer> {
  return async ({ rawPath, pathParameters, queryStringParameters, headers }) => {
    const groups = groupsOf({ headers }, groupsClaim);
    const visible = settings.programs.filter(({ id }) => maySee(groups, id));
    const id = pathParameters?.id;
    if (id === undefined)
      return answer(
        200,
        visible.map(({ id, name, source }) => ({ id, name, source })),
      );
    const program = visible.find((one) => one.id === id);
    if (program === undefined) {
      return refuse(
        404,
        'program-unknown',
        'There is no such program among those you may see. Ask an operator to add you to its group.',
      );
    }
    if (rawPath.endsWith('/comparison'))
      return compared(
        snapshots,
        program.source,
        visible.map((one) => one.id),
      );
    const format = formatAsked(queryStringParameters?.format, headers.accept);
    if (rawPath.endsWith('/quality')) return qualityOf(snapshots, id, format, queryStringParameters?.year);
    if (format === undefined)
      return refuse(
        400,
        'format-unknown',
        `There is no format ${queryStringParameters?.format}. Ask for json, csv, measure-report or measure.`,
      );
    if (format !== 'json') return released(snapshots, id, format);
    const snapshot = await snapshots.readSnapshot(id);
    return snapshot === undefined
      ? refuse(
          404,
          'not-compiled',
          'Nothing has been compiled for this program yet. The first outcomes come with the next nightly compile.',
        )
      : answer(200, snapshot);
  };
}

/** The parameter decides; a browser's own `Accept` asks for nothing in particular. Undefined for an unknown one. */
function formatAsked(
  format: string | undefined,
  accept: string | undefined,
): ReleaseFormat | 'json' | undefined {
  if (format !== undefined)
    return format === 'json' || Object.hasOwn(releaseFile, format)
      ? (format as ReleaseFormat | 'json')
      : undefined;
  const [first = ''] = (accept ?? '').split(',');
  const type = first.split(';')[0]?.trim();
  if (type === 'text/csv') return 'csv';
  return type === 'application/fhir+json' ? 'measure-report' : 'json';
}

async function released(snapshots: SnapshotStore, id: string, format: ReleaseFormat): Promise<JsonAnswer> {
  const [latest] = await snapshots.releases(id, 1);
  if (latest === undefined)
    return refuse(
      404,
      'not-released',
      'Nothing has been released for this program yet. The first compile of a month makes the release.',
    );
  const body = await snapshots.readReleased(latest, releaseFile[format]);
  return download(releaseTypes[format], `${id}-${latest.release}-${releaseFile[format]}`, body);
}

async function qualityOf(
  snapshots: SnapshotStore,
  id: string,
  format: ReleaseFormat | 'json' | undefined,
  year: string | undefined,
): Promise<JsonAnswer> {
  if (format === undefined || format === 'csv')
    return refuse(400, 'format-unknown', 'Quality measures come as json, measure-report or measure.');
  if (year !== undefined && !/^\d{4}$/.test(year))
    return refuse(400, 'year-invalid', 'Ask for a year of four digits, such as ?year=2025.');
  const pointer = await snapshots.quality(id, year);
  if (pointer === undefined)
    return refuse(
      404,
      'not-published',
      'No quality measures of this program have been published yet. Whoever runs the outcomes pipeline can do so.',
    );
  const body = await snapshots.readReleased(pointer, qualityFile);
  const publication = JSON.parse(body) as QualityPublication;
  if (format === 'json') return answer(200, publication);
  const bundle = format === 'measure' ? qualityMeasureBundle(publication) : qualityReportBundle(publication);
  const name = `${id}-quality-${pointer.release}-${releaseFile[format]}`;
  return download(releaseTypes[format], name, JSON.stringify(bundle));
}

async function compared(
  snapshots: SnapshotStore,
  source: string,
  visible: readonly string[],
): Promise<JsonAnswer> {
  const comparison = await snapshots.readComparison(source);
  if (comparison === undefined)
    return refuse(
      404,
      'not-compared',
      'There is nothing to compare yet. A comparison needs two programs of one EHR and comes with the nightly compile.',
    );
  const isVisible = ({ program }: { readonly program: string }): boolean => visible.includes(program);
  // One test of all its programs: it is told to who may see all of them. Absent in an older comparison.
  const curves = (comparison.curves ?? []).filter(({ programs }) =>
    programs.every((one) => visible.includes(one)),
  );
  return answer(200, {
    ...comparison,
    measures: comparison.measures.map((one) => ({ ...one, programs: one.programs.filter(isVisible) })),
    adjusted: comparison.adjusted.map((one) => ({ ...one, programs: one.programs.filter(isVisible) })),
    curves,
  });
}
