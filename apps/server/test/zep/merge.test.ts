import { describe, expect, it } from 'vitest';
import { describeZepOnEachStore, newId, type Zep } from './zep.js';

const absent = Symbol('absent');

interface Row {
  readonly line: string;
  readonly old: unknown;
  readonly sent: unknown;
  readonly result: unknown;
}

/** The lines of the document, one row for each kind of value that a line names. */
const rows: readonly Row[] = [
  ...[1, 'x', false, 0, '', null, {}, [], { a: { b: null } }, [{ a: 1 }]].map((sent) => ({
    line: 'key absent + anything = added as sent',
    old: absent,
    sent,
    result: sent,
  })),
  {
    line: 'object + object with keys = merged',
    old: { a: 1, b: 2 },
    sent: { b: 3, c: 4 },
    result: { a: 1, b: 3, c: 4 },
  },
  {
    line: 'object + object with keys = merged recursively by these rules',
    old: { o: { a: 1, keep: 1 }, e: { a: 1 }, n: { a: 1 }, l: [1, 2], s: 1, z: null },
    sent: { o: { a: null, b: [] }, e: {}, n: null, l: [], s: { c: 1 }, z: {}, new: null },
    result: { o: { a: null, keep: 1, b: [] }, e: { a: 1 }, n: null, l: [], s: { c: 1 }, z: {}, new: null },
  },
  { line: 'object + {} = unchanged', old: { a: 1 }, sent: {}, result: { a: 1 } },
  { line: 'object + {} = unchanged', old: {}, sent: {}, result: {} },
  ...[5, 'x', true, false, 0, '', [1], []].map((sent) => ({
    line: 'object + scalar or array = replaced',
    old: { a: 1 },
    sent,
    result: sent,
  })),
  ...[{ a: 1 }, {}, [1], [], 5, 'x', false, 0, '', null].map((old) => ({
    line: 'object, array or scalar + null = null, the key stays',
    old,
    sent: null,
    result: null,
  })),
  ...[5, 'x', true, false, 0, '', null].flatMap((old) =>
    [7, 'y', true, false, 0, ''].map((sent) => ({
      line: 'scalar or null + any scalar = replaced',
      old,
      sent,
      result: sent,
    })),
  ),
  ...[5, 'x', true, false, 0, '', null].flatMap((old) =>
    [{ a: 1 }, {}].map((sent) => ({ line: 'scalar or null + object, also {} = replaced', old, sent, result: sent })),
  ),
  ...[5, '', null].flatMap((old) =>
    [[1], []].map((sent) => ({ line: 'scalar or null + array = replaced', old, sent, result: sent })),
  ),
  ...[[3], [], [{ b: 1 }]].map((sent) => ({
    line: 'array + array, also [] = replaced as a whole',
    old: [1, { a: 1 }],
    sent,
    result: sent,
  })),
  ...[{ a: 1 }, {}, 5, 'x', false, 0, ''].map((sent) => ({
    line: 'array + object or scalar = replaced',
    old: [1, 2],
    sent,
    result: sent,
  })),
  ...[{ a: 1 }, [1], 5, null].map((old) => ({ line: 'key not sent = unchanged', old, sent: absent, result: old })),
];

/** What has metadata, and how one is made: each answers with its path. */
const kinds: readonly [string, (zep: Zep, metadata: object | null) => Promise<string>][] = [
  ['session', async (zep, metadata) => `/sessions/${await zep.createSession({ metadata })}`],
  ['user', async (zep, metadata) => `/user/${await zep.createUser({ metadata })}`],
  [
    'message',
    async (zep, metadata) => {
      const id = newId();
      await zep.post(`/sessions/${id}/memory`, { messages: [{ role: 'user', content: 'one', metadata }] });
      return `/sessions/${id}/messages/${(await zep.get(`/sessions/${id}/memory`)).json.messages[0].uuid}`;
    },
  ],
];

function withKey(value: unknown): object {
  return value === absent ? { other: 1 } : { k: value, other: 1 };
}

function sentKey(value: unknown): object {
  return value === absent ? { another: 1 } : { k: value };
}

function resultOf({ sent, result }: Row): object {
  return sent === absent ? { k: result, other: 1, another: 1 } : { k: result, other: 1 };
}

function show(value: unknown): string {
  return value === absent ? 'absent' : JSON.stringify(value);
}

describeZepOnEachStore('2.3 merge', (zep) => {
  describe.each(kinds)('PATCH %s', (_, make) => {
    it.each(rows.map((row) => ({ ...row, cell: `${show(row.old)} + ${show(row.sent)}` })))(
      '2.3 merge › $line ($cell)',
      async (row) => {
        const path = await make(zep, withKey(row.old));
        const answer = await zep.patch(path, { metadata: sentKey(row.sent) });
        expect([answer.status, answer.json.metadata]).toEqual([200, resultOf(row)]);
        expect((await zep.get(path)).json.metadata).toEqual(resultOf(row));
      },
    );

    it('2.3 merge › the same rules hold below another key', async () => {
      const stored = Object.fromEntries(rows.map(({ old }, index) => [`row ${index}`, withKey(old)]));
      const sent = Object.fromEntries(rows.map((row, index) => [`row ${index}`, sentKey(row.sent)]));
      const result = Object.fromEntries(rows.map((row, index) => [`row ${index}`, resultOf(row)]));
      const path = await make(zep, { nested: stored });
      expect((await zep.patch(path, { metadata: { nested: sent } })).json.metadata).toEqual({ nested: result });
    });

    it.each([[{ a: 1 }], [{ a: {}, b: [], c: null }]])(
      '2.3 merge › whole stored metadata null + %j = becomes the new object',
      async (metadata) => {
        const path = await make(zep, null);
        expect((await zep.patch(path, { metadata })).json.metadata).toEqual(metadata);
        expect((await zep.get(path)).json.metadata).toEqual(metadata);
      },
    );

    it('2.3 consequences › no key can be removed, null leaves "key": null', async () => {
      const path = await make(zep, { a: { b: 1 }, c: 2 });
      await zep.patch(path, { metadata: { a: { b: null }, c: null } });
      await zep.patch(path, { metadata: { a: {}, d: 1 } });
      expect((await zep.get(path)).json.metadata).toEqual({ a: { b: null }, c: null, d: 1 });
    });

    it('Q1 › metadata {} is a no-op, not 500', async () => {
      const path = await make(zep, { a: { b: 1 } });
      const answer = await zep.patch(path, { metadata: {} });
      expect([answer.status, answer.json.metadata]).toEqual([200, { a: { b: 1 } }]);
    });

    it.each([{}, { metadata: null }, 'null'])('2.2, 2.6, 2.8 › %j leaves metadata as it is', async (body) => {
      const path = await make(zep, { a: 1 });
      const answer = await zep.patch(path, body);
      expect([answer.status, answer.json.metadata]).toEqual([200, { a: 1 }]);
    });
  });
});

describeZepOnEachStore('2.3 reserved system key', (zep) => {
  const system = { entities: [{ Name: 'x' }] };

  it('2.3 system › POST /sessions, POST /user and POST memory store it', async () => {
    for (const [, make] of kinds)
      expect((await zep.get(await make(zep, { system }))).json.metadata).toEqual({ system });
  });

  it.each(kinds.filter(([kind]) => kind !== 'user'))('2.3 system › PATCH %s drops it silently', async (_, make) => {
    const path = await make(zep, { system, a: 1 });
    const answer = await zep.patch(path, { metadata: { system: { intent: 1 }, b: 2 } });
    expect([answer.status, answer.json.metadata]).toEqual([200, { system, a: 1, b: 2 }]);
    for (const dropped of [{ system: 'x' }, { system: null }, { system: {} }])
      expect((await zep.patch(path, { metadata: dropped })).json.metadata).toEqual({ system, a: 1, b: 2 });
  });

  it('2.3 system › PATCH user merges it', async () => {
    const path = `/user/${await zep.createUser({ metadata: { system: { a: 1 } } })}`;
    expect((await zep.patch(path, { metadata: { system: { b: 2 } } })).json.metadata).toEqual({
      system: { a: 1, b: 2 },
    });
  });

  it.each(kinds)('2.3 system › nested in other metadata of a %s it is an ordinary key', async (_, make) => {
    const path = await make(zep, { a: { system: { x: 1 } } });
    const answer = await zep.patch(path, { metadata: { a: { system: { y: 2 } } } });
    expect(answer.json.metadata).toEqual({ a: { system: { x: 1, y: 2 } } });
  });

  it('2.3 system › only the lower-case key at the top is reserved', async () => {
    const path = `/sessions/${await zep.createSession()}`;
    expect((await zep.patch(path, { metadata: { System: 1, systems: 2 } })).json.metadata).toEqual({
      System: 1,
      systems: 2,
    });
  });
});
