/** What is asked, and how an answer is judged. Called on the hot path of the load generator. */
export interface Workload {
  /**
   * The bytes of the next request on this connection.
   *
   * A connection has one request under way at a time, so a workload may change the same buffer for its next request.
   */
  next(connection: number): Buffer;
  /** What is wrong with the answer whose body is `bytes` from `start` to `end`; `undefined`: nothing. */
  check(connection: number, status: number, bytes: Buffer, start: number, end: number): string | undefined;
}
