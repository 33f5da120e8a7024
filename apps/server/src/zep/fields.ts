/** What Zep's clients ask for: a semantic version of at least 0.21.0 before the first hyphen. */
export const zepFields: readonly string[] = ['x-zep-version', '0.27.2-scrollback'];
