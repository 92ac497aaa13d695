/**
 * The `Condition` block of an IAM statement. Pure.
 *
 * Known operators: String*, Arn*, Bool, Null, Numeric*, with `IfExists`, `ForAllValues:` and
 * `ForAnyValue:`. An operator or a key that is not known is reported, never guessed.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 *
 * @module
 */

/** Operator -> condition key -> expected values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, Expected | readonly Expected[]>>>>;

type Expected = string | boolean | number;

/** Values of the request by condition key in lower case. */
export type ContextValues = ReadonlyMap<string, readonly string[]>;

export type Judgement = 'met' | 'unmet' | { readonly unknown: string };

/** Keys that no call from a function carries, so that a condition on them is judged as absent. */
const ABSENT_KEYS: ReadonlySet<string> = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:viaawsservice',
  's3:x-amz-acl',
]);

type Test = (actual: string, expected: string) => boolean;

const OPERATORS: Readonly<Record<string, Test>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (actual, expected) => matcher(expected).test(actual),
  ArnEquals: (actual, expected) => matcher(expected).test(actual),
  ArnLike: (actual, expected) => matcher(expected).test(actual),
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  NumericEquals: (actual, expected) => Number(actual) === Number(expected),
  NumericLessThan: (actual, expected) => Number(actual) < Number(expected),
  NumericLessThanEquals: (actual, expected) => Number(actual) <= Number(expected),
  NumericGreaterThan: (actual, expected) => Number(actual) > Number(expected),
  NumericGreaterThanEquals: (actual, expected) => Number(actual) >= Number(expected),
};

/** The negated operators: met when no expected value matches, and when the key is absent. */
const NEGATIONS: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

export function judgeConditions(conditions: Conditions, context: ContextValues): Judgement {
  let unknown: Judgement | undefined;
  for (const [operator, byKey] of Object.entries(conditions)) {
    for (const [key, expected] of Object.entries(byKey)) {
      const judgement = judgeOne(operator, key.toLowerCase(), [expected].flat().map(String), context);
      if (judgement === 'unmet') return 'unmet';
      if (judgement !== 'met') unknown = judgement;
    }
  }
  return unknown ?? 'met';
}

function judgeOne(
  operator: string,
  key: string,
  expected: readonly string[],
  context: ContextValues,
): Judgement {
  const { set, name, ifExists } = parts(operator);
  const actual = context.get(key);
  if (actual === undefined && !ABSENT_KEYS.has(key)) return { unknown: `the condition key ${key}` };
  if (name === 'Null') return verdict(expected.includes(String(actual === undefined)));

  const negated = NEGATIONS[name];
  const test = OPERATORS[negated ?? name];
  if (test === undefined) return { unknown: `the condition operator ${operator}` };
  if (actual === undefined) return verdict(ifExists || negated !== undefined || set === 'ForAllValues');

  const accepts = (value: string): boolean =>
    expected.some((candidate) => test(value, candidate)) !== (negated !== undefined);
  return verdict(set === 'ForAnyValue' ? actual.some(accepts) : actual.every(accepts));
}

/** `ForAllValues:StringEqualsIfExists` in its three parts. */
function parts(operator: string): { set: string | undefined; name: string; ifExists: boolean } {
  const [first = '', second] = operator.split(':');
  const full = second ?? first;
  const ifExists = full.endsWith('IfExists');
  return {
    set: second === undefined ? undefined : first,
    name: ifExists ? full.slice(0, -'IfExists'.length) : full,
    ifExists,
  };
}

function verdict(met: boolean): Judgement {
  return met ? 'met' : 'unmet';
}

const compiled = new Map<string, RegExp>();

/** IAM's wildcards: `*` any run, `?` one character. Compiled once a pattern. */
export function matcher(pattern: string, ignoreCase = false): RegExp {
  const flags = ignoreCase ? 'is' : 's';
  const known = compiled.get(flags + pattern);
  if (known !== undefined) return known;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const made = new RegExp(`^${source}$`, flags);
  compiled.set(flags + pattern, made);
  return made;
}
