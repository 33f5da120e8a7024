import { availableParallelism, cpus } from 'node:os';
import { findRedisServer } from '@scrollback/services';

/** What the numbers depend on; nothing that names this one machine. */
export function describeMachine(): Record<string, string | number> {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    coreCount: availableParallelism(),
    node: process.version,
    redis: findRedisServer()?.version ?? 'missing',
  };
}
