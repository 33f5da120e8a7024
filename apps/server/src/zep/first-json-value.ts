/** The text of the first JSON value in `text`; what follows it was never looked at by Zep. Says nothing about whether it is valid. */
export function firstJsonValue(text: string): string {
  const start = text.search(/[^ \t\r\n]/);
  if (start === -1) return '';
  const end = endOf(text, start);
  return text.slice(start, end);
}

const token = /"(?:[^"\\]|\\.)*"|[[\]{}]/gs;
const scalar = /[^ \t\r\n,:{}[\]"]*/y;

function endOf(text: string, start: number): number {
  if (!'{["'.includes(text[start] as string)) {
    scalar.lastIndex = start;
    scalar.test(text);
    return scalar.lastIndex;
  }
  let depth = 0;
  token.lastIndex = start;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '{' || match[0] === '[') depth += 1;
    else if (match[0] === '}' || match[0] === ']') depth -= 1;
    if (depth <= 0) return token.lastIndex;
  }
  return text.length;
}
