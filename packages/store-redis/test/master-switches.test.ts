import { eventually, type RedisServer, startRedis } from '@scrollback/services';
import { describeWithSentinel } from '@scrollback/services/vitest';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { listenForSwitches } from '../src/master-switches.js';

const [a, b] = ['10.0.0.1 7000', '10.0.0.2 7000'];
const [addressOfA, addressOfB] = ['10.0.0.1:7000', '10.0.0.2:7000'];

/** Two servers that say what the test has them say: Sentinels cannot be made to contradict each other. */
async function listenToTwo() {
  const servers = [await startRedis(), await startRedis()] as const;
  const clients = servers.map(({ url }) => new Redis(url, { protocol: 2 }).on('error', () => {}));
  const seen = { switches: 0, gaps: 0 };
  const switches = listenForSwitches(
    { sentinels: servers.map(({ host, port }) => ({ host, port })), name: 'm' },
    {
      onSwitch() {
        seen.switches += 1;
      },
      onGap() {
        seen.gaps += 1;
      },
    },
  );
  onTestFinished(async () => {
    switches.close();
    for (const client of clients) client.disconnect();
    await Promise.all(servers.map((server) => server.stop()));
  });
  const isHeard = async () => (await Promise.all(clients.map((client) => client.publish('x', '')))).length === 2;
  await eventually(isHeard, { timeoutMs: 5_000, what: 'both answer' });
  await Promise.all(clients.map((client) => untilSubscribed(client)));
  const say = async (index: 0 | 1, message: string) => {
    const before = seen.switches;
    expect(await clients[index]?.publish('+switch-master', message)).toBe(1);
    if (message.startsWith('m ')) {
      await eventually(async () => seen.switches > before, { timeoutMs: 5_000, what: 'the message is heard' });
    }
  };
  return { servers, clients, seen, switches, say };
}

function untilSubscribed(client: Redis): Promise<void> {
  const isSubscribed = async () => (await client.pubsub('NUMSUB', '+switch-master'))[1] === 1;
  return eventually(isSubscribed, { timeoutMs: 5_000, what: 'the channel is listened to' });
}

describeWithSentinel('switches of masters', () => {
  test('rule out the old master, until it is named again', async () => {
    const { switches, say, seen } = await listenToTwo();
    await switches.heard(() => {});
    expect(switches.wasReplaced(addressOfA)).toBe(false);
    await say(0, `m ${a} ${b}`);
    // The other one, which has not heard of it, is not believed.
    expect([switches.wasReplaced(addressOfA), switches.wasReplaced(addressOfB)]).toEqual([true, false]);
    await say(1, `m ${b} ${a}`);
    expect([switches.wasReplaced(addressOfA), switches.wasReplaced(addressOfB)]).toEqual([false, true]);
    await say(1, `another ${a} ${b}`);
    await say(0, `m ${b} ${a}`);
    expect(seen.switches).toBe(3);
  });

  test('may have been missed when nobody could be heard, and only then', async () => {
    const { servers, clients, seen, switches, say } = await listenToTwo();
    const [first, second] = clients as [Redis, Redis];
    await say(0, `m ${a} ${b}`);
    const cut = (client: Redis) => client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await cut(first);
    await untilSubscribed(first);
    await cut(second);
    await untilSubscribed(second);
    expect(seen.gaps).toBe(0);
    expect(switches.wasReplaced(addressOfA)).toBe(true);
    await Promise.all(servers.map((server: RedisServer) => server.kill('SIGKILL')));
    const wait = async () => (await Promise.race([switches.heard(() => {}), Promise.resolve('waits')])) === 'waits';
    await eventually(wait, { timeoutMs: 5_000, what: 'the end of both is noticed' });
    const errors: string[] = [];
    const heard = switches.heard((error) => errors.push(error.message));
    await eventually(async () => errors.length > 1, { timeoutMs: 5_000, what: 'it says why' });
    await servers[0].restart();
    await heard;
    expect(seen.gaps).toBe(1);
    expect(switches.wasReplaced(addressOfA)).toBe(false);
  });

  test('are heard again from a Sentinel that hung', async () => {
    const { servers, seen, say } = await listenToTwo();
    for (const server of servers) await server.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    for (const server of servers) await server.kill('SIGCONT');
    await eventually(async () => seen.gaps === 1, { timeoutMs: 10_000, what: 'the gap is noticed' });
    await say(0, `m ${a} ${b}`).catch(() => say(1, `m ${a} ${b}`));
  });

  test('are not waited for when nobody wants to know any more', async () => {
    const switches = listenForSwitches(
      { sentinels: [{ host: '127.0.0.1', port: 1 }], name: 'm' },
      { onSwitch() {}, onGap() {} },
    );
    const heard = switches.heard(() => {});
    expect(await Promise.race([heard, Promise.resolve('waits')])).toBe('waits');
    switches.close();
    await expect(heard).rejects.toThrow('Connection is closed');
  });
});
