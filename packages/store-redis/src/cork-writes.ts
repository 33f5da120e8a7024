import type { Duplex } from 'node:stream';

/**
 * Sends what is written within one turn of the event loop at once.
 *
 * Each request that a server reads in a turn asks Redis by itself; written one by one, each would cost a call of the system
 * and wake Redis up.
 */
export function corkWrites(stream: Duplex): void {
  const write: (...values: unknown[]) => boolean = stream.write.bind(stream) as never;
  let isCorked = false;

  function uncork(): void {
    isCorked = false;
    stream.uncork();
  }

  stream.write = (...values: unknown[]) => {
    if (!isCorked) {
      isCorked = true;
      stream.cork();
      setImmediate(uncork);
    }
    return write(...values);
  };
}
