import { randomUUID } from 'node:crypto';
import { type RedisCluster, startRedisCluster } from '@scrollback/services';
import { describeWithCluster } from '@scrollback/services/vitest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Call, send } from '../harness/send.js';
import { type ServerProcess, startServerProcess } from '../harness/server-process.js';

describeWithCluster('a server whose cluster loses the node of the lists', () => {
  let cluster: RedisCluster;
  let server: ServerProcess;
  beforeAll(async () => {
    // Replicas take over later than a request may wait, and until then the whole cluster is down.
    cluster = await startRedisCluster({ replicasPerNode: 1, appendOnly: 'everysec' });
    server = await startServerProcess({ SCROLLBACK_STORE: cluster.url, SCROLLBACK_LOG_LEVEL: 'warn' });
    await cluster.replicasFollow();
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await cluster.stop();
  });

  it('answers 503 with Retry-After within 3 s, and goes on by itself when the replica has taken over', async () => {
    const seen: { readonly answer: Answer; readonly tookMs: number }[] = [];
    const created: string[] = [];
    let isStopped = false;
    const ask = async (call: Call) => {
      const beganAt = Date.now();
      const answer = await send(server.url, call);
      seen.push({ answer, tookMs: Date.now() - beganAt });
      return answer.status;
    };
    const countWorking = () => created.length;
    const clients = Array.from({ length: 6 }, async () => {
      while (!isStopped) {
        const id = randomUUID();
        const messages = [{ role: 'user', content: 'Hello' }];
        if ((await ask({ method: 'POST', path: '/v1/sessions', body: { session_id: id } })) !== 201) continue;
        await ask({ method: 'POST', path: `/v1/sessions/${id}/messages`, body: { messages } });
        await ask({ path: '/v1/sessions?limit=5&order=desc' });
        created.push(id);
      }
    });
    const untilWorking = async () => {
      const count = countWorking() + 50;
      await expect.poll(countWorking, { timeout: 30_000 }).toBeGreaterThan(count);
    };

    await untilWorking();
    await (await cluster.masterOf('{lists}')).kill('SIGKILL');
    await expect.poll(() => seen.filter(({ answer }) => answer.status === 503).length, { timeout: 20_000 }).not.toBe(0);
    await untilWorking();
    isStopped = true;
    await Promise.all(clients);

    expect([...new Set(seen.map(({ answer }) => answer.status))].sort()).toEqual([200, 201, 503]);
    for (const { answer } of seen.filter(({ answer }) => answer.status === 503)) {
      expect(answer.headers['retry-after']).toBe('1');
      expect(['store_unavailable', 'store_outcome_unknown']).toContain(answer.json.code);
    }
    expect(Math.max(...seen.map(({ tookMs }) => tookMs))).toBeLessThan(3_000);
    expect((await send(server.url, { path: '/health/ready' })).status).toBe(200);
    const last = created.slice(-20);
    const { json } = await send(server.url, { path: '/v1/sessions?limit=1000&order=desc' });
    const listed = json.data.map(({ session_id }: { session_id: string }) => session_id);
    expect(listed).toEqual([...new Set(listed)]);
    expect(listed).toEqual(expect.arrayContaining(last));
  }, 60_000);
});
