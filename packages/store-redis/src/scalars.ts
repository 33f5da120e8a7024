import { UnreadableError } from './unreadable.js';

const [lineEnd, blank, dash, zero, nine, questionMark] = [10, 32, 45, 48, 57, 63] as const;

/**
 * Reads a line of scalars between blanks, one after the other, and the text behind it.
 *
 * By hand, because a page of a list reads thirteen hundred of them: `split` and `Number` take four times as long.
 */
export class Scalars {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** A whole number, not negative. */
  number(): number {
    const { text } = this;
    const start = this.at;
    let at = start;
    let value = 0;
    let code = text.charCodeAt(at);
    while (code >= zero && code <= nine) {
      value = value * 10 + (code - zero);
      at += 1;
      code = text.charCodeAt(at);
    }
    if (at === start || !(code === blank || code === lineEnd || at === text.length)) this.fail();
    this.at = at + 1;
    return value;
  }

  /** A whole number, or `null` for `-`. */
  optionalNumber(): number | null {
    return this.skipDash() ? null : this.number();
  }

  /** Whether a number follows that is marked with `?`; the mark is read. */
  mark(): boolean {
    if (this.text.charCodeAt(this.at) !== questionMark) return false;
    this.at += 1;
    return true;
  }

  /** What is left up to the next blank or the end of the line, at least one character. */
  word(): string {
    const { text } = this;
    const start = this.at;
    let at = start;
    for (
      let code = text.charCodeAt(at);
      code > blank || (code < blank && code !== lineEnd);
      code = text.charCodeAt(at)
    ) {
      at += 1;
    }
    if (at === start) this.fail();
    this.at = at + 1;
    return text.slice(start, at);
  }

  /** A word, or `null` for `-`. */
  optionalWord(): string | null {
    return this.skipDash() ? null : this.word();
  }

  /** `<uuid>:<version>`. */
  stamp(): { uuid: string; version: number } {
    const uuid = this.text.slice(this.at, this.at + 36);
    if (this.text[this.at + 36] !== ':') this.fail();
    this.at += 37;
    return { uuid, version: this.number() };
  }

  /** What stands behind the line; `undefined` if nothing does, not even a line end. */
  rest(): string | undefined {
    if (this.at > this.text.length) return undefined;
    if (this.text.charCodeAt(this.at - 1) !== lineEnd) this.fail();
    return this.text.slice(this.at);
  }

  private skipDash(): boolean {
    const { text, at } = this;
    if (text.charCodeAt(at) !== dash) return false;
    const next = text.charCodeAt(at + 1);
    if (!(next === blank || next === lineEnd || at + 1 === text.length)) return false;
    this.at = at + 2;
    return true;
  }

  private fail(): never {
    throw new UnreadableError(`cannot be read at ${this.at}: ${JSON.stringify(this.text.slice(0, 200))}`);
  }
}
