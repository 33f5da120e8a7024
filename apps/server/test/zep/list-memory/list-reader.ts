/**
 * Parses an array of objects that is too long to be held, chunk by chunk; each byte of it goes through `JSON.parse`.
 *
 * Every item begins with `firstKey`, and inside an item no two objects that begin with it stand side by side.
 */
export class ListReader<Item> {
  readonly #separator: string;
  readonly #onItem: (item: Item) => void;
  #rest = '';
  #isOpen = false;

  constructor(firstKey: string, onItem: (item: Item) => void) {
    this.#separator = `},{"${firstKey}":`;
    this.#onItem = onItem;
  }

  write(chunk: string): void {
    this.#rest += chunk;
    if (!this.#isOpen) {
      if (!this.#rest.startsWith('[')) throw new Error(`not an array: ${this.#rest.slice(0, 100)}`);
      this.#isOpen = true;
      this.#rest = this.#rest.slice(1);
    }
    const end = this.#rest.lastIndexOf(this.#separator);
    if (end < 0) return;
    this.#take(this.#rest.slice(0, end + 1));
    this.#rest = this.#rest.slice(end + 2);
  }

  /** Throws when the array is not closed, or anything but white space stands behind it. */
  end(): void {
    const text = this.#rest.trimEnd();
    if (!text.endsWith(']')) throw new Error(`the array is not closed: …${text.slice(-100)}`);
    this.#take(text.slice(0, -1));
  }

  #take(text: string): void {
    for (const item of JSON.parse(`[${text}]`) as Item[]) this.#onItem(item);
  }
}
