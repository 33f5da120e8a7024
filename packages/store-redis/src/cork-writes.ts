import type { Duplex } from 'node:stream';

/** So many commands leave together at most. */
const commandsAtOnce = 8;

/**
 * Sends what is written within one turn of the event loop a few commands at a time.
 *
 * Each request that a server reads in a turn asks Redis by itself; written one by one, each would cost a call of the system and
 * wake Redis up. Written all together, they would come back all together: Redis would rest while the server works, and the server while
 * Redis does.
 */
export function corkWrites(stream: Duplex): void {
  const write: (...values: unknown[]) => boolean = stream.write.bind(stream) as never;
  let waitingCount = 0;
  let isScheduled = false;

  function send(): void {
    waitingCount = 0;
    stream.uncork();
  }

  function endTurn(): void {
    isScheduled = false;
    if (waitingCount > 0) send();
  }

  stream.write = (...values: unknown[]) => {
    if (waitingCount === 0) stream.cork();
    waitingCount += 1;
    const hasRoom = write(...values);
    if (waitingCount === commandsAtOnce) send();
    else if (!isScheduled) {
      isScheduled = true;
      setImmediate(endTurn);
    }
    return hasRoom;
  };
}
