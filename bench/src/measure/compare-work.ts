import { createLoadGenerator } from '../load/load-generator.js';
import type { Workload } from '../load/workload.js';
import type { WorkWatch } from './work-watch.js';

export interface WorkSample {
  /** The answer: status, header fields that the contract promises, body. */
  readonly answer: string;
  /** What one request made the store do, with all values. */
  readonly work: readonly string[];
}

const attemptCount = 3;
const promisedFields = ['content-type', 'content-length', 'etag', 'x-zep-version'];

/**
 * Fails unless product and baseline do the same storage work with the same bytes, and answer with the same bytes, but for what has
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
    if (product.work.join('\n') === baseline.work.join('\n')) return;
    // Something that the product does from time to time may have come in between.
    if (attempt === attemptCount) {
      const list = (work: readonly string[]) => work.map((line) => `\n  ${line}`).join('');
      throw new Error(
        `${what}: the storage work differs\nproduct:${list(product.work)}\nbaseline:${list(baseline.work)}`,
      );
    }
  }
}

export async function takeSample(port: number, workload: Workload, watch: WorkWatch): Promise<WorkSample> {
  const generator = await createLoadGenerator(port, 1);
  try {
    let answer = '';
    const capturing: Workload = {
      next: (connection) => workload.next(connection),
      check(connection, status, bytes, start, end) {
        const head = bytes.toString('latin1', 0, start);
        const field = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'im').exec(head)?.[1] ?? '';
        const body = bytes.toString('utf8', start, end);
        answer = neutral([status, ...promisedFields.map(field), body].join(' '));
        return workload.check(connection, status, bytes, start, end);
      },
    };
    // The first one may have to send its scripts.
    await generator.run(workload, { requestsPerConnection: 1 });
    await watch.begin();
    await generator.run(capturing, { requestsPerConnection: 1 });
    return { answer, work: (await watch.end()).map(neutral) };
  } finally {
    generator.close();
  }
}

function neutral(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/"[0-9A-F]{32}"/g, '"<uuid>"')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replace(/(^|\s)[\w-]{9,14}\.\d+(?=\s|$)/g, '$1<token>')
    .replace(/\b(product|baseline)-/g, '<side>-')
    .replace(/\d+/g, '#');
}
