const loneSurrogate = /\p{Surrogate}/u;

/** Whether `text` is Unicode that can be written as UTF-8: no half of a surrogate pair stands alone. */
export function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}
