import { describe, expect, it } from 'vitest';
import { newId } from '../harness/samples.js';
import type { Zep } from '../methods/use-zep.js';

/** Zep's table: what was stored, what is sent, what is stored then, each for one key. */
const ROWS: readonly [old: unknown, sent: unknown, result: unknown][] = [
  [undefined, null, null],
  [undefined, {}, {}],
  [undefined, [], []],
  [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  [{ a: { b: 1 } }, { a: { c: null } }, { a: { b: 1, c: null } }],
  [{ a: 1 }, {}, { a: 1 }],
  [{ a: 1 }, 5, 5],
  [{ a: 1 }, [], []],
  [{ a: 1 }, null, null],
  [[1], null, null],
  [7, null, null],
  [true, false, false],
  [7, 0, 0],
  ['text', '', ''],
  [7, {}, {}],
  [null, { a: 1 }, { a: 1 }],
  [[1, 2], [3], [3]],
  [[1, 2], [], []],
  [[1, 2], {}, {}],
  [[1, 2], 'text', 'text'],
  [{ system: 1 }, { system: 2 }, { system: 2 }],
];

/** One update with all rows: each is a key of its own. */
const OLD = Object.fromEntries(ROWS.flatMap(([old], row) => (old === undefined ? [] : [[`row ${row}`, old]])));
const SENT = Object.fromEntries(ROWS.map(([, sent], row) => [`row ${row}`, sent]));
const RESULT = Object.fromEntries(ROWS.map(([, , result], row) => [`row ${row}`, result]));
const UNTOUCHED = { 'not sent': { a: [1] } };

export function testMerging(zep: Zep): void {
  // Where there is no message manager there is nothing to test, hence nothing to skip.
  const ifMessages = (name: string, test: () => Promise<void>) => zep.hasMessages && it(name, test);

  describe('metadata', () => {
    it('is merged by the table of Zep in a session', async () => {
      const session_id = newId();
      await zep.memory.addSession(zep.session({ session_id, metadata: { ...OLD, ...UNTOUCHED } }));
      const { metadata } = await zep.memory.updateSession(zep.session({ session_id, metadata: SENT }));
      expect(metadata).toEqual({ ...RESULT, ...UNTOUCHED });
    });

    it('is merged by the same table in a user', async () => {
      const user_id = newId();
      await zep.user.add({ user_id, metadata: { ...OLD, ...UNTOUCHED } });
      const { metadata } = await zep.user.update({ user_id, metadata: SENT });
      expect(metadata).toEqual({ ...RESULT, ...UNTOUCHED });
    });

    ifMessages('is merged by the same table in a message', async () => {
      const id = newId();
      const metadata = { ...OLD, ...UNTOUCHED };
      await zep.memory.addMemory(id, zep.messages({ role: 'user', content: 'x', metadata }));
      const uuid = (await zep.stored(id))[0]?.uuid as string;
      const merged = await zep.message.updateSessionMessageMetadata(id, uuid, SENT);
      expect(merged.metadata).toEqual({ ...RESULT, ...UNTOUCHED });
    });

    it('takes the names of what objects inherit for ordinary keys', async () => {
      const session_id = newId();
      const metadata = JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{"polluted":true}}}');
      await zep.memory.addSession(zep.session({ session_id }));
      await zep.memory.updateSession(zep.session({ session_id, metadata }));
      const stored = (await zep.memory.getSession(session_id)).metadata;
      expect(JSON.parse(JSON.stringify(stored))).toEqual(metadata);
      expect(Object.keys(stored).toSorted()).toEqual(['__proto__', 'constructor']);
    });
  });
}
