import type { SessionRecord, Store } from '@scrollback/store';
import { expect, test } from 'vitest';
import type { Handles } from '../harness/handles.js';
import { newId } from '../harness/ids.js';
import { create, newSession, nextOf, range, readAll, seqsOf } from '../harness/sessions.js';
import { idsOf, walk } from '../harness/walk.js';
import type { WorkerProcess } from '../worker/worker-process.js';

/** A process that writes is killed, several times at another moment. */
export function crashTopic({ store }: Handles, start: () => Promise<WorkerProcess>): void {
  /** The last record of each session that the process was told to be stored before it died. */
  const writeUntilKilled = async (ids: readonly string[], acknowledgements: number) => {
    const worker = await start();
    const acknowledged = new Map<string, SessionRecord>();
    let count = 0;
    let die = () => {};
    const enough = new Promise<void>((resolve) => {
      die = resolve;
    });
    const writing = worker.run('writeWithoutEnd', { ids }, (step) => {
      const record = step as SessionRecord;
      acknowledged.set(record.id, record);
      if (++count === acknowledgements) die();
    });
    const outcome = writing.then(
      () => 'ended',
      () => 'killed',
    );
    await Promise.race([enough, outcome]);
    await worker.kill();
    expect(await outcome).toBe('killed');
    return acknowledged;
  };

  test('of a writer loses nothing that was acknowledged and leaves nothing half done', async () => {
    for (const round of range(1, 4)) {
      const after = (await create(store)).position;
      const ids = range(1, 300).map((n) => newId(`crash-${n}`));
      const acknowledged = await writeUntilKilled(ids, round * 70);
      for (const id of ids) {
        const known = acknowledged.get(id);
        const stored = await readAll(store, id);
        const { version = 0, hiddenThrough = 0, lastSeq = 0 } = stored?.record ?? {};
        // One commit of each session may have been on its way.
        if ((known?.version ?? 0) === version) expect(stored?.record).toEqual(known);
        else expect(version).toBe((known?.version ?? 0) + 1);
        expect(seqsOf(stored) ?? []).toEqual(range(hiddenThrough + 1, lastSeq));
      }
      const settled = await Promise.all(ids.map((id) => settle(store, id)));
      for (const state of ['live', 'deleted'] as const) {
        const listed = await walk((page) => store.sessions.list({ ...page, state }), { after, limit: 50 });
        const expected = settled.filter((record) => record.state === state);
        expect(idsOf(listed).sort()).toEqual(idsOf(expected).sort());
      }
    }
  });
}

/** Writes to a session, so that a commit of the dead process that is still on its way is refused from now on. */
async function settle(store: Store, id: string): Promise<SessionRecord> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const previous = await store.sessions.find(id);
    const next = previous === undefined ? newSession({ id }) : nextOf(previous, { metadata: '{"settled":true}' });
    const result = await store.sessions.commit({ previous, next, append: [], replace: [] });
    if (result.status === 'committed') return result.record;
  }
  return expect.fail(`Somebody else goes on writing to ${id}.`);
}
