/** In UTF-16 units; what is behind is not compared. */
const maxWordLength = 64;

const run = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that write words without spaces, or glue to them what other languages write apart. */
const unspacedPiece =
  /[\p{Script=Han}\p{scx=Hira}\p{scx=Kana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const ascii = /^[\0-\x7f]*$/;
const combiningMarks = /[\u0300-\u036f]/g;

/**
 * The words of a text that is searched, in their order. Letter case and the accents of Latin, Greek and Cyrillic letters are
 * folded. Scripts without spaces are cut into overlapping pairs of characters, which finds what a dictionary would without
 * depending on one; the last character of such a piece comes alone too, so that each one begins a word.
 */
export function readWords(text: string): string[] {
  return read(text, (characters) => [...toPairs(characters), characters.at(-1) ?? '']);
}

/** The words to search for: as `readWords`, where a character comes alone only when it was written alone. */
export function readQueryWords(text: string): string[] {
  return read(text, (characters) => (characters.length === 1 ? [...characters] : toPairs(characters)));
}

/** Whether the word is a piece of a script without spaces. */
export function isUnspaced(word: string): boolean {
  return !ascii.test(word) && word.search(unspacedPiece) !== -1;
}

function read(text: string, cut: (characters: readonly string[]) => readonly string[]): string[] {
  const words: string[] = [];
  for (const letters of fold(text).match(run) ?? []) {
    if (ascii.test(letters)) words.push(letters.slice(0, maxWordLength));
    else cutRun(letters, cut, words);
  }
  return words;
}

function cutRun(letters: string, cut: (characters: readonly string[]) => readonly string[], words: string[]): void {
  let end = 0;
  for (const match of letters.matchAll(unspacedPiece)) {
    addWord(letters.slice(end, match.index), words);
    for (const word of cut([...match[0]])) words.push(word);
    end = match.index + match[0].length;
  }
  addWord(letters.slice(end), words);
}

function addWord(letters: string, words: string[]): void {
  if (letters !== '') words.push(letters.slice(0, maxWordLength));
}

function toPairs(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function fold(text: string): string {
  const lower = text.toLowerCase();
  return ascii.test(lower) ? lower : lower.normalize('NFKD').replace(combiningMarks, '').normalize('NFKC');
}
