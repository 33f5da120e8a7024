import { startProgram } from '../machine/start-server.js';
import { median } from '../measure/statistics.js';
import { createLoadGenerator } from './load-generator.js';
import { toRequestBytes } from './request-bytes.js';

export interface Ceiling {
  /** Requests a second from a server that understands nothing. */
  readonly perSecond: number;
  /** What the generator itself spends on one request. */
  readonly generatorMicroseconds: number;
}

export interface CeilingOptions {
  readonly connectionCount: number;
  readonly core: number | undefined;
  readonly sliceMs: number;
  readonly roundCount: number;
}

/** What the load generator can ask for at most, on the machine as it is now. */
export async function measureCeiling(options: CeilingOptions): Promise<Ceiling> {
  const server = await startProgram('raw-server', [], { core: options.core });
  const generator = await createLoadGenerator(server.port, options.connectionCount);
  try {
    const request = toRequestBytes('GET', '/v1/sessions/anything');
    const workload = {
      next: () => request,
      check: (_connection: number, status: number) => (status === 200 ? undefined : 'not a 200'),
    };
    await generator.run(workload, { durationMs: options.sliceMs });
    const slices = [];
    for (let round = 0; round < options.roundCount; round += 1) {
      slices.push(await generator.run(workload, { durationMs: options.sliceMs }));
    }
    return {
      perSecond: median(slices.map(({ perSecond }) => perSecond)),
      generatorMicroseconds: median(slices.map(({ generatorBusy, perSecond }) => (1e6 * generatorBusy) / perSecond)),
    };
  } finally {
    generator.close();
    await server.stop();
  }
}
