const quote = 34;
const backslash = 92;
const opening: ReadonlySet<number> = new Set([91, 123]);
const closing: ReadonlySet<number> = new Set([93, 125]);
const scalar = /[^ \t\r\n,:{}[\]"]*/y;

/**
 * The text of the first JSON value in `text`; what follows it was never looked at by Zep. Says nothing about whether it is valid.
 *
 * Every character is looked at once, whatever the text is.
 */
export function firstJsonValue(text: string): string {
  const start = text.search(/[^ \t\r\n]/);
  return start === -1 ? '' : text.slice(start, endOf(text, start));
}

function endOf(text: string, start: number): number {
  if (!'{["'.includes(text[start] as string)) {
    scalar.lastIndex = start;
    scalar.test(text);
    return scalar.lastIndex;
  }
  let depth = 0;
  for (let position = start; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === quote) position = endOfString(text, position);
    else if (opening.has(code)) depth += 1;
    else if (closing.has(code)) depth -= 1;
    if (depth <= 0) return position + 1;
  }
  return text.length;
}

/** Where the string that begins at `start` has its closing quote, or the end of the text when it has none. */
function endOfString(text: string, start: number): number {
  let position = start + 1;
  while (position < text.length && text.charCodeAt(position) !== quote) {
    position += text.charCodeAt(position) === backslash ? 2 : 1;
  }
  return position;
}
