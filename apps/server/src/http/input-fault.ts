import type { z } from 'zod';

export type InputIssues = readonly z.core.$ZodIssue[];

/** Thrown for a request that is not what the contract says: all that is wrong with it, by where it is. */
export class InputFault extends Error {
  override readonly name = 'InputFault';
  readonly path: InputIssues;
  readonly query: InputIssues;
  readonly body: InputIssues;

  constructor({ path, query, body }: Record<'path' | 'query' | 'body', InputIssues>) {
    super('the request is not what the contract says');
    this.path = path;
    this.query = query;
    this.body = body;
  }
}
