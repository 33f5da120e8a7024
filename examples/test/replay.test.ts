import { fileURLToPath } from 'node:url';
import { type RunningProcess, startTypeScript } from '@scrollback/services';
import { describeWithCluster, describeWithRedis } from '@scrollback/services/vitest';
import { describe, expect, it } from 'vitest';

const server = fileURLToPath(import.meta.resolve('@scrollback/server')).replace(/index\.[tj]s$/, 'main.ts');
const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describe('examples › replay of real conversations on the memory store', () => {
  it('gives back everything as it was stored', async () => {
    await runOn('memory:');
  }, 120_000);
});

describeWithRedis('examples › replay of real conversations', (url) => {
  it('gives back everything as it was stored', async () => {
    await runOn(url);
  }, 120_000);
});

describeWithCluster('examples › replay of real conversations', (url) => {
  it('gives back everything as it was stored', async () => {
    await runOn(url);
  }, 120_000);
});

async function runOn(store: string): Promise<void> {
  let running: RunningProcess | undefined;
  try {
    running = await startTypeScript({
      file: server,
      env: {
        SCROLLBACK_STORE: store,
        SCROLLBACK_PORT: '0',
        SCROLLBACK_REDIS_PREFIX: `example-${process.pid}`,
        // What is restored comes back within milliseconds; what is left waits for this age.
        SCROLLBACK_PURGE_INTERVAL_MINUTES: '0.01',
        SCROLLBACK_PURGE_MIN_AGE_MINUTES: '0.1',
      },
      readyPattern: /listens on (\S+)/,
    });
    const example = await startTypeScript({ file: program, env: { SCROLLBACK_URL: running.ready?.[1] } });
    const { code } = await example.exited;
    expect(code, example.output()).toBe(0);
    expect(example.output()).toContain('Everything came back as it was stored.');
  } finally {
    await running?.stop();
  }
}
