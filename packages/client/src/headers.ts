/** Headers by name, or pairs, as a `Headers` gives them. `null` takes a header away that was set before. */
export type HeadersInput = Readonly<Record<string, string | null | undefined>> | Iterable<readonly [string, string]>;

/** All headers under lower-case names; later sources win. */
export function mergeHeaders(...sources: readonly (HeadersInput | undefined)[]): Record<string, string> {
  const merged = new Map<string, string>();
  for (const source of sources) {
    for (const [name, value] of source === undefined ? [] : pairsOf(source)) {
      if (value === null) merged.delete(name.toLowerCase());
      else if (value !== undefined) merged.set(checkName(name), checkValue(name, value));
    }
  }
  return Object.fromEntries(merged);
}

function pairsOf(source: HeadersInput): Iterable<readonly [string, string | null | undefined]> {
  return Symbol.iterator in source ? (source as Iterable<[string, string]>) : Object.entries(source);
}

// `fetch` would refuse these too, but with the error of a broken connection, and with the value (a secret, it may be) in it.
function checkName(name: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError(`${JSON.stringify(name)} is no name of a header`);
  return name.toLowerCase();
}

function checkValue(name: string, value: string): string {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw new TypeError(`the header ${name} holds characters that no header can`);
  return value;
}
