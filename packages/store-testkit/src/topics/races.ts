import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId } from '../harness/ids.js';
import { nextTurn } from '../harness/next-turn.js';
import { create, newMessages, range, readAll } from '../harness/sessions.js';
import { createUser } from '../harness/users.js';
import { idsOf, positionsOf, walk } from '../harness/walk.js';
import type { AppendedCall } from '../worker/jobs.js';
import type { Runner } from '../worker/runner.js';

/** Two callers over the services of core: two handles, or two processes. Each remembers records by itself. */
export function racesTopic({ store }: Handles, runners: () => readonly [Runner, Runner]): void {
  /** Both callers at once. */
  const both = <T>(run: (runner: Runner, index: number) => Promise<T>) => Promise.all(runners().map(run));
  const contentOf = ({ json }: { json: string }): string => JSON.parse(json).content;

  /** Every call is stored in one piece, with the numbers that its caller was told, and nothing else is stored. */
  const expectCalls = async (id: string, calls: readonly AppendedCall[], firstSeq = 1) => {
    const messages = (await readAll(store, id))?.messages ?? [];
    const count = calls.reduce((sum, { seqs }) => sum + seqs.length, 0);
    expect(messages.map(({ seq }) => seq)).toEqual(range(firstSeq, firstSeq + count - 1));
    const contents = new Map(messages.map((message) => [message.seq, contentOf(message)]));
    for (const call of calls) {
      const [first = 0] = call.seqs;
      expect(call.seqs).toEqual(range(first, first + call.seqs.length - 1));
      expect(call.seqs.map((seq) => contents.get(seq))).toEqual(call.contents);
    }
  };

  test('keeps all of 200 keys of metadata that two callers merge at once', async () => {
    const { id } = await create(store, { metadata: '{"before":true}' });
    const keysOf = (index: number) => range(1, 100).map((n) => `caller-${index}-key-${n}`);
    await both((runner, index) => runner.run('mergeMetadata', { id, keys: keysOf(index) }));
    const stored = await store.sessions.find(id);
    const expected = [...keysOf(0), ...keysOf(1)].map((key) => [key, { by: key }]);
    expect(JSON.parse(stored?.metadata ?? '{}')).toEqual({ before: true, ...Object.fromEntries(expected) });
    // Each update is a version of its own, also when several share a commit.
    expect(stored?.version).toBe(201);
  });

  test('keeps every message of two callers that append at once, each call in one piece', async () => {
    const { id } = await create(store);
    const calls = await both((runner, index) =>
      runner.run('append', { id, author: `caller-${index}`, calls: 60, size: 3, parallel: 6 }),
    );
    await expectCalls(id, calls.flat());
    const versions = calls.flat().map(({ version }) => version);
    expect(new Set(versions).size).toBe(120);
  });

  test('keeps every message of two callers that append one call after the other', async () => {
    const { id } = await create(store);
    const calls = await both((runner, index) =>
      runner.run('append', { id, author: `caller-${index}`, calls: 40, size: 2, parallel: 1 }),
    );
    await expectCalls(id, calls.flat());
  });

  test('stores 64 first writes to one id, each call in one piece', async () => {
    for (const _ of range(1, 3)) {
      const id = newId('first');
      const calls = await both((runner, index) =>
        runner.run('append', { id, author: `caller-${index}`, calls: 32, size: 4, parallel: 32 }),
      );
      await expectCalls(id, calls.flat());
      const record = await store.sessions.find(id);
      const listed = await store.sessions.list({
        state: 'live',
        after: (record?.position ?? 0) - 1,
        limit: 5,
        order: 'asc',
      });
      expect(listed).toEqual([record]);
    }
  });

  test('lets one of two callers create a session', async () => {
    const after = (await create(store)).position;
    const ids = range(1, 60).map((n) => newId(`created-${n}`));
    const answers = await both((runner) => runner.run('createSessions', { ids }));
    for (const [index, id] of ids.entries()) {
      const of = answers.map((answer) => answer[index]);
      const created = of.find((answer) => typeof answer === 'object');
      expect(of.filter((answer) => answer === 'session_exists').length).toBe(1);
      expect(await store.sessions.find(id)).toEqual(created);
    }
    const listed = await walk((page) => store.sessions.list({ ...page, state: 'live' }), { after, limit: 25 });
    expect(idsOf(listed).sort()).toEqual([...ids].sort());
    expect(new Set(positionsOf(listed)).size).toBe(60);
  });

  test('lets one of two callers create a user', async () => {
    const ids = range(1, 60).map((n) => newId(`created-${n}`));
    const answers = await both((runner) => runner.run('createUsers', { ids }));
    for (const [index, id] of ids.entries()) {
      const of = answers.map((answer) => answer[index]);
      const created = of.find((answer) => typeof answer === 'object');
      expect(of.filter((answer) => answer === 'user_exists').length).toBe(1);
      expect(await store.users.find(id)).toEqual(created);
    }
  });

  test('lets one of two callers commit on a record', async () => {
    const records = await Promise.all(range(1, 80).map(() => create(store, {}, newMessages(1))));
    const answers = await both((runner) => runner.run('commitOnce', { records }));
    for (const [index, previous] of records.entries()) {
      expect(answers.filter((answer) => answer[index]).length).toBe(1);
      const stored = await readAll(store, previous.id);
      expect(stored?.record.version).toBe(2);
      expect(stored?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(stored?.record.metadata).toBe(`{"by":"${stored?.messages[1]?.uuid}"}`);
    }
  });

  test('hides what was there and keeps what came later when one deletes while the other appends', async () => {
    const created = await create(store, {}, newMessages(2));
    const { id } = created;
    const [deleter, appender] = runners();
    const [hidden, calls] = await Promise.all([
      deleter.run('deleteSession', { id, times: 60 }),
      appender.run('append', { id, author: 'appender', calls: 120, size: 2, parallel: 3 }),
    ]);
    const record = await store.sessions.find(id);
    const hiddenThrough = Math.max(0, ...hidden);
    expect(hidden).toEqual([...hidden].sort((a, b) => a - b));
    expect(record).toMatchObject({ lastSeq: 242, hiddenThrough, position: created.position });
    expect(calls.flatMap(({ seqs }) => seqs).sort((a, b) => a - b)).toEqual(range(3, 242));
    // A deletion hides whole calls, and what it hid stays hidden.
    const later = calls.filter(({ seqs }) => (seqs[0] ?? 0) > hiddenThrough);
    await expectCalls(id, later, hiddenThrough + 1);
    const state = hiddenThrough === 242 ? 'deleted' : 'live';
    expect(record?.state).toBe(state);
    const listed = await store.sessions.list({ state, after: created.position - 1, limit: 1, order: 'asc' });
    expect(listed).toEqual([record]);
  });

  test('shows every session to a caller that follows the list while both create', async () => {
    const after = (await create(store)).position;
    const ids = range(0, 1).map((index) => range(1, 60).map((n) => newId(`followed-${index}-${n}`)));
    const last = newId('last');
    const [first, second] = runners();
    const creating = both((runner, index) => runner.run('createSessions', { ids: ids[index] ?? [] })).then(() =>
      first.run('createSessions', { ids: [last] }),
    );
    const [followed] = await Promise.all([second.run('followList', { after, last }), creating]);
    const all = await walk((page) => store.sessions.list({ ...page, state: 'live' }), { after, limit: 500 });
    expect(idsOf(all).sort()).toEqual([...ids.flat(), last].sort());
    expect(followed).toEqual(idsOf(all));
  });

  test('leaves no session of a user that one erases while both create', async () => {
    for (const round of range(1, 5)) {
      const user = await createUser(store);
      const ids = range(0, 1).map(() => range(1, 40).map((n) => newId(`orphan-${n}`)));
      const [first] = runners();
      const erase = async () => {
        // Let some be created first: a few more in each round.
        for (const _ of range(1, round * 3)) await store.sessions.count({ state: 'live', userUuid: user.uuid });
        return first.run('eraseUser', { id: user.id });
      };
      const create = (runner: Runner, index: number) =>
        runner.run('createSessions', { ids: ids[index] ?? [], userId: user.id });
      const [erased, answers] = await Promise.all([erase(), both(create)]);
      if (typeof erased !== 'object') expect.fail(erased);
      const codes = answers.flat().filter((answer) => typeof answer === 'string');
      expect(codes.filter((code) => code !== 'unknown_user')).toEqual([]);
      expect(erased.sessionCount).toBe(80 - codes.length);
      expect((await Promise.all(ids.flat().map((id) => store.sessions.find(id)))).filter(Boolean)).toEqual([]);
      for (const state of ['live', 'deleted'] as const) {
        expect(await store.sessions.count({ state, userUuid: user.uuid })).toBe(0);
        expect(await store.sessions.list({ state, userUuid: user.uuid, limit: 9, order: 'asc' })).toEqual([]);
      }
      expect(await store.users.find(user.id)).toBeUndefined();
    }
  });

  test('never answers a reader with less than was stored before it asked', async () => {
    const { id } = await create(store);
    const appending = both((runner, index) =>
      runner.run('append', { id, author: `caller-${index}`, calls: 30, size: 1, parallel: 2 }),
    );
    let seen = 0;
    let done = false;
    const reader = async () => {
      while (!done) {
        await nextTurn();
        const atLeast = seen;
        const snapshot = await readAll(store, id);
        expect(snapshot?.record.version).toBeGreaterThanOrEqual(atLeast);
        expect(snapshot?.messages.length).toBe(snapshot?.record.lastSeq);
        seen = Math.max(seen, snapshot?.record.version ?? 0);
      }
    };
    await Promise.all([appending.finally(() => (done = true)), reader(), reader(), reader()]);
    expect(await store.sessions.find(id)).toMatchObject({ version: 61, lastSeq: 60 });
  });
}
