import type { Server } from '../machine/start-server.js';

/** Things that were started, to be stopped in the end, the last one first. */
export interface Started {
  add<Thing extends { stop(): Promise<void> }>(thing: Promise<Thing>): Promise<Thing>;
  stop(): Promise<void>;
}

export function createStarted(): Started {
  const things: { stop(): Promise<void> }[] = [];
  return {
    async add(starting) {
      const thing = await starting;
      things.push(thing);
      return thing;
    },
    async stop() {
      for (let thing = things.pop(); thing !== undefined; thing = things.pop()) await thing.stop();
    },
  };
}

/** Adds what the servers printed to whatever goes wrong in `work`: the reason of a wrong answer is often there. */
export async function explain<Result>(servers: Record<string, Server>, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const outputs = Object.entries(servers).map(([name, server]) => `--- ${name} printed:\n${server.output()}`);
    throw new Error(`${(cause as Error).message}\n${outputs.join('\n')}`, { cause });
  }
}
