/** How long to wait before an attempt to connect: more each time, up to a second, and a little at random. */
export function toRetryDelay(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt - 1, 10), 1_000) + Math.floor(Math.random() * 50);
}
