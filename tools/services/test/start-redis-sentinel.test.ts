import { expect, it, onTestFinished } from 'vitest';
import { askRedis } from '../src/ask-redis.js';
import { describeWithSentinel } from '../src/describe-with-redis.js';
import { eventually, startRedisSentinel } from '../src/index.js';

describeWithSentinel('startRedisSentinel', () => {
  it('replaces a master that dies, and takes it back as a replica', async () => {
    const sentinel = await startRedisSentinel();
    onTestFinished(() => sentinel.stop());
    const [first, second] = sentinel.nodes;
    expect(await sentinel.master()).toBe(first);
    await askRedis(first.port, ['SET', 'key', 'value']);
    const isReplicated = async () => (await askRedis(second.port, ['GET', 'key'])).includes('value');
    await eventually(isReplicated, { timeoutMs: 5_000, what: 'the replica has it' });
    await first.kill('SIGKILL');
    const isReplaced = async () => (await sentinel.master()) === second;
    await eventually(isReplaced, { timeoutMs: 20_000, what: 'the replica is the master' });
    expect(await askRedis(second.port, ['GET', 'key'])).toContain('value');
    await first.restart();
    await sentinel.untilReplicaFollows();
    expect(await askRedis(first.port, ['SET', 'key', 'other'])).toMatch(/^-READONLY/);
  }, 90_000);
});
