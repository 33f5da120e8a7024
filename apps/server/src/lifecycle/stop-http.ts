import type { Server } from 'node:http';

const pollMs = 50;

/**
 * Takes no new connections, lets the requests in flight finish, and cuts those that take longer than the grace period.
 *
 * Node closes connections that are idle when it begins to close, but not those that become idle later.
 */
export async function stopHttp(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const poll = setInterval(() => server.closeIdleConnections(), pollMs);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(poll);
  clearTimeout(cut);
}
