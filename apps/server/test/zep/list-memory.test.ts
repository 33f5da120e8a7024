import { existsSync, readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type RedisServer, startRedis } from '@scrollback/services';
import { describeWithRedis } from '@scrollback/services/vitest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';
import { fillWithSessions } from './list-memory/fill.js';
import { ListReader } from './list-memory/list-reader.js';

const sessionCount = 200_000;
const maxGrowthMb = 150;

interface Listed {
  readonly id: number;
  readonly session_id: string;
}

interface Reading {
  readonly itemCount: number;
  readonly distinctCount: number;
  readonly isAscending: boolean;
  readonly bytes: number;
  /** The most that the server had, above what it has when it is idle. */
  readonly growthMb: number;
}

describeWithRedis('2.2 GET /sessions without a limit (memory is read from /proc: on Linux only)', () => {
  let redis: RedisServer;
  let server: ServerProcess;
  let idleMb: number;

  beforeAll(async () => {
    redis = await startRedis();
    await fillWithSessions(redis, sessionCount);
    server = await startServerProcess({ SCROLLBACK_STORE: redis.url, SCROLLBACK_LOG_LEVEL: 'error' });
    await readList('/api/v1/sessions?limit=100', async () => {});
    idleMb = residentMb(server.pid);
  });
  afterAll(async () => {
    await server?.stop();
    await redis?.stop();
  });

  async function readList(path: string, beforeChunk: (index: number) => Promise<void>): Promise<Reading> {
    const ids = new Set<string>();
    let [itemCount, lastId, isAscending, bytes, highestMb] = [0, 0, true, 0, 0];
    const sample = () => {
      highestMb = Math.max(highestMb, residentMb(server.pid));
    };
    const reader = new ListReader<Listed>('uuid', ({ id, session_id }) => {
      itemCount += 1;
      isAscending &&= id > lastId;
      lastId = id;
      ids.add(session_id);
    });
    const response = await open(`${server.url}${path}`);
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/json']);
    response.setEncoding('utf8');
    const sampling = setInterval(sample, 10);
    try {
      let index = 0;
      for await (const chunk of response as AsyncIterable<string>) {
        await beforeChunk(index);
        index += 1;
        bytes += chunk.length;
        reader.write(chunk);
      }
    } finally {
      clearInterval(sampling);
    }
    reader.end();
    sample();
    return { itemCount, distinctCount: ids.size, isAscending, bytes, growthMb: highestMb - idleMb };
  }

  it.skipIf(!existsSync('/proc/self/status')).each<[string, (index: number) => Promise<void>]>([
    ['a reader that is fast', async () => {}],
    ['a reader that stops for three seconds', async (index) => (index === 20 ? await delay(3_000) : undefined)],
    ['a reader that is slow', async (index) => (index % 5 === 0 ? await delay(20) : undefined)],
  ])('2.2 list › 200,000 sessions all arrive at %s, in less than 150 MB above idle', async (who, beforeChunk) => {
    const { growthMb, bytes, ...list } = await readList('/api/v1/sessions', beforeChunk);
    expect(list).toEqual({ itemCount: sessionCount, distinctCount: sessionCount, isAscending: true });
    const [megabytes, idle, growth] = [bytes / 1e6, idleMb, growthMb].map((value) => value.toFixed(0));
    process.stdout.write(`${who}: ${megabytes} MB of JSON, ${idle} MB when idle, ${growth} MB more at most\n`);
    expect(growthMb).toBeLessThan(maxGrowthMb);
  });
});

/** The resident memory of a process. */
function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

function open(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { agent: false }, resolve).on('error', reject).end();
  });
}
