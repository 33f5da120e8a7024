import { randomUUID } from 'node:crypto';
import { limits } from '@scrollback/contract';

const usable = new RegExp(`^[\\x21-\\x7e]{1,${limits.requestIdLength}}$`);

/** The caller's id for the request if it can stand in a header and a log line, else a new one. */
export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && usable.test(header) ? header : randomUUID();
}
