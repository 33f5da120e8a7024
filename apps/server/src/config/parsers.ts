// Each returns the value, or throws an error whose message goes on after the name of the variable.

export type Parser<Value> = (text: string) => Value;

export function wholeNumber(minimum: number, maximum: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new Error(`must be a whole number from ${minimum} to ${maximum}, not ${quote(text)}`);
  };
}

/** A decimal number of some unit, in milliseconds. Only 0 is 0: what is more than that is a millisecond at least. */
export function duration(unitMs: number, maximum: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
    if (value <= maximum) return value === 0 ? 0 : Math.max(1, Math.round(value * unitMs));
    throw new Error(`must be a number from 0 to ${maximum}, not ${quote(text)}`);
  };
}

export function oneOf<const Word extends string>(...words: readonly Word[]): Parser<Word> {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new Error(`must be one of ${words.join(', ')}, not ${quote(text)}`);
  };
}

/** In any letter case, and also as Go reads one, for the files that configured Zep. */
export const flag: Parser<boolean> = (text) => {
  const word = text.toLowerCase();
  if (word === '1' || word === 't' || word === 'true') return true;
  if (word === '0' || word === 'f' || word === 'false') return false;
  throw new Error(`must be 1 or 0, not ${quote(text)}`);
};

export const anyText: Parser<string> = (text) => text;

function quote(text: string): string {
  return JSON.stringify(text);
}
