/**
 * `GET /programs/{id}/restatements`: which published numbers moved, newest first. Who may see the program sees
 * the figures; what they moved because of names people, and is for operators.
 *
 * @module
 */
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { RestatementStore } from '../adapters/restatement-store.ts';
import { groupsOf } from '../runtime/groups.ts';
import { answer, type JsonAnswer, refuse } from '../runtime/json-answer.ts';
import { settings } from '../runtime/settings.ts';
import { maySee } from './program-access.ts';

/** A year of nights would be more than anybody reads. */
const MOST = 60;
/** Rows named in the answer; the object in the bucket has them all. */
const MOST_CAUSES = 200;

export function restatementsApi(
  store: RestatementStore,
  groupsClaim: string,
): (request: APIGatewayProxyEventV2WithJWTAuthorizer) => Promise<JsonAnswer> {
  return async ({ headers, pathParameters }) => {
    const groups = groupsOf({ headers }, groupsClaim);
    const program = settings.programs.find(({ id }) => id === pathParameters?.id);
    if (program === undefined || !maySee(groups, program.id))
      return refuse(
        404,
        'program-unknown',
        'There is no such program among those you may see. Ask an operator to add you to its group.',
      );
    const isOperator = groups.includes('operators');
    const latest = await store.latest(program.id, MOST);
    const restatements = await Promise.all(
      latest.map(async (one) => {
        const { asOf, previousAsOf, moved, causes } = one;
        const shown = { asOf, previousAsOf, moved, changedRecords: causes };
        if (!isOperator) return shown;
        return { ...shown, because: (await store.readCauses(one)).slice(0, MOST_CAUSES) };
      }),
    );
    return answer(200, { program: program.id, restatements });
  };
}
