import type { Worker } from 'node:cluster';

/** A TCP handle of Node, as node:cluster hands it over. */
interface Connection {
  close(): void;
}

/** What a worker tells node:cluster. */
interface InternalMessage {
  readonly act?: string;
  /** The number of the connection that it answers for. */
  readonly ack?: number;
  readonly accepted?: boolean;
}

/** What a worker said before its end is read by then. */
const readMs = 250;

/** The workers that connections can be dealt out to. */
const listening = new Set<Worker>();

/**
 * Cuts the connections that were on their way to a worker when it died or stopped to listen, and has its end noticed.
 *
 * node:cluster leaves them open for ever, and their clients without an answer; the worker stays on its list, and never emits
 * `disconnect` (nodejs/node-v0.x-archive#7006; so in Node 20). What a worker gives back goes to another one; when the last one
 * gives it back, it is left open as well. Where a later Node does all that, this finds nothing to do.
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
  // node:cluster was told before: what it does about a message is done.
  child.on('internalMessage', ({ act, ack, accepted }: InternalMessage) => {
    if (act === 'queryServer') listening.add(worker);
    if (act === 'close') listening.delete(worker);
    if (ack === undefined) return;
    if (accepted === false && listening.size === 0) underWay.get(ack)?.close();
    underWay.delete(ack);
  });

  let isNoticed = false;
  child.once('disconnect', () => {
    isNoticed = true;
    listening.delete(worker);
  });
  child.once('exit', () => {
    setTimeout(() => {
      for (const connection of underWay.values()) connection.close();
      if (!isNoticed) child.emit('disconnect');
    }, readMs);
  });
}
