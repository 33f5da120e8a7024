import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createLoadGenerator } from '../load/load-generator.js';
import type { Workload } from '../load/workload.js';

export interface WorkSample {
  /** The answer: status, header fields that the contract promises, body. */
  readonly answer: string;
  /** Every Redis command of one request, those inside scripts included, with all arguments. */
  readonly commands: readonly string[];
}

const attemptCount = 3;
/** What belongs to a request may still be on its way when the answer is there. */
const settleMs = 60;

/**
 * Fails unless product and baseline do the same Redis work with the same bytes, and answer with the same bytes, but for what has
 * to differ: uuids, times, counters and the side's name in the ids.
 */
export async function requireSameWork(
  take: (side: 'product' | 'baseline') => Promise<WorkSample>,
  what: string,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const product = await take('product');
    const baseline = await take('baseline');
    if (product.answer !== baseline.answer) {
      throw new Error(`${what}: the answers differ\nproduct:  ${product.answer}\nbaseline: ${baseline.answer}`);
    }
    if (product.commands.join('\n') === baseline.commands.join('\n')) return;
    // Something that the product does from time to time may have come in between.
    if (attempt === attemptCount) {
      const list = (commands: readonly string[]) => commands.map((command) => `\n  ${command}`).join('');
      throw new Error(
        `${what}: the Redis work differs\nproduct:${list(product.commands)}\nbaseline:${list(baseline.commands)}`,
      );
    }
  }
}

export async function takeSample(port: number, workload: Workload, redisUrl: string | undefined): Promise<WorkSample> {
  const generator = await createLoadGenerator(port, 1);
  const monitor = redisUrl === undefined ? undefined : await openMonitor(redisUrl);
  try {
    let answer = '';
    const capturing: Workload = {
      next: (connection) => workload.next(connection),
      check(connection, status, bytes, start, end) {
        const head = bytes.toString('latin1', 0, start);
        const field = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'im').exec(head)?.[1] ?? '';
        const body = bytes.toString('utf8', start, end);
        answer = neutral(`${status} ${field('content-type')} ${field('content-length')} ${field('etag')} ${body}`);
        return workload.check(connection, status, bytes, start, end);
      },
    };
    // The first one may have to send its scripts.
    await generator.run(workload, { requestsPerConnection: 1 });
    if (monitor !== undefined) await delay(settleMs);
    monitor?.commands.splice(0);
    await generator.run(capturing, { requestsPerConnection: 1 });
    if (monitor !== undefined) await delay(settleMs);
    return { answer, commands: [...(monitor?.commands ?? [])] };
  } finally {
    generator.close();
    monitor?.close();
  }
}

async function openMonitor(url: string): Promise<{ commands: string[]; close(): void }> {
  const redis = new Redis(url, { protocol: 2 });
  const monitor = await redis.monitor();
  const commands: string[] = [];
  monitor.on('monitor', (_time: string, words: string[], source: string) => {
    commands.push(neutral(`${source === 'lua' ? 'lua: ' : ''}${words.join(' ')}`));
  });
  return {
    commands,
    close() {
      monitor.disconnect();
      redis.disconnect();
    },
  };
}

function neutral(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replace(/(^|\s)[\w-]{9,14}\.\d+(?=\s|$)/g, '$1<token>')
    .replace(/\b(product|baseline)-/g, '<side>-')
    .replace(/\d+/g, '#');
}
