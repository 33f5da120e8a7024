import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { runPaced } from '../src/load/paced-load.js';
import { toRequestBytes } from '../src/load/request-bytes.js';

const request = toRequestBytes('GET', '/');
const workload = {
  next: () => request,
  check: (_connection: number, status: number) => (status === 200 ? undefined : 'not a 200'),
};
const options = { connectionCount: 2, perSecond: 200, durationMs: 1 };

let server: Server;
let askedCount: number;

afterEach(() => server.close());

/** Answers each request by `answer`, told how many came before. */
function serve(answer: (count: number, write: (status: number) => void) => void): Promise<number> {
  askedCount = 0;
  server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      answer(askedCount, (status) => socket.write(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`));
      askedCount += 1;
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

describe('runPaced', () => {
  it('counts what had to wait for a slow answer from the time it was due', async () => {
    const port = await serve((count, write) => setTimeout(() => write(200), count === 5 ? 200 : 0));
    const oneEach10Ms = { connectionCount: 1, perSecond: 100, durationMs: 1, isOver: () => askedCount >= 12 };
    const { p50Ms, maxMs } = await runPaced(port, workload, oneEach10Ms);
    expect(maxMs).toBeGreaterThanOrEqual(199);
    // 190, 180, 170 … of those behind it: more than half of all.
    expect(p50Ms).toBeGreaterThan(20);
  });

  it('goes on until it is over', async () => {
    const port = await serve((_count, write) => write(200));
    const { requestCount } = await runPaced(port, workload, { ...options, isOver: () => askedCount >= 100 });
    expect(requestCount).toBeGreaterThanOrEqual(100);
  });

  it('fails at the first answer that is wrong', async () => {
    const port = await serve((count, write) => write(count === 20 ? 503 : 200));
    await expect(runPaced(port, workload, { ...options, isOver: () => false })).rejects.toThrow(
      'not a 200; status 503',
    );
  });
});
