import { faultAt, type Token } from './json-path-tokens.js';
import { excerpt } from './search-fault.js';

/** A place in the tokens of a path. Keywords are the same in capitals, as in Postgres; `expect…` throws a `RequestFault`. */
export interface TokenCursor {
  peek(): Token;
  take(): Token;
  isSymbol(text: string): boolean;
  isName(text: string): boolean;
  takeSymbol(text: string): boolean;
  takeName(text: string): boolean;
  expectSymbol(text: string): void;
  expectName(text: string): void;
  expectEnd(): void;
  unexpected(expected: string): Error;
  unsupported(what: string, hint?: string): Error;
}

/** `tokens` must end with an `end`. */
export function createTokenCursor(tokens: readonly Token[]): TokenCursor {
  let index = 0;

  return {
    peek,
    take,
    isSymbol,
    isName,
    takeSymbol: (text) => takeIf(isSymbol(text)),
    takeName: (text) => takeIf(isName(text)),
    expectSymbol: (text) => expect(isSymbol(text), text),
    expectName: (text) => expect(isName(text), text),
    expectEnd() {
      if (peek().kind !== 'end') throw unexpected('its end');
    },
    unexpected,
    unsupported: (what, hint = '') => faultAt(peek().position, `${what} is not supported${hint}`),
  };

  function peek(): Token {
    // There always is one: nobody takes the `end`.
    return tokens[index] as Token;
  }

  function take(): Token {
    const token = peek();
    index += 1;
    return token;
  }

  function isSymbol(text: string): boolean {
    return peek().kind === 'symbol' && peek().text === text;
  }

  function isName(text: string): boolean {
    return peek().kind === 'name' && peek().text.toLowerCase() === text;
  }

  function takeIf(found: boolean): boolean {
    if (found) index += 1;
    return found;
  }

  function expect(found: boolean, text: string): void {
    if (!takeIf(found)) throw unexpected(`"${text}"`);
  }

  function unexpected(expected: string): Error {
    const { kind, text, position } = peek();
    return faultAt(position, `expected ${expected}, found ${kind === 'end' ? 'its end' : excerpt(text)}`);
  }
}
