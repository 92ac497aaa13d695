/**
 * A `calculatedExpression` -> which items it adds up, when it is a sum.
 *
 * The path is followed over the items of the Questionnaire, which a response mirrors, so a path that stops
 * above a group selects nothing here as it would there. What is recognised:
 *
 * | shape                                                                      |                              |
 * | -------------------------------------------------------------------------- | ---------------------------- |
 * | `PATH.answer.weight().sum()`, also `.value.weight()`, `.ordinal()`          | the points                   |
 * | `PATH.answer.value.sum()`                                                  | answers that are numbers     |
 * | `PATH.answer.weight() + PATH.answer.weight()`                              | one item each                |
 * | `4 * SUM`, `%name` of a `variable`, `iif(POINTS.count() = 9, SUM, {})`     |                              |
 *
 * PATH is `%resource` with `.item`, `.repeat(item)`, `.descendants()` and `.where(...)` on `linkId`: `=`, `!=`,
 * `in`, `matches`, `startsWith`, joined by `and` and `or`. Whatever the expression does with missing answers,
 * the score then has our rule: complete, unless the `missing` extension says otherwise.
 *
 * @module
 */
import { type CompileFault, fault } from './compile-questionnaire-fault.ts';
import { type Expression, parseFhirPath } from './compile-questionnaire-fhirpath.ts';
import { descendants, type QuestionnaireNode } from './compile-questionnaire-read.ts';

interface Sum {
  readonly factor: number;
  readonly items: readonly QuestionnaireNode[];
  /** Adds `answer.value` instead of weights. */
  readonly raw: boolean;
}

export type ReadSum =
  | { readonly kind: 'sum'; readonly sum: Sum }
  | { readonly kind: 'invalid'; readonly fault: CompileFault };

export interface SumContext {
  readonly roots: readonly QuestionnaireNode[];
  /** Expression by the name of a `variable` extension. */
  readonly variables: ReadonlyMap<string, string>;
  /** Path of the total item, for faults. */
  readonly path: string;
}

export function readSum(expression: string, context: SumContext): ReadSum {
  try {
    const tree = parseFhirPath(expression);
    if (tree === undefined) throw new Refusal('expression-unsupported', SAY_INSTEAD);
    const sum = sumOf(tree, context, 0);
    if (sum.items.length === 0) throw new Refusal('expression-selects-nothing', NOTHING);
    const twice = sum.items.find((node, index) => sum.items.indexOf(node) !== index);
    if (twice !== undefined)
      throw new Refusal('expression-unsupported', `It adds item ${twice.linkId} twice. Name each item once.`);
    return { kind: 'sum', sum };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      kind: 'invalid',
      fault: fault(error.code, `${context.path}.calculatedExpression`, error.message),
    };
  }
}

class Refusal extends Error {
  readonly code: CompileFault['code'];
  constructor(code: CompileFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const SAY_INSTEAD =
  "Only sums are read. Write %resource.repeat(item).where(linkId in ('q1' | 'q2')).answer.weight().sum(), or state the rule in the extension urn:outcomes-pipeline:extension:method (sum, mean, weighted, count-at-least, criteria, triage) and remove the expression.";
const NOTHING =
  'The expression selects no item. Items inside a group are reached by %resource.repeat(item), not by %resource.item; check the link ids too.';
const PARTIAL =
  'The expression counts a missing answer as 0 and so makes a partial sum, which reads as a mild score. Add up the answers alone; state an accepted number of missing answers in the extension urn:outcomes-pipeline:extension:missing.';
const UNION =
  'In FHIRPath | drops equal numbers, so two answers worth 2 would count once. Join the terms by +, or use .sum().';

/** Variables may refer to variables; a circle ends here. */
const MAX_VARIABLES = 20;

function sumOf(tree: Expression, context: SumContext, depth: number): Sum {
  switch (tree.kind) {
    case 'operator':
      return operatorSum(tree, context, depth);
    case 'variable':
      return sumOf(variable(tree.name, context, depth), context, depth + 1);
    case 'step':
      if (tree.name === 'sum' && tree.on !== null && tree.args?.length === 0)
        return pointsOf(tree.on, context, depth);
      if (tree.name === 'iif' && tree.on === null && tree.args !== null)
        return guarded(tree.args, context, depth);
      return single(pointsOf(tree, context, depth));
    case 'literal':
    case 'empty':
      throw new Refusal('expression-unsupported', SAY_INSTEAD);
  }
}

function single(sum: Sum): Sum {
  if (sum.items.length > 1) {
    throw new Refusal(
      'expression-unsupported',
      'A term of this expression selects several items without adding them up. End it with .sum().',
    );
  }
  return sum;
}

function operatorSum(
  { operator, left, right }: Extract<Expression, { kind: 'operator' }>,
  context: SumContext,
  depth: number,
): Sum {
  if (operator === '*') {
    const [number, other] = left.kind === 'literal' ? [left, right] : [right, left];
    if (number.kind !== 'literal' || typeof number.value !== 'number')
      throw new Refusal('expression-unsupported', SAY_INSTEAD);
    const sum = sumOf(other, context, depth);
    return { ...sum, factor: sum.factor * number.value };
  }
  if (operator === '|') throw new Refusal('expression-unsupported', UNION);
  if (operator !== '+') throw new Refusal('expression-unsupported', SAY_INSTEAD);
  const [one, other] = [sumOf(left, context, depth), sumOf(right, context, depth)];
  if (one.factor !== other.factor || one.raw !== other.raw)
    throw new Refusal('expression-unsupported', SAY_INSTEAD);
  return { ...one, items: [...one.items, ...other.items] };
}

/** `iif(POINTS.count() = n, SUM, {})`: a sum only when nothing is missing, which is our rule anyway. */
function guarded(args: readonly Expression[], context: SumContext, depth: number): Sum {
  const [condition, then, otherwise] = args;
  if (condition === undefined || then === undefined) throw new Refusal('expression-unsupported', SAY_INSTEAD);
  if (otherwise?.kind === 'literal') throw new Refusal('expression-partial-sum', PARTIAL);
  if (otherwise !== undefined && otherwise.kind !== 'empty')
    throw new Refusal('expression-unsupported', SAY_INSTEAD);
  const sum = sumOf(then, context, depth);
  if (condition.kind === 'operator' && condition.operator === '=' && condition.left.kind === 'step') {
    const { name, on } = condition.left;
    const counted = name === 'count' && on !== null ? pointsOf(on, context, depth).items : [];
    const same = counted.length === sum.items.length && counted.every((node) => sum.items.includes(node));
    if (same && condition.right.kind === 'literal' && condition.right.value === sum.items.length) return sum;
  }
  throw new Refusal(
    'expression-unsupported',
    'The condition of iif is not read. Leave it out: a score with a missing answer is never given unless the extension urn:outcomes-pipeline:extension:missing says so.',
  );
}

function variable(name: string, { variables }: SumContext, depth: number): Expression {
  const text = variables.get(name);
  const tree = text === undefined || depth > MAX_VARIABLES ? undefined : parseFhirPath(text);
  if (tree === undefined) {
    throw new Refusal(
      'expression-unsupported',
      `%${name} is not a variable of this Questionnaire that can be read. ${SAY_INSTEAD}`,
    );
  }
  return tree;
}

/** `ITEMS.answer.weight()` and its kin. */
function pointsOf(tree: Expression, context: SumContext, depth: number): Sum {
  if (tree.kind === 'variable') return pointsOf(variable(tree.name, context, depth), context, depth + 1);
  if (tree.kind === 'operator' && tree.operator === '|') throw new Refusal('expression-unsupported', UNION);
  let at: Expression | null = tree;
  let weighted = false;
  let valued = false;
  for (; at?.kind === 'step' && at.name !== 'answer'; at = at.on) {
    const { name, args }: { name: string; args: readonly Expression[] | null } = at;
    if ((name === 'weight' || name === 'ordinal') && args?.length === 0 && !weighted && !valued)
      weighted = true;
    else if (/^value(?:Integer|Decimal|Coding)?$/.test(name) && args === null && !valued) valued = true;
    else throw new Refusal('expression-unsupported', SAY_INSTEAD);
  }
  if (at?.kind !== 'step' || at.args !== null || (!weighted && !valued))
    throw new Refusal('expression-unsupported', SAY_INSTEAD);
  return { factor: 1, items: itemsOf(at.on, context).filter(isQuestion), raw: !weighted };
}

const QUESTION = new Set(['choice', 'open-choice', 'integer', 'decimal', 'boolean', 'quantity']);

/** Groups, texts and totals have no points, so a wide path adds nothing for them. */
function isQuestion({ type, element }: QuestionnaireNode): boolean {
  return QUESTION.has(type) && element.readOnly !== true;
}

/** The items a path of the response selects, found over the Questionnaire. Null is the resource itself. */
function itemsOf(tree: Expression | null, context: SumContext): readonly QuestionnaireNode[] {
  const { roots } = context;
  if (tree === null || isResource(tree)) throw new Refusal('expression-unsupported', SAY_INSTEAD);
  if (tree.kind !== 'step') throw new Refusal('expression-unsupported', SAY_INSTEAD);
  const { on, name, args } = tree;
  const atRoot = on === null || isResource(on);
  if (name === 'where' && args?.length === 1 && args[0] !== undefined && !atRoot) {
    const condition = args[0];
    return itemsOf(on, context).filter((node) => holds(condition, node, roots));
  }
  const from = atRoot ? undefined : itemsOf(on, context);
  const children = from === undefined ? roots : from.flatMap((node) => node.children);
  if (name === 'item' && args === null) return children;
  const repeats = name === 'repeat' && args?.length === 1 && isBare(args[0], 'item');
  if (repeats || (name === 'descendants' && args?.length === 0)) return descendants(children);
  throw new Refusal('expression-unsupported', SAY_INSTEAD);
}

function isResource(tree: Expression): boolean {
  return tree.kind === 'variable' && (tree.name === 'resource' || tree.name === 'context');
}

function isBare(tree: Expression | undefined, name: string): boolean {
  return tree?.kind === 'step' && tree.on === null && tree.args === null && tree.name === name;
}

function holds(condition: Expression, node: QuestionnaireNode, roots: readonly QuestionnaireNode[]): boolean {
  if (condition.kind === 'operator') {
    const { operator, left, right } = condition;
    if (operator === 'and') return holds(left, node, roots) && holds(right, node, roots);
    if (operator === 'or') return holds(left, node, roots) || holds(right, node, roots);
    if (isBare(left, 'linkId')) {
      if (operator === '=') return node.linkId === known(right, roots);
      if (operator === '!=') return node.linkId !== known(right, roots);
      if (operator === 'in') return members(right).some((one) => node.linkId === known(one, roots));
    }
  }
  if (condition.kind === 'step' && condition.on !== null && isBare(condition.on, 'linkId')) {
    const [pattern] = condition.args ?? [];
    if (pattern?.kind === 'literal' && typeof pattern.value === 'string') {
      if (condition.name === 'startsWith') return node.linkId.startsWith(pattern.value);
      if (condition.name === 'matches') return regularExpression(pattern.value).test(node.linkId);
    }
  }
  throw new Refusal(
    'expression-unsupported',
    'where(...) is read on linkId only (=, !=, in, matches, startsWith, joined by and, or). A response item has no type or code to test.',
  );
}

function members(tree: Expression): readonly Expression[] {
  return tree.kind === 'operator' && tree.operator === '|'
    ? [...members(tree.left), ...members(tree.right)]
    : [tree];
}

/** A link id written out must exist, or a typing error would quietly shorten the sum. */
function known(tree: Expression, roots: readonly QuestionnaireNode[]): string {
  if (tree.kind !== 'literal' || typeof tree.value !== 'string')
    throw new Refusal('expression-unsupported', SAY_INSTEAD);
  const { value } = tree;
  if (!descendants(roots).some(({ linkId }) => linkId === value)) {
    throw new Refusal('score-item-unknown', `There is no item with linkId ${value}. Correct the expression.`);
  }
  return value;
}

function regularExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new Refusal('expression-unsupported', `'${pattern}' is not a regular expression.`);
  }
}
