import type { HeadersOf } from './globals.js';

/** An answer with what came around it. */
export interface Answer<Data> {
  readonly data: Data;
  /** HTTP status. */
  readonly status: number;
  /** Version of the one session or user that the answer shows, to be given as `ifMatch`. */
  readonly etag: string | undefined;
  /** What the server's log calls this request. */
  readonly requestId: string | undefined;
  readonly headers: HeadersOf;
}

/** A promise of the plain answer that can also tell what came around it. */
export class ApiPromise<Data> extends Promise<Data> {
  readonly #answer: Promise<Answer<Data>>;

  /** `then`, `catch` and `finally` give ordinary promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** @internal */
  constructor(answer: Promise<Answer<Data>>) {
    super((resolve, reject) => {
      answer.then(({ data }) => resolve(data), reject);
    });
    this.#answer = answer;
  }

  /** The answer with status, ETag, request id and headers. Rejects as the promise itself does, and no second request is sent. */
  withResponse(): Promise<Answer<Data>> {
    // Who asks for the answer handles its rejection there; unheard, the promise itself would end a Node process.
    this.catch(() => {});
    return this.#answer;
  }
}
