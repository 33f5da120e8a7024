import { newSqliteFile } from '../machine/sqlite-file.js';
import { startProduct } from '../machine/start-server.js';
import { type Contestant, measurePair } from '../measure/measure-pair.js';
import { createAppendWorkload } from '../rows/append-workload.js';
import { ringsOf } from '../rows/pair-row.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain } from './servers.js';
import { openGenerator } from './sides.js';

/** Issue 5: so many clients, and at least so many times the appends of one. */
export const clientsRows = [
  { name: 'clients-32', connectionCount: 32, goal: 5 },
  { name: 'clients-128', connectionCount: 128, goal: 5 },
] as const;

/** Durable appends of the product for many clients and for one, in turn: many wait for the disk together. */
export async function runClients(context: RunContext): Promise<void> {
  const { settings, placement } = context;
  const wanted = clientsRows.filter(({ name }) => context.isWanted(`sqlite/${name}`));
  if (wanted.length === 0) return;
  const started = createStarted();
  try {
    const options = { core: placement.serverCore, server: settings.server };
    const server = await started.add(startProduct(`sqlite:${await newSqliteFile()}`, options));
    const openContestant = async (name: string, connectionCount: number): Promise<Contestant> => {
      const generator = await openGenerator(server, connectionCount, started);
      const ringSize = Math.ceil(settings.warmSessionCount / connectionCount);
      const workload = createAppendWorkload({ sessionsOf: ringsOf(`${name}-`, ringSize, 4) });
      await generator.run(workload, { requestsPerConnection: ringSize });
      return { generator, workload, pid: server.pid, redisPid: undefined };
    };
    await explain({ product: server }, async () => {
      const one = await openContestant('one', 1);
      for (const { name, connectionCount, goal } of wanted) {
        const figures = await measurePair(await openContestant(name, connectionCount), one, settings);
        context.onClients({
          row: `sqlite/${name}`,
          title: `append of 2, ${connectionCount} clients`,
          goal,
          ...figures,
        });
      }
    });
  } finally {
    await started.stop();
  }
}
