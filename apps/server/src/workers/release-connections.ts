import type { Worker } from 'node:cluster';

/** A TCP handle of Node, as node:cluster hands it over. */
interface Connection {
  close(): void;
}

/** What a worker said before its end is read by then. */
const readMs = 250;

/**
 * Cuts the connections that were on their way to a worker when it died, and has its end noticed.
 *
 * node:cluster leaves them open for ever, and their clients without an answer; the worker stays on its list, and never emits
 * `disconnect` (nodejs/node-v0.x-archive#7006; so in Node 20). Where a later Node does all that, this finds nothing to do.
 */
export function releaseConnections(worker: Worker): void {
  const child = worker.process;
  const underWay = new Map<number, Connection>();
  const send = child.send.bind(child) as (...args: unknown[]) => boolean;
  child.send = (...args: unknown[]) => {
    const [message, connection] = args as [{ readonly seq?: number }, Connection | undefined];
    if (connection != null && message.seq !== undefined) underWay.set(message.seq, connection);
    return send(...args);
  };
  child.on('internalMessage', ({ ack }: { readonly ack?: number }) => {
    if (ack !== undefined) underWay.delete(ack);
  });

  let isNoticed = false;
  child.once('disconnect', () => {
    isNoticed = true;
  });
  child.once('exit', () => {
    setTimeout(() => {
      for (const connection of underWay.values()) connection.close();
      if (!isNoticed) child.emit('disconnect');
    }, readMs);
  });
}
