/**
 * `GET /programs`, `GET /programs/{id}/outcomes` and `GET /programs/{id}/comparison`.
 *
 * Without a format the outcomes are the snapshot of last night, as JSON. With `?format=csv`, `measure-report` or
 * `measure` (or the `Accept` header `text/csv` or `application/fhir+json`) they are a file of the latest monthly
 * release. Nothing is computed here: only what the compile has judged and stored can be served.
 *
 * The comparison holds the programs of the same EHR that the person may see, against all of them pooled.
 *
 * Authorisation is here, not in the page: a program that the person may not see does not exist for them.
 *
 * @module
 */
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { SnapshotStore } from '../adapters/snapshot-store.ts';
import { answer, download, type JsonAnswer, refuse } from '../runtime/json-answer.ts';
import { settings } from '../runtime/settings.ts';
import { groupsIn, maySee } from './program-access.ts';
import { type ReleaseFormat, releaseFile, releaseTypes } from './release-files.ts';

export function metricsApi(
  snapshots: SnapshotStore,
  groupsClaim: string,
): (request: APIGatewayProxyEventV2WithJWTAuthorizer) => Promise<JsonAnswer> {
  return async ({ rawPath, requestContext, pathParameters, queryStringParameters, headers }) => {
    const groups = groupsIn(requestContext.authorizer?.jwt?.claims?.[groupsClaim]);
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
  return answer(200, {
    ...comparison,
    measures: comparison.measures.map((one) => ({ ...one, programs: one.programs.filter(isVisible) })),
    adjusted: comparison.adjusted.map((one) => ({ ...one, programs: one.programs.filter(isVisible) })),
  });
}
