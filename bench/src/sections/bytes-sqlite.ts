import { type MessageRoom, newSqliteFile, watchMessageRoom } from '../machine/sqlite-file.js';
import { startProduct } from '../machine/start-server.js';
import { send } from '../seed/read-set.js';
import { openSqliteSeed } from '../seed/sqlite-data.js';
import { appendConversations, bytesRows, leastBytes, messagesPerSession, reportBytes } from './bytes.js';
import { bulkPrefix } from './flat-store.js';
import type { RunContext } from './run-context.js';
import { createStarted, explain } from './servers.js';

/** What a session and a message take in a SQLite file. */
export async function runSqliteBytes(context: RunContext): Promise<void> {
  if (!bytesRows.some((name) => context.isWanted(`sqlite/${name}`))) return;
  const { settings, placement } = context;
  const started = createStarted();
  try {
    const file = await newSqliteFile();
    const options = { core: placement.serverCore, server: settings.server };
    const server = await started.add(startProduct(`sqlite:${file}`, options));
    await send(server.port, 'GET', '/v1/sessions?limit=1');
    const sessionCount = settings.largeSessionCount;
    const perSession = seedSessions(file, sessionCount);
    const endRoom = watchMessageRoom(file);
    await explain({ product: server }, () => appendConversations(server, sessionCount / 200, context, started));
    const room = endRoom();
    const least = await leastBytes(server.port);
    const sessions = { each: perSession, ...least.session, parts: {} };
    const title = `file for each of ${sessionCount.toLocaleString('en')} sessions`;
    reportBytes('sqlite/bytes-session', title, sessions, context);
    const messages = { each: room.bytes / room.messageCount, ...least.message, parts: partsOf(room) };
    reportBytes('sqlite/bytes-message', `file for a message, ${messagesPerSession} a session`, messages, context);
  } finally {
    await started.stop();
  }
}

function seedSessions(file: string, sessionCount: number): number {
  const seed = openSqliteSeed(file);
  const before = seed.usedBytes();
  seed.sessions({ count: sessionCount, idPrefix: bulkPrefix });
  const perSession = (seed.usedBytes() - before) / sessionCount;
  seed.close();
  return perSession;
}

function partsOf({ messageCount, documentBytes, contentBytes }: MessageRoom): Record<string, number> {
  return { 'stored text': documentBytes / messageCount, 'of it content': contentBytes / messageCount };
}
