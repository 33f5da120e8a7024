import { describeRoom, newSqliteFile, watchMessageRoom } from '../machine/sqlite-file.js';
import { startProduct } from '../machine/start-server.js';
import {
  largeUser,
  longSessionCount,
  longSessionId,
  shortMessageCount,
  shortSessionId,
  shortUserSessionCount,
  smallUser,
} from '../rows/flat-rows.js';
import { send } from '../seed/read-set.js';
import { openSqliteSeed } from '../seed/sqlite-data.js';
import type { Settings } from '../settings.js';
import { bulkPrefix, describeSeed, type OpenFlatStores } from './flat-store.js';
import type { RunContext } from './run-context.js';
import type { Started } from './servers.js';

export const openFlatSqlite: OpenFlatStores = async (context, started) => {
  const startedAt = performance.now();
  const small = await openStore(context, started);
  const large = await openStore(context, started);
  seedSmall(small.file, context.settings);
  const { sessions, messages, room } = seedLarge(large.file, context.settings);
  context.say(describeSeed({ sessions, messages, startedAt }, room));
  await checkSeed(large.server.port, context.settings);
  return { small, large };
};

/** A file with the tables that the product makes; it asks for nothing while they are filled. */
async function openStore({ settings, placement }: RunContext, started: Started) {
  const file = await newSqliteFile();
  const options = { core: placement.serverCore, server: settings.server };
  const server = await started.add(startProduct(`sqlite:${file}`, options));
  await send(server.port, 'GET', '/v1/sessions?limit=1');
  return { file, server, redisPid: undefined };
}

function seedSmall(file: string, settings: Settings): void {
  const seed = openSqliteSeed(file);
  seed.sessions({ count: settings.smallSessionCount, idPrefix: bulkPrefix });
  seed.close();
}

function seedLarge(file: string, settings: Settings) {
  const seed = openSqliteSeed(file);
  const before = seed.usedBytes();
  seed.sessions({ count: settings.largeSessionCount, idPrefix: bulkPrefix });
  const perSession = Math.round((seed.usedBytes() - before) / settings.largeSessionCount);
  const owners = [
    { userId: smallUser, count: shortUserSessionCount },
    { userId: largeUser, count: settings.largeUserSessionCount },
  ];
  for (const { userId, count } of owners) {
    seed.user(userId);
    seed.sessions({ count, idPrefix: `${userId}-`, userId });
  }
  const endRoom = watchMessageRoom(file);
  const numbers = Array.from({ length: longSessionCount }, (_, index) => index);
  seed.longSessions(numbers.map(longSessionId), settings.largeMessageCount);
  seed.longSessions(numbers.map(shortSessionId), shortMessageCount);
  const room = endRoom();
  seed.close();
  const sessions = settings.largeSessionCount + settings.largeUserSessionCount + shortUserSessionCount;
  return {
    sessions,
    messages: room.messageCount,
    room: `the SQLite file has ${perSession} bytes a session; ${describeRoom(room)}`,
  };
}

/** What was written past the store is what the store would have written: the product reads it, and goes on with it. */
async function checkSeed(port: number, settings: Settings): Promise<void> {
  const { largeSessionCount, largeUserSessionCount, largeMessageCount } = settings;
  const lastId = bulkPrefix + String(largeSessionCount - 1).padStart(9, '0');
  const session = (await send(port, 'GET', `/v1/sessions/${lastId}`)) as { session_id: string; message_count: number };
  require(session.session_id === lastId && session.message_count === 0, 'the last of the many sessions');

  const owned = await read<{ data: { user_id: string }[] }>(port, `/v1/users/${largeUser}/sessions?limit=100`);
  require(owned.data.length === Math.min(100, largeUserSessionCount) &&
    owned.data.every((each) => each.user_id === largeUser), "a user's sessions");

  const longId = longSessionId(longSessionCount - 1);
  const window = await read<{ messages: { seq: number }[]; message_count: number }>(
    port,
    `/v1/sessions/${longId}/window?last=10`,
  );
  require(window.message_count === largeMessageCount && window.messages.at(-1)?.seq === largeMessageCount, longId);
  const body = { messages: [{ role: 'user', content: 'the first one that the product adds' }] };
  const added = (await send(port, 'POST', `/v1/sessions/${longId}/messages`, body)) as { last_seq: number };
  require(added.last_seq === largeMessageCount + 1, `an append to ${longId}`);
}

async function read<Answer>(port: number, path: string): Promise<Answer> {
  return (await send(port, 'GET', path)) as Answer;
}

function require(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(`the seeded SQLite file is wrong: ${what}`);
}
