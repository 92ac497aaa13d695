/**
 * `GET /programs` and `GET /programs/{id}/outcomes`.
 *
 * Authorisation is here, not in the page: a program that the person may not see does not exist for them.
 *
 * @module
 */
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { SnapshotStore } from '../adapters/snapshot-store.ts';
import { answer, type JsonAnswer, refuse } from '../runtime/json-answer.ts';
import { settings } from '../runtime/settings.ts';
import { groupsIn, maySee } from './program-access.ts';

export function metricsApi(
  snapshots: SnapshotStore,
  groupsClaim: string,
): (request: APIGatewayProxyEventV2WithJWTAuthorizer) => Promise<JsonAnswer> {
  return async ({ requestContext, pathParameters }) => {
    const groups = groupsIn(requestContext.authorizer?.jwt?.claims?.[groupsClaim]);
    const visible = settings.programs.filter(({ id }) => maySee(groups, id));
    const id = pathParameters?.id;
    if (id === undefined)
      return answer(
        200,
        visible.map(({ id, name, source }) => ({ id, name, source })),
      );
    if (!visible.some((program) => program.id === id)) {
      return refuse(
        404,
        'program-unknown',
        'There is no such program among those you may see. Ask an operator to add you to its group.',
      );
    }
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
