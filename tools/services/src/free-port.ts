import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, so that a stopped service finds its port free again. */
const FIRST = 12_000;
const COUNT = 10_000;
/** Redis Cluster's bus listens here, counted from the port of the node. */
const CLUSTER_BUS_OFFSET = 10_000;

const given = new Set<number>();

/** A port that nothing listens on, with the one of its cluster bus free too; never the same twice in one process. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (given.has(port)) continue;
    if ((await isFree(port)) && (await isFree(port + CLUSTER_BUS_OFFSET))) {
      given.add(port);
      return port;
    }
  }
  throw new Error(`no free port between ${FIRST} and ${FIRST + COUNT}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
