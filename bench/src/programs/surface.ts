import type { ServerResponse } from 'node:http';
import type { SentMessage } from './storage.js';

/** What the body of a request can hold. Nobody looks whether it does. */
export interface Body {
  readonly session_id: string;
  readonly user_id?: string;
  readonly metadata?: Record<string, unknown>;
  readonly messages: readonly SentMessage[];
}

/** What comes behind the prefix of a surface: `/<noun>/<id>/<part>?<query>`. */
export interface Target {
  readonly noun: string;
  /** Decoded; `undefined`: the list itself. */
  readonly id: string | undefined;
  readonly part: string | undefined;
  readonly query: string;
}

/** The requests that are measured, and what sets them up, in the form of one of the product's two surfaces. */
export interface Surface {
  read(target: Target, response: ServerResponse): void;
  write(method: string, target: Target, body: Body, response: ServerResponse): void;
}

export const json = 'application/json';

/** An answer with the header fields that the product's contract promises. `fields`: names and values in turn. */
export function send(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  fields: readonly string[],
): void {
  const all = ['content-type', type, 'content-length', String(Buffer.byteLength(text)), ...fields];
  response.writeHead(status, all).end(text);
}
