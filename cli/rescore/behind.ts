/**
 * Which stored responses were scored by older rules, counted.
 *
 * @module
 */
import type { StoredResponse } from '../../functions/adapters/stored-responses.ts';

export interface Behind {
  /** Responses that can be scored again. */
  readonly responses: number;
  /** By the registry version that scored them, and by source. */
  readonly byRegistry: Readonly<Record<string, number>>;
  readonly bySource: Readonly<Record<string, number>>;
  /** Withdrawn by a delete: there is nothing to score. */
  readonly withdrawn: number;
  /** The resource of their current version is not in the table, or was too large to be kept whole. */
  readonly withoutResource: number;
}

export const nothingBehind: Behind = {
  responses: 0,
  byRegistry: {},
  bySource: {},
  withdrawn: 0,
  withoutResource: 0,
};

export function countBehind(behind: Behind, { current, raw }: StoredResponse): Behind {
  if (raw === null) return { ...behind, withdrawn: behind.withdrawn + 1 };
  if (raw === undefined) return { ...behind, withoutResource: behind.withoutResource + 1 };
  return {
    ...behind,
    responses: behind.responses + 1,
    byRegistry: plusOne(behind.byRegistry, String(current.registry)),
    bySource: plusOne(behind.bySource, current.source),
  };
}

function plusOne(counts: Readonly<Record<string, number>>, key: string): Readonly<Record<string, number>> {
  return { ...counts, [key]: (counts[key] ?? 0) + 1 };
}

export function behindText(behind: Behind, registry: number, activated: boolean): readonly string[] {
  const { responses, byRegistry, bySource, withdrawn, withoutResource } = behind;
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name}: ${count}`)
      .join(', ');
  return [
    responses === 0
      ? withoutResource === 0
        ? `Every response was scored by version ${registry} of the rules.`
        : `Nothing more can be brought to version ${registry} of the rules.`
      : `Behind version ${registry} of the rules${activated ? ' until now' : ''}: ${responses}`,
    ...(responses === 0
      ? []
      : [`  by version of the rules  ${listed(byRegistry)}`, `  by source  ${listed(bySource)}`]),
    ...(withdrawn === 0 ? [] : [`  ${withdrawn} more were withdrawn by their EHR and stay as they are`]),
    ...(withoutResource === 0
      ? []
      : [
          `  ${withoutResource} more stay behind and cannot be scored again: their resource is not stored whole`,
        ]),
    ...(responses === 0
      ? []
      : activated
        ? ['They are in the queue. Run it again to see how many are still behind.']
        : ['Nothing was sent. Deploy the new rules, look at shadow, then add --activate.']),
  ];
}
