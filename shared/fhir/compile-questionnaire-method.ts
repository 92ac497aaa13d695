/**
 * How a total is made: its `method` extension, or a `calculatedExpression` that is a sum. Where both are
 * given they must agree.
 *
 * @module
 */
import type { CriteriaClause, ScoreMethod, Source, TriageClause } from '../instruments/instrument.ts';
import { isObject } from '../responses/questionnaire-response.ts';
import { type CompileFault, fault } from './compile-questionnaire-fault.ts';
import {
  extensions,
  extensionValue,
  extensionValues,
  type Json,
  number,
  type QuestionnaireNode,
  text,
} from './compile-questionnaire-read.ts';
import { readSum, type SumContext } from './compile-questionnaire-sum.ts';
import { hl7, ours } from './questionnaire-extension.ts';

export interface ScoreContext extends Omit<SumContext, 'path'> {
  readonly instrument: string;
  /** Item number by link id, of items that have points. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Link ids whose answers are numbers that mean their own points. */
  readonly plainNumbers: ReadonlySet<string>;
  /** The only total, which is then called `total`. */
  readonly only: boolean;
  readonly source: Source;
}

export function methodOf(
  node: QuestionnaireNode,
  context: ScoreContext,
  faults: CompileFault[],
): ScoreMethod | undefined {
  const { element, path } = node;
  const [stated] = extensions(element, ours.method);
  const expression = expressionOf(element);
  const before = faults.length;
  const summed = expression === undefined ? undefined : summedOf(node, expression, context, faults);
  const method = stated === undefined ? summed : statedMethod(stated, path, context, faults);
  if (faults.length > before) return undefined;
  if (method === undefined) {
    faults.push(
      fault(
        'score-rule-missing',
        path,
        'Nothing says how this total is made. Give it a calculatedExpression that is a sum, or the extension urn:outcomes-pipeline:extension:method.',
      ),
    );
    return undefined;
  }
  if (summed !== undefined && JSON.stringify(sorted(summed)) !== JSON.stringify(sorted(method))) {
    faults.push(
      fault(
        'score-rules-differ',
        path,
        'The calculatedExpression and the method extension do not make the same score. Correct one, or remove the expression.',
      ),
    );
    return undefined;
  }
  return method;
}

/** The order of the items makes no difference to a sum. */
function sorted(method: ScoreMethod): unknown {
  return 'items' in method ? { ...method, items: method.items.toSorted((a, b) => a - b) } : method;
}

function expressionOf(element: Json): string | undefined {
  const [extension] = extensions(element, hl7.calculatedExpression);
  if (extension === undefined) return undefined;
  const { expression } = isObject(extension.valueExpression) ? extension.valueExpression : {};
  return text(expression) ?? '';
}

function summedOf(
  { path }: QuestionnaireNode,
  expression: string,
  context: ScoreContext,
  faults: CompileFault[],
): ScoreMethod | undefined {
  const read = readSum(expression, { ...context, path });
  if (read.kind === 'invalid') {
    faults.push(read.fault);
    return undefined;
  }
  const { factor, items, raw } = read.sum;
  const other = raw ? items.find(({ linkId }) => !context.plainNumbers.has(linkId)) : undefined;
  if (other !== undefined) {
    faults.push(
      fault(
        'expression-raw-value',
        `${path}.calculatedExpression`,
        `Item ${other.linkId} is not answered by a number that means its own points. Add up .answer.weight() instead of .answer.value.`,
      ),
    );
    return undefined;
  }
  const numbers = itemNumbers(
    items.map(({ linkId }) => linkId),
    path,
    context,
    faults,
  );
  return factor === 1 ? { kind: 'sum', items: numbers } : { kind: 'weighted', items: numbers, factor };
}

function itemNumbers(
  linkIds: readonly unknown[],
  path: string,
  { numbers, roots }: ScoreContext,
  faults: CompileFault[],
): readonly number[] {
  return linkIds.flatMap((linkId) => {
    const found = typeof linkId === 'string' ? numbers.get(linkId) : undefined;
    if (found !== undefined) return [found];
    faults.push(
      hasLinkId(roots, linkId)
        ? fault(
            'score-item-without-points',
            path,
            `Item ${String(linkId)} has no points. Give each of its answers an itemWeight, or leave it out of the score.`,
          )
        : fault('score-item-unknown', path, `There is no item with linkId ${String(linkId)}.`),
    );
    return [];
  });
}

function hasLinkId(nodes: readonly QuestionnaireNode[], linkId: unknown): boolean {
  return nodes.some((node) => node.linkId === linkId || hasLinkId(node.children, linkId));
}

function statedMethod(
  extension: Json,
  path: string,
  context: ScoreContext,
  faults: CompileFault[],
): ScoreMethod | undefined {
  const items = (of: Json): readonly number[] =>
    itemNumbers(extensionValues(of, 'item'), path, context, faults);
  const value = (of: Json, url: string): number => {
    const found = number(extensionValue(of, url));
    if (found === undefined)
      faults.push(fault('element-invalid', `${path}.extension(method)`, `It needs a number in ${url}.`));
    return found ?? Number.NaN;
  };
  const clauses = extensions(extension, 'clause');
  const kind = extensionValue(extension, 'kind');
  switch (kind) {
    case 'sum':
    case 'mean':
      return { kind, items: items(extension) };
    case 'weighted':
      return { kind, items: items(extension), factor: value(extension, 'factor') };
    case 'count-at-least':
      return { kind, items: items(extension), threshold: value(extension, 'threshold') };
    case 'criteria':
      return {
        kind,
        clauses: clauses.map(
          (clause): CriteriaClause => ({
            label: text(extensionValue(clause, 'label')) ?? '',
            items: items(clause),
            threshold: value(clause, 'threshold'),
            atLeast: value(clause, 'at-least'),
          }),
        ),
      };
    case 'triage':
      return {
        kind,
        items: items(extension),
        clauses: clauses.flatMap((clause) =>
          items(clause).map(
            (item): TriageClause => ({
              item,
              threshold: value(clause, 'threshold'),
              level: value(clause, 'level'),
            }),
          ),
        ),
      };
    case 'gas-t':
      return { kind, rho: value(extension, 'rho') };
    default:
      faults.push(
        fault(
          'element-invalid',
          `${path}.extension(method)`,
          'kind must be sum, mean, weighted, count-at-least, criteria, triage or gas-t.',
        ),
      );
      return undefined;
  }
}
