import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createScrollback } from '@scrollback/core';
import { type RedisServer, requireRedisServer } from '@scrollback/services';
import { createRedisStore } from '@scrollback/store-redis';

const copiesPerSession = 99;
const prefix = 'scrollback';

/** Fills a Redis with `count` sessions, a multiple of 100: one of a hundred through the services, the others as its copies. */
export async function fillWithSessions({ url, port }: RedisServer, count: number): Promise<void> {
  const store = createRedisStore({ url, prefix, onWarning: () => {} });
  const { sessions } = createScrollback({ store });
  const metadata = { title: 'x'.repeat(120), tags: ['one', 'two'], nested: { count: 1, list: [{ a: null }] } };
  const ids = Array.from({ length: count / (1 + copiesPerSession) }, (_, index) => `session-${index}`);
  await Promise.all(ids.map((id) => sessions.create({ id, metadata })));
  await store.close();

  const script = fileURLToPath(new URL('copy-sessions.lua', import.meta.url));
  const keys = ['live', 'position'].map((name) => `${prefix}:{lists}:${name}`);
  const args = ['-p', String(port), '--eval', script, ...keys, ',', `${prefix}:`, String(copiesPerSession)];
  const reply = execFileSync(requireRedisServer().cli, args, { encoding: 'utf8' }).trim();
  if (Number(reply) !== count) throw new Error(`copying sessions was answered with ${reply}`);
}
