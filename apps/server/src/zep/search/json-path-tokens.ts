import { excerpt, searchFault } from './search-fault.js';

export interface Token {
  readonly kind: 'symbol' | 'name' | 'string' | 'number' | 'end';
  /** As written; of a string, what it stands for. */
  readonly text: string;
  /** Characters before it in the path. */
  readonly position: number;
}

const blank = /\s*/uy;
const symbol = /\*\*|==|!=|<>|<=|>=|&&|\|\||[!<>()[\]{}.,*?@$+\-/%]/uy;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy;
const string = /"((?:[^"\\]|\\.)*)"/suy;
const name = /[^\s"'\\?%$.[\]{}()|&!=<>@#,*:+\-/\d][^\s"'\\?%$.[\]{}()|&!=<>@#,*:+\-/]*/uy;

/** The tokens of a path, an `end` behind them. Throws a `RequestFault` for what is none; its time is linear in the text. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  for (;;) {
    position += matchAt(blank, text, position)?.[0].length ?? 0;
    if (position === text.length) return [...tokens, { kind: 'end', text: '', position }];
    const { token, length } = readToken(text, position);
    tokens.push(token);
    position += length;
  }
}

function readToken(text: string, position: number): { token: Token; length: number } {
  const quoted = matchAt(string, text, position);
  if (quoted !== undefined) {
    const token: Token = { kind: 'string', text: readString(quoted[1] ?? '', position), position };
    return { token, length: quoted[0].length };
  }
  const plain =
    matchKind('number', number, text, position) ??
    matchKind('symbol', symbol, text, position) ??
    matchKind('name', name, text, position);
  if (plain === undefined) throw faultAt(position, `unexpected ${excerpt(text.slice(position))}`);
  const length = plain.text.length;
  if (plain.kind === 'number' && matchAt(/[\d.]|\p{L}/uy, text, position + length) !== undefined) {
    throw faultAt(position, `${excerpt(text.slice(position))} is neither a number nor a key; quote a key: ."key"`);
  }
  return { token: plain, length };
}

function matchKind(kind: Token['kind'], pattern: RegExp, text: string, position: number): Token | undefined {
  const match = matchAt(pattern, text, position);
  return match === undefined ? undefined : { kind, text: match[0], position };
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text) ?? undefined;
}

const escapeSequence = /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))/gsu;
const controls: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

function readString(inside: string, position: number): string {
  const text = inside.replace(escapeSequence, (whole, braced, four, two, other) => {
    const digits: string | undefined = braced ?? four ?? two;
    if (digits === undefined && (other === 'u' || other === 'x')) throw faultAt(position, `bad escape ${whole}`);
    if (digits === undefined) return controls.get(other) ?? other;
    const code = Number.parseInt(digits, 16);
    if (code > 0x10_ffff) throw faultAt(position, `bad escape ${whole}`);
    // May be half of a surrogate pair, whose other half is the next escape.
    return String.fromCodePoint(code);
  });
  if (/\p{Surrogate}/u.test(text)) throw faultAt(position, 'half of a surrogate pair');
  return text;
}

export function faultAt(position: number, problem: string): Error {
  return searchFault(`invalid JSONPath: ${problem} (at character ${position + 1})`);
}
