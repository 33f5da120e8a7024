import type { MessageRecord } from '@scrollback/store';
import { expect, test } from 'vitest';
import { toFailure } from '../src/failure.js';
import { type Engine, openEngine, sqliteError } from './harness/engine.js';
import { countRows } from './harness/open.js';
import { newMessages, newSession } from './harness/records.js';

function commitNew({ write }: Engine, append: readonly MessageRecord[]) {
  const next = newSession({ lastSeq: append.length });
  return write('commitSession', { previous: undefined, next, append, replace: [] });
}

const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'stored',
    (error) => toFailure(error).kind,
  );

test('commits that wait at one moment share a transaction', async () => {
  const engine = await openEngine();
  const answers = await Promise.all(Array.from({ length: 100 }, () => commitNew(engine, newMessages(2))));
  expect(answers.map((answer) => 'position' in answer && answer.position)).toEqual(
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
  expect(engine.transactionCount()).toBe(1);
  await commitNew(engine, []);
  expect(engine.transactionCount()).toBe(2);
});

test('long commits do not wait in one transaction', async () => {
  const engine = await openEngine();
  await Promise.all(Array.from({ length: 8 }, () => commitNew(engine, newMessages(1_000))));
  expect(engine.transactionCount()).toBe(8);
});

test('a commit that is refused writes nothing and burns no position, and the others of its transaction are stored', async () => {
  const engine = await openEngine();
  const next = newSession();
  const first = { previous: undefined, next, append: [], replace: [] };
  const gone = { ...first, next: newSession({ user: { id: 'nobody', uuid: next.uuid } }) };
  const answers = await Promise.all([
    engine.write('commitSession', first),
    engine.write('commitSession', first),
    engine.write('commitSession', gone),
    commitNew(engine, newMessages(1)),
  ]);
  expect(answers).toEqual([
    { status: 'committed', position: 1 },
    { status: 'conflict', current: { ...next, position: 1 } },
    { status: 'user_gone' },
    { status: 'committed', position: 2 },
  ]);
  expect(engine.transactionCount()).toBe(1);
});

test('a commit that fails takes nothing of the others with it', async () => {
  const engine = await openEngine();
  const messages = newMessages(2);
  const clashing = messages.map((message) => ({ ...message, seq: 1 }));
  const outcomes = [messages, clashing, newMessages(3)].map((append) => kindOf(commitNew(engine, append)));
  expect(await Promise.all(outcomes)).toEqual(['stored', 'corrupt', 'stored']);
  expect(countRows(engine.database, 'sessions')).toBe(2);
  expect(countRows(engine.database, 'messages')).toBe(5);
  expect(engine.database.prepare('SELECT max(position) AS last FROM sessions').get()).toEqual({ last: 2 });
});

test('a file that is full refuses what has no room, stores what has, and works when there is room again', async () => {
  const engine = await openEngine();
  const [{ page_count: pages } = {}] = engine.database.prepare('PRAGMA page_count').all();
  engine.database.exec(`PRAGMA max_page_count = ${Number(pages) + 12}`);
  const large = () => commitNew(engine, newMessages(20, 0, 'x'.repeat(10_000)));
  const outcomes = [commitNew(engine, newMessages(1)), large(), commitNew(engine, newMessages(1))].map(kindOf);
  expect(await Promise.all(outcomes)).toEqual(['stored', 'full', 'stored']);
  expect(countRows(engine.database, 'messages')).toBe(2);
  engine.database.exec('PRAGMA max_page_count = 1000000');
  expect(await kindOf(large())).toBe('stored');
});

test.for([
  ['a disk that fails in the commit', 10, 'unknown', 1],
  ['no room in the commit', 13, 'full', 3],
  ['damage in the commit', 11, 'corrupt', 1],
] as const)('%s leaves nothing half done', async ([, code, kind, transactionCount]) => {
  const engine = await openEngine();
  engine.failCommits(sqliteError('staged', code), transactionCount);
  const outcomes = [commitNew(engine, newMessages(1)), commitNew(engine, newMessages(1))].map(kindOf);
  // Together they fail, then, when nothing of them can be stored, each of them alone.
  expect(await Promise.all(outcomes)).toEqual([kind, kind]);
  expect(engine.transactionCount()).toBe(transactionCount);
  expect(countRows(engine.database, 'sessions')).toBe(0);
  expect(await commitNew(engine, newMessages(1))).toEqual({ status: 'committed', position: 1 });
  expect(countRows(engine.database, 'messages')).toBe(1);
});

test('purges of many sessions do not wait in one transaction', async () => {
  const engine = await openEngine();
  const sessions = Array.from({ length: 20 }, () => newSession());
  await Promise.all(
    sessions.map((next) => engine.write('commitSession', { previous: undefined, next, append: [], replace: [] })),
  );
  const before = engine.transactionCount();
  const purges = sessions.map(({ id, uuid, version }) => engine.write('purgeSession', { id, uuid, version }));
  expect(await Promise.all(purges)).toEqual(sessions.map(() => true));
  expect(engine.transactionCount()).toBeGreaterThanOrEqual(before + 5);
});

test('a lock that is lost in the commit is waited for again', async () => {
  const engine = await openEngine();
  engine.failCommits(sqliteError('database is locked', 5), 3);
  expect(await commitNew(engine, newMessages(1))).toEqual({ status: 'committed', position: 1 });
  expect(countRows(engine.database, 'messages')).toBe(1);
});

test('one that removes many messages gives way after each slice', async () => {
  const engine = await openEngine();
  const next = newSession({ lastSeq: 1_000 });
  await engine.write('commitSession', { previous: undefined, next, append: newMessages(1_000), replace: [] });
  const { id, uuid } = next;
  const trim = (after: number) => engine.write('trimSession', { id, uuid, after, through: 900 });
  const afters = [0];
  for (let after = await trim(0); after !== undefined; after = await trim(after)) afters.push(after);
  expect(afters).toEqual([0, 250, 500, 750]);
  expect(countRows(engine.database, 'messages')).toBe(100);
  expect(await trim(0)).toBeUndefined();
});

test('a purge of a long session is one short step, after which its messages cannot be found', async () => {
  const engine = await openEngine();
  const next = newSession({ lastSeq: 1_000 });
  await engine.write('commitSession', { previous: undefined, next, append: newMessages(1_000), replace: [] });
  const { id, uuid, version } = next;
  // Both are in one transaction: nothing can have been removed between them.
  const [isPurged, again] = await Promise.all([
    engine.write('purgeSession', { id, uuid, version }),
    engine.write('trimSession', { id, uuid, after: 0, through: 1_000 }),
  ]);
  expect([isPurged, again]).toEqual([true, undefined]);
  expect(countRows(engine.database, 'messages')).toBeGreaterThan(0);
  expect(countRows(engine.database, 'purged')).toBe(1);
});

test('long messages are removed a few at a time', async () => {
  const engine = await openEngine();
  const next = newSession({ lastSeq: 10 });
  const append = newMessages(10, 0, 'x'.repeat(1_500_000));
  await engine.write('commitSession', { previous: undefined, next, append, replace: [] });
  const { id, uuid } = next;
  expect(await engine.write('trimSession', { id, uuid, after: 0, through: 10 })).toBe(2);
});
