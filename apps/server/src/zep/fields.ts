import { constantFields } from '../http/security-headers.js';

/** Zep's clients ask for its version: a semantic one of at least 0.21.0 before the first hyphen. */
export const zepFields: readonly string[] = [...constantFields, 'x-zep-version', '0.27.2-scrollback'];
