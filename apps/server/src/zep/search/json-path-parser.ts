import { createTokenCursor, type TokenCursor } from './json-path-cursor.js';
import type {
  ComparisonOperator,
  Index,
  IndexRange,
  JsonPath,
  Literal,
  Operand,
  Predicate,
  Start,
  Step,
} from './json-path-syntax.js';
import { faultAt, readTokens, type Token } from './json-path-tokens.js';
import { excerpt, searchFault } from './search-fault.js';

/** In UTF-16 units. */
const maxPathLength = 4_096;
/** Parentheses and filters inside one another. */
const maxNesting = 32;

const comparisons: ReadonlyMap<string, ComparisonOperator> = new Map([
  ['==', '=='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);
const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);
const literals: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads the part of Postgres' SQL/JSON path language that decision record 0010 names. Throws a `RequestFault` that says what is
 * wrong and where, also for what Postgres knows and this does not, and for a path that is too long or nested too deeply.
 */
export function parseJsonPath(text: string): JsonPath {
  if (text.length > maxPathLength) throw searchFault(`invalid JSONPath: longer than ${maxPathLength} characters`);
  const cursor = createTokenCursor(readTokens(text));
  const strict = cursor.takeName('strict');
  if (!strict) cursor.takeName('lax');
  const expression = createExpressionReader(cursor)();
  cursor.expectEnd();
  return { strict, expression };
}

/** By recursive descent; the depth of the recursion is that of the parentheses. */
function createExpressionReader(cursor: TokenCursor): () => Operand | Predicate {
  const { peek, take, isSymbol, isName, takeSymbol, takeName, expectSymbol, expectName, unexpected, unsupported } =
    cursor;
  let nesting = 0;
  let filters = 0;

  return readExpression;

  /** The lowest precedence: `||`, then `&&`, then comparisons and what is inside parentheses. */
  function readExpression(): Operand | Predicate {
    return readChain('or', '||', () => readChain('and', '&&', readTerm));
  }

  function readChain(kind: 'and' | 'or', symbol: string, readPart: () => Operand | Predicate): Operand | Predicate {
    const first = readPart();
    if (!isSymbol(symbol)) return first;
    const predicates = [toPredicate(first)];
    while (takeSymbol(symbol)) predicates.push(toPredicate(readPart()));
    return { kind, predicates };
  }

  function readTerm(): Operand | Predicate {
    if (takeSymbol('!')) return { kind: 'not', predicate: readDelimitedPredicate() };
    if (isName('exists')) return readExists();
    if (!isSymbol('(')) return readComparison(readOperand());
    const inside = readParentheses();
    if (inside.kind === 'operand') return readComparison({ ...inside, steps: [...inside.steps, ...readSteps()] });
    if (!takeName('is')) return inside;
    expectName('unknown');
    return { kind: 'is_unknown', predicate: inside };
  }

  function readDelimitedPredicate(): Predicate {
    return isName('exists') ? readExists() : toPredicate(readParentheses());
  }

  function readExists(): Predicate {
    expectName('exists');
    return { kind: 'exists', operand: toOperand(readParentheses()) };
  }

  function readParentheses(): Operand | Predicate {
    expectSymbol('(');
    nesting += 1;
    if (nesting > maxNesting) throw faultAt(peek().position, `nested deeper than ${maxNesting}`);
    const inside = readExpression();
    nesting -= 1;
    expectSymbol(')');
    return inside;
  }

  function readComparison(left: Operand): Operand | Predicate {
    if (takeName('starts')) {
      expectName('with');
      if (peek().kind !== 'string') throw unexpected('a string');
      return { kind: 'starts_with', operand: left, prefix: take().text };
    }
    const operator = peek().kind === 'symbol' ? comparisons.get(peek().text) : undefined;
    refuseUnsupported();
    if (operator === undefined) return left;
    take();
    const right = isSymbol('(') ? readOperandInParentheses() : readOperand();
    refuseUnsupported();
    return { kind: 'comparison', operator, left, right };
  }

  function readOperandInParentheses(): Operand {
    const inside = toOperand(readParentheses());
    return { ...inside, steps: [...inside.steps, ...readSteps()] };
  }

  function refuseUnsupported(): void {
    if (peek().kind === 'symbol' && arithmetic.has(peek().text)) {
      throw unsupported('arithmetic', ' (a key with other characters than letters is written in quotes: ."my-key")');
    }
    if (isName('like_regex')) throw unsupported('like_regex');
  }

  function readOperand(): Operand {
    return { kind: 'operand', start: readStart(), steps: readSteps() };
  }

  function readStart(): Start {
    const { position } = peek();
    if (takeSymbol('$')) {
      const { kind, position: next } = peek();
      if (next === position + 1 && (kind === 'name' || kind === 'string')) throw unsupported('a variable');
      return { from: 'root' };
    }
    if (takeSymbol('@')) {
      if (filters === 0) throw faultAt(position, '@ has a meaning inside of a filter only');
      return { from: 'current' };
    }
    return { from: 'literal', value: readLiteral() };
  }

  function readLiteral(): Literal {
    if (peek().kind === 'string') return take().text;
    const literal = peek().kind === 'name' ? literals.get(peek().text) : undefined;
    if (literal !== undefined) {
      take();
      return literal;
    }
    return readNumber('a path or a value');
  }

  function readNumber(expected: string): number {
    const sign = takeSymbol('-') ? -1 : 1;
    if (sign === 1) takeSymbol('+');
    if (peek().kind !== 'number') throw unexpected(expected);
    return sign * Number(take().text);
  }

  function readSteps(): readonly Step[] {
    const steps: Step[] = [];
    for (;;) {
      if (takeSymbol('.')) steps.push(readMember());
      else if (takeSymbol('[')) steps.push(readSubscript());
      else if (takeSymbol('?')) steps.push(readFilter());
      else return steps;
    }
  }

  function readMember(): Step {
    if (takeSymbol('**')) return readDescendants();
    if (takeSymbol('*')) return { kind: 'any_key' };
    const token = peek();
    if (token.kind !== 'name' && token.kind !== 'string') throw unexpected('a key');
    take();
    return token.kind === 'name' && isSymbol('(') ? readMethod(token) : { kind: 'key', name: token.text };
  }

  function readMethod({ text, position }: Token): Step {
    const method = text.toLowerCase();
    if (method !== 'size' && method !== 'type') throw faultAt(position, `the method ${excerpt(text)} is not supported`);
    expectSymbol('(');
    expectSymbol(')');
    return { kind: method };
  }

  function readDescendants(): Step {
    if (!takeSymbol('{')) return { kind: 'descendants', levels: { from: 0, to: 'last' } };
    const levels = readRange();
    expectSymbol('}');
    return { kind: 'descendants', levels };
  }

  function readSubscript(): Step {
    if (takeSymbol('*')) {
      expectSymbol(']');
      return { kind: 'any_element' };
    }
    const ranges = [readRange()];
    while (takeSymbol(',')) ranges.push(readRange());
    expectSymbol(']');
    return { kind: 'elements', ranges };
  }

  function readRange(): IndexRange {
    const from = readIndex();
    return { from, to: takeName('to') ? readIndex() : from };
  }

  function readIndex(): Index {
    const index = takeName('last') ? 'last' : Math.trunc(readNumber('a number or last'));
    refuseUnsupported();
    return index;
  }

  function readFilter(): Step {
    filters += 1;
    const predicate = toPredicate(readParentheses());
    filters -= 1;
    return { kind: 'filter', predicate };
  }

  function toPredicate(expression: Operand | Predicate): Predicate {
    if (expression.kind === 'operand') throw unexpected('a comparison');
    return expression;
  }

  function toOperand(expression: Operand | Predicate): Operand {
    if (expression.kind !== 'operand')
      throw faultAt(peek().position - 1, 'a comparison stands where a path is expected');
    return expression;
  }
}
