import type { Parser } from './parsers.js';

/** Nothing, `*`, or origins with commas between them. */
export const origins: Parser<readonly string[]> = (text) => {
  if (text === '' || text === '*') return text === '' ? [] : [text];
  const found = text.split(',').map((each) => each.trim());
  const wrong = found.find((each) => !isOrigin(each));
  if (wrong === undefined) return found;
  throw new Error(
    `must be * or origins such as https://app.example.org with commas between them, not ${JSON.stringify(wrong)}`,
  );
};

/** Written as browsers do in `Origin`, which is compared letter by letter: no path, no default port, nothing in capitals. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, origin } = new URL(text);
  // Those of apps (`capacitor://localhost`) have no origin for the URL standard.
  return text === (origin === 'null' ? `${protocol}//${host}` : origin) && host !== '';
}
