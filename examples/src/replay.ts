import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Message, NotFoundError, type Scrollback } from '@scrollback/client';
import pMap from 'p-map';
import type { Dialogue, DialogueMessage } from './dialogues.js';
import { timed } from './stopwatch.js';

export interface ReplayOptions {
  readonly client: Scrollback;
  readonly dialogues: readonly Dialogue[];
  readonly log: (line: string) => void;
  /** How long to wait for the server's purge. */
  readonly purgeTimeoutMs: number;
}

const concurrency = 16;
const afterwards = { role: 'user', content: 'Hello again.' };

/**
 * Lives through everything that can happen to a conversation, with real ones, and compares every answer.
 *
 * Of each three sessions one goes to the trash; of those one is restored, one comes back because something is written to it, and
 * one is left to the purge. Throws where the server answers anything but what was stored.
 */
export async function replay({ client, dialogues, log, purgeTimeoutMs }: ReplayOptions): Promise<void> {
  const messageCount = dialogues.reduce((sum, { messages }) => sum + messages.length, 0);
  const userIds = [...new Set(dialogues.map(({ user_id }) => user_id))];
  const trashed = dialogues.filter((_dialogue, index) => index % 3 === 0);
  const restored = trashed.filter((_dialogue, index) => index % 3 === 0);
  const rewritten = trashed.filter((_dialogue, index) => index % 3 === 1);
  const purged = trashed.filter((_dialogue, index) => index % 3 === 2);
  const remaining = dialogues.filter((dialogue) => !purged.includes(dialogue));

  const each = <Item>(what: string, items: readonly Item[], run: (item: Item) => Promise<void>) =>
    timed(log, what, items.length, async () => {
      let done = 0;
      await pMap(
        items,
        async (item) => {
          await run(item);
          done += 1;
          if (done % 200 === 0) log(`  ${what}: ${done} of ${items.length}`);
        },
        { concurrency },
      );
    });

  log(`${dialogues.length} conversations, ${messageCount} messages, ${userIds.length} users, ${concurrency} in flight`);
  await each('create users', userIds, async (user_id) => void (await client.users.create({ user_id })));
  await each('load sessions', dialogues, (dialogue) => load(client, dialogue));
  await each('read back and compare', dialogues, (dialogue) => compare(client, dialogue, dialogue.messages));
  await walk('walk all sessions', client, dialogues, userIds, log);

  await each('trash a third, and take some out again', trashed, async (dialogue) => {
    await client.sessions.delete(dialogue.session_id);
    await requireGone(client, dialogue.session_id);
    if (restored.includes(dialogue)) await client.sessions.restore(dialogue.session_id);
    if (rewritten.includes(dialogue)) await client.messages.add(dialogue.session_id, { messages: [afterwards] });
  });
  await walk('walk what is left', client, remaining, userIds, log);
  await waitForPurge(client, purged, purgeTimeoutMs, log);

  await each('compare what was restored', restored, (dialogue) => compare(client, dialogue, dialogue.messages));
  await each('compare what was written to', rewritten, (dialogue) => compare(client, dialogue, [afterwards]));
  await each('use purged ids again', purged, async (dialogue) => {
    const session = await client.sessions.create({ session_id: dialogue.session_id, user_id: dialogue.user_id });
    strictEqual(session.last_seq, 0);
  });
  await each('erase users', userIds, async (userId) => void (await client.users.delete(userId)));
  await walk('walk what erasure left', client, [], [], log);
}

async function load(client: Scrollback, { session_id, user_id, metadata, messages }: Dialogue): Promise<void> {
  await client.sessions.create({ session_id, user_id, metadata });
  const { last_seq } = await client.messages.add(session_id, { messages: [...messages] });
  strictEqual(last_seq, messages.length);
}

async function compare(client: Scrollback, dialogue: Dialogue, expected: readonly DialogueMessage[]): Promise<void> {
  const session = await client.sessions.get(dialogue.session_id);
  deepStrictEqual(session.metadata, dialogue.metadata);
  strictEqual(session.user_id, dialogue.user_id);
  strictEqual(session.message_count, expected.length);
  const { messages } = await client.sessions.window(dialogue.session_id, { last: 1_000 });
  deepStrictEqual(messages.map(toDialogueMessage), expected);
  const listed: DialogueMessage[] = [];
  for await (const message of client.messages.list(dialogue.session_id, { limit: 3 }))
    listed.push(toDialogueMessage(message));
  deepStrictEqual(listed, expected);
}

function toDialogueMessage({ role, content, metadata }: Message): DialogueMessage {
  return metadata === undefined ? { role, content } : { role, content, metadata };
}

/** All sessions and each user's, by pages, compared with those that have to be there: each once. */
async function walk(
  what: string,
  client: Scrollback,
  dialogues: readonly Dialogue[],
  userIds: readonly string[],
  log: (line: string) => void,
): Promise<void> {
  await timed(log, what, dialogues.length * 2, async () => {
    const mine = new Set(dialogues.map(({ session_id }) => session_id));
    const seen: string[] = [];
    for await (const page of client.sessions.list({ limit: 100 }).pages()) {
      seen.push(...page.data.map(({ session_id }) => session_id).filter((id) => mine.has(id)));
    }
    deepStrictEqual(seen.sort(), [...mine].sort());
    for (const userId of userIds) {
      const owned: string[] = [];
      for await (const session of client.users.sessions(userId, { limit: 7 })) owned.push(session.session_id);
      const expected = dialogues.filter(({ user_id }) => user_id === userId).map(({ session_id }) => session_id);
      deepStrictEqual(owned.sort(), expected.sort());
    }
  });
}

async function requireGone(client: Scrollback, sessionId: string): Promise<void> {
  const error = await client.sessions.get(sessionId).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  ok(NotFoundError.isInstance(error), `session ${sessionId} can be read in the trash`);
}

async function waitForPurge(
  client: Scrollback,
  purged: readonly Dialogue[],
  timeoutMs: number,
  log: (line: string) => void,
): Promise<void> {
  await timed(log, 'wait for the purge', purged.length, async () => {
    const ids = new Set(purged.map(({ session_id }) => session_id));
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      let waitingCount = 0;
      for await (const { session_id } of client.sessions.list({ state: 'deleted', limit: 100 })) {
        if (ids.has(session_id)) waitingCount += 1;
      }
      if (waitingCount === 0) return;
      ok(Date.now() < deadline, `${waitingCount} sessions are still in the trash: is the purge interval short enough?`);
      await delay(200);
    }
  });
}
