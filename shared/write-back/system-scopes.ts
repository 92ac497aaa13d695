/**
 * What we ask an EHR to let us do, as SMART system scopes of version 2, and whether what it granted is enough.
 * `c` create, `r` read, `u` update, `d` delete, `s` search, in this order.
 *
 * Source: http://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 *
 * @module
 */
/** Scores are written and looked up; answer sheets are read where a hook only names them, and searched at night. */
const always = ['system/Observation.crus', 'system/QuestionnaireResponse.rs', 'system/Patient.rs'];

/** @param searched further types that outcomes read in this EHR. */
export function neededScope(searched: readonly string[]): string {
  return [...new Set([...always, ...searched.map((type) => `system/${type}.rs`)])].join(' ');
}

/** Of the scopes asked for, those that what was granted does not cover, as `system/Observation.u`. */
export function lackingScopes(asked: string, granted: string): readonly string[] {
  const allowed = permissionsIn(granted);
  return [...permissionsIn(asked)].filter((one) => !allowed.has(one) && !allowed.has(ofAll(one)));
}

const VERSION_1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** One entry a type and letter. Scopes that are not about the system are none of ours. */
function permissionsIn(scope: string): ReadonlySet<string> {
  const found = scope.split(/\s+/).flatMap((one) => {
    // A restriction by search parameters behind `?` is the EHR's business.
    const [, type, action = ''] =
      /^system\/(\*|[A-Za-z]+)\.(read|write|\*|[cruds]+)(?:\?.*)?$/.exec(one) ?? [];
    if (type === undefined) return [];
    return [...(VERSION_1[action] ?? action)].map((letter) => `system/${type}.${letter}`);
  });
  return new Set(found);
}

function ofAll(permission: string): string {
  return permission.replace(/\/[A-Za-z]+\./, '/*.');
}
