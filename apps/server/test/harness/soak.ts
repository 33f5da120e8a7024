import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, type Call, send } from './send.js';

export interface SoakOptions {
  /** Starts a server on the data that is to be soaked, as often as it is killed. */
  readonly start: () => Promise<{ readonly url: string; kill(signal: 'SIGKILL'): Promise<void> }>;
  /** Servers that run, and are killed, at the same time. */
  readonly serverCount: number;
  readonly writerCount: number;
  /** How often each server is killed. */
  readonly rounds: number;
  /** Kills what keeps the data, and starts it again; called again and again while there are servers. */
  readonly disturb?: (() => Promise<void>) | undefined;
}

/** What writers sent and were told, to be compared with what is there in the end. */
export interface Acknowledged {
  /** Session id → message uuids of every call that was made, acknowledged or not. */
  readonly calls: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Session id → message uuid → `seq`, of sessions that nobody deletes. */
  readonly messages: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Every session that certainly exists, live or in the trash. */
  readonly sessions: ReadonlySet<string>;
  readonly writeCount: number;
  readonly failureCount: number;
}

const keptCount = 8;
const movedCount = 24;
export const soakUser = 'soaked';

/**
 * Lets writers work through servers that are killed at random moments with `SIGKILL`.
 *
 * Some sessions only grow: of these every message is noted that was acknowledged. The others move between the lists: they are
 * created, deleted, restored, and brought back by messages. A call that failed is repeated as it was.
 */
export async function soak({ start, serverCount, writerCount, rounds, disturb }: SoakOptions): Promise<Acknowledged> {
  const prefix = randomUUID();
  const messages = new Map<string, Map<string, number>>();
  const calls = new Map<string, string[][]>();
  const sessions = new Set<string>();
  let writeCount = 0;
  let failureCount = 0;
  let isOver = false;
  const urls = new Map<number, string>();

  async function runServer(index: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const server = await start();
      urls.set(index, server.url);
      await delay(300 + Math.random() * 1_200);
      await server.kill('SIGKILL');
    }
    urls.delete(index);
  }

  /** The answer, from whichever server gives one that is not "try again"; `undefined` when there is no time left. */
  async function insist(call: Call): Promise<Answer | undefined> {
    while (!isOver) {
      const known = [...urls.values()];
      const url = known[Math.floor(Math.random() * known.length)];
      try {
        const answer = url === undefined ? undefined : await send(url, call);
        if (answer !== undefined && answer.status < 500) return answer;
      } catch {
        // The server is gone, perhaps with the answer.
      }
      failureCount += 1;
      await delay(20 + Math.random() * 60);
    }
    return undefined;
  }

  async function grow(id: string): Promise<void> {
    const batch = Array.from({ length: 1 + Math.floor(Math.random() * 4) }, () => ({
      uuid: randomUUID(),
      role: 'user',
      content: 'x',
    }));
    calls.set(id, [...(calls.get(id) ?? []), batch.map(({ uuid }) => uuid)]);
    const answer = await insist({ method: 'POST', path: `/v1/sessions/${id}/messages`, body: { messages: batch } });
    if (answer === undefined) return;
    if (answer.status !== 201) throw new Error(`append was refused: ${answer.text}`);
    const known = messages.get(id) ?? new Map<string, number>();
    messages.set(id, known);
    for (const { uuid, seq } of answer.json.messages as { uuid: string; seq: number }[]) known.set(uuid, seq);
    sessions.add(id);
    writeCount += 1;
  }

  async function move(id: string): Promise<void> {
    const path = `/v1/sessions/${id}`;
    const body = { messages: [{ uuid: randomUUID(), role: 'user', content: 'x' }], user_id: soakUser };
    const moves: readonly Call[] = [
      { method: 'DELETE', path },
      { method: 'POST', path: `${path}/restore` },
      { method: 'POST', path: `${path}/messages`, body },
      { method: 'POST', path: '/v1/sessions', body: { session_id: id, user_id: soakUser } },
    ];
    const answer = await insist(moves[Math.floor(Math.random() * moves.length)] as Call);
    if (answer === undefined) return;
    if (answer.status < 300) sessions.add(id);
    writeCount += 1;
  }

  async function write(): Promise<void> {
    while (!isOver) {
      await grow(`${prefix}-kept-${Math.floor(Math.random() * keptCount)}`);
      await move(`${prefix}-moved-${Math.floor(Math.random() * movedCount)}`);
    }
  }

  const servers = Array.from({ length: serverCount }, (_, index) => runServer(index));
  const disturbances = (async () => {
    while (disturb !== undefined && !isOver) {
      await delay(500 + Math.random() * 1_500);
      await disturb();
    }
  })();
  const user = insist({ method: 'POST', path: '/v1/users', body: { user_id: soakUser } });
  const writers = Promise.all(
    Array.from({ length: writerCount }, async () => {
      await user;
      await write();
    }),
  );
  await Promise.all(servers);
  isOver = true;
  await Promise.all([writers, disturbances]);
  return { calls, messages, sessions, writeCount, failureCount };
}

/** What is not as it was acknowledged, in words; empty when all is well. */
export async function findDamage(url: string, { calls, messages, sessions }: Acknowledged): Promise<string[]> {
  const damage: string[] = [];
  for (const [id, known] of messages) {
    const stored = await walk<{ uuid: string; seq: number }>(url, `/v1/sessions/${id}/messages?limit=1000`);
    const seqs = new Map(stored.map(({ uuid, seq }) => [uuid, seq]));
    if (seqs.size !== stored.length) damage.push(`${stored.length - seqs.size} messages of ${id} are there twice`);
    for (const call of calls.get(id) ?? []) {
      const found = call.map((uuid) => seqs.get(uuid));
      const isWhole = found.every((seq, index) => seq !== undefined && seq === (found[0] as number) + index);
      if (!isWhole && found.some((seq) => seq !== undefined))
        damage.push(`a call to ${id} is there in parts: ${found}`);
    }
    for (const [uuid, seq] of known) {
      if (seqs.get(uuid) !== seq)
        damage.push(`message ${uuid} of ${id} was acknowledged as ${seq}, is ${seqs.get(uuid)}`);
    }
    if (stored.some(({ seq }, index) => seq !== index + 1)) damage.push(`the seq of ${id} have a gap`);
  }
  const live = await walk<ListedSession>(url, '/v1/sessions?limit=7');
  const deleted = await walk<ListedSession>(url, '/v1/sessions?limit=7&state=deleted');
  const owned = await walk<ListedSession>(url, `/v1/users/${soakUser}/sessions?limit=7`);
  const ownedDeleted = await walk<ListedSession>(url, `/v1/users/${soakUser}/sessions?limit=7&state=deleted`);
  for (const id of sessions) {
    const found = [live, deleted].map((list) => list.filter(({ session_id }) => session_id === id));
    const [inLive = [], inTrash = []] = found;
    if (inLive.length + inTrash.length !== 1) {
      damage.push(`session ${id} is ${inLive.length} times in the list and ${inTrash.length} times in the trash`);
      continue;
    }
    const { status } = await send(url, { path: `/v1/sessions/${id}` });
    if (status !== (inLive.length === 1 ? 200 : 404)) damage.push(`session ${id} is in the wrong list: ${status}`);
    const [session] = [...inLive, ...inTrash] as [ListedSession];
    const count = (list: readonly ListedSession[]) => list.filter(({ session_id }) => session_id === id).length;
    const expected = session.user_id === null ? [0, 0] : [inLive.length, inTrash.length];
    if (count(owned) !== expected[0] || count(ownedDeleted) !== expected[1]) {
      damage.push(`session ${id} is ${count(owned)} and ${count(ownedDeleted)} times in the lists of its user`);
    }
  }
  return damage;
}

interface ListedSession {
  readonly session_id: string;
  readonly user_id: string | null;
}

async function walk<Item>(url: string, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer: Answer = await send(url, { path: cursor === '' ? path : `${path}&cursor=${cursor}` });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.text}`);
    items.push(...answer.json.data);
    cursor = answer.json.next_cursor;
  }
  return items;
}
