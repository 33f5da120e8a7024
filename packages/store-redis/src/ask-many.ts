import { type Cluster, Command } from 'ioredis';
import type { Call } from './call.js';
import type { Connection } from './connection.js';
import type { Client } from './scripts.js';

/** A command that only reads: name, key, further arguments. */
export type Question = readonly [
  name: 'get' | 'hmget' | 'hscan' | 'zrange',
  key: string,
  ...values: (string | number)[],
];

const pipelineSize = 256;

/**
 * The answers to many questions, in their order: one round trip for each node and each few hundred questions.
 *
 * Questions that a cluster could not answer, because slots were moving, are asked again one by one.
 */
export async function askMany<Answer>(
  connection: Connection,
  call: Call,
  questions: readonly Question[],
): Promise<Answer[]> {
  const answers = new Array<Answer>(questions.length);
  // Which node a question belongs to is known when the connection is there.
  await connection.ready(call);
  for (let start = 0; start < questions.length; start += pipelineSize) {
    const slice = questions.slice(start, start + pipelineSize);
    await Promise.all(
      groupByNode(connection, slice).map(async (indexes) => {
        const group = indexes.map((index) => slice[index] as Question);
        const found = await askGroup<Answer>(connection, call, group);
        for (const [place, index] of indexes.entries()) answers[start + index] = found[place] as Answer;
      }),
    );
  }
  return answers;
}

async function askGroup<Answer>(connection: Connection, call: Call, questions: readonly Question[]) {
  const replies = await connection.ask(call, (client) => runPipeline(client, questions));
  return await Promise.all(
    questions.map((question, index) => {
      const [error, answer] = replies[index] ?? [new Error('the pipeline was not run')];
      if (error === null) return answer as Answer;
      // On its own it is sent to wherever its slot is now, or fails for good.
      return connection.ask(call, (client) => client.call(...question) as Promise<Answer>);
    }),
  );
}

async function runPipeline(client: Client, questions: readonly Question[]) {
  const pipeline = client.pipeline();
  for (const question of questions) pipeline.call(...question);
  try {
    return (await pipeline.exec()) ?? [];
  } catch (error) {
    // Slots have moved between nodes since they were grouped.
    if (/same slots/.test((error as Error).message)) return [];
    throw error;
  }
}

/** The indexes of the questions that can go into one pipeline. */
function groupByNode({ client, isCluster }: Connection, questions: readonly Question[]): number[][] {
  if (!isCluster) return [questions.map((_, index) => index)];
  const cluster = client as unknown as Cluster;
  const groups = new Map<number | undefined, number[]>();
  for (const [index, [, key]] of questions.entries()) {
    const node = cluster._groupsBySlot[slotOf(key)];
    const group = groups.get(node);
    if (group === undefined) groups.set(node, [index]);
    else group.push(index);
  }
  return [...groups.values()];
}

const slots = new Map<string, number>();

/** All keys have a hash tag, and a store has only a thousand of those. */
function slotOf(key: string): number {
  const tag = key.slice(0, key.indexOf('}'));
  let slot = slots.get(tag);
  if (slot === undefined) {
    slot = new Command('exists', [key]).getSlot() ?? 0;
    slots.set(tag, slot);
  }
  return slot;
}
