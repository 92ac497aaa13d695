/**
 * Text -> syntax tree, for the part of FHIRPath in which sums are written. Nothing is evaluated here.
 *
 * @module
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'variable'; readonly name: string }
  /** `on.name` or `on.name(args)`; `on` is null for a bare name. */
  | {
      readonly kind: 'step';
      readonly on: Expression | null;
      readonly name: string;
      readonly args: readonly Expression[] | null;
    }
  | {
      readonly kind: 'operator';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Loosest first, as the FHIRPath specification orders them (section 6.8). */
const LEVELS: readonly (readonly string[])[] = [
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '!=', '~', '!~'],
  ['>', '<', '>=', '<='],
  ['|'],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod'],
];

const TOKEN =
  /\s*(?:('(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|(%?[A-Za-z_][A-Za-z0-9_-]*|\$[a-z]+|`[^`]+`)|(!=|!~|>=|<=|[.,(){}=~<>|+\-*/&]))/y;

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'symbol';
  readonly text: string;
}

/** Longest expression that is read; generated ones for 40 items have under 2,000 characters. */
const MAX_LENGTH = 20_000;
const MAX_DEPTH = 200;

/** Undefined when the text is not of this part of FHIRPath. */
export function parseFhirPath(expression: string): Expression | undefined {
  const tokens = tokenize(expression);
  if (tokens === undefined) return undefined;
  try {
    const parser = new Parser(tokens);
    const parsed = parser.operators(0, 0);
    return parser.atEnd() ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return undefined;
    throw error;
  }
}

class SyntaxFault extends Error {}

function tokenize(expression: string): readonly Token[] | undefined {
  const source = expression.trim();
  if (source.length > MAX_LENGTH) return undefined;
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const [, string, number, name, symbol] = TOKEN.exec(source) ?? [];
    if (string !== undefined) tokens.push({ kind: 'string', text: unescaped(string.slice(1, -1)) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.replace(/^`|`$/g, '') });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else return undefined;
  }
  return tokens;
}

/** In FHIRPath `\d` of a pattern is often written bare, so an unknown escape keeps its backslash. */
function unescaped(text: string): string {
  return text.replace(/\\(['"`\\/])/g, '$1');
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  operators(level: number, depth: number): Expression {
    const names = LEVELS[level];
    if (names === undefined) return this.#steps(depth);
    if (depth > MAX_DEPTH) throw new SyntaxFault();
    let left = this.operators(level + 1, depth);
    for (let operator = this.#operator(names); operator !== undefined; operator = this.#operator(names)) {
      left = { kind: 'operator', operator, left, right: this.operators(level + 1, depth) };
    }
    return left;
  }

  #operator(names: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (token === undefined || token.kind === 'string' || !names.includes(token.text)) return undefined;
    this.#next += 1;
    return token.text;
  }

  #steps(depth: number): Expression {
    let on = this.#primary(depth);
    while (this.#accept('.')) on = this.#step(on, depth);
    return on;
  }

  #primary(depth: number): Expression {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new SyntaxFault();
    if (token.kind === 'name') {
      if (token.text === 'true' || token.text === 'false') {
        this.#next += 1;
        return { kind: 'literal', value: token.text === 'true' };
      }
      if (token.text.startsWith('%')) {
        this.#next += 1;
        return { kind: 'variable', name: token.text.slice(1) };
      }
      return this.#step(null, depth);
    }
    this.#next += 1;
    if (token.kind === 'string') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.text === '{' && this.#accept('}')) return { kind: 'empty' };
    if (token.text !== '(') throw new SyntaxFault();
    const inner = this.operators(0, depth + 1);
    this.#expect(')');
    return inner;
  }

  #step(on: Expression | null, depth: number): Expression {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'name') throw new SyntaxFault();
    this.#next += 1;
    if (!this.#accept('(')) return { kind: 'step', on, name: token.text, args: null };
    const args: Expression[] = [];
    if (!this.#accept(')')) {
      do args.push(this.operators(0, depth + 1));
      while (this.#accept(','));
      this.#expect(')');
    }
    return { kind: 'step', on, name: token.text, args };
  }

  #accept(symbol: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.#next += 1;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) throw new SyntaxFault();
  }
}
