import { describeWithRedis } from '@scrollback/services/vitest';
import type { Store, StoreError } from '@scrollback/store';
import { describe, expect, test } from 'vitest';
import { type ListChange, listChanges, type Scene } from './harness/list-changes.js';
import { type Resources, useResources } from './harness/open.js';
import { useOwnRedis } from './harness/own-redis.js';
import { commitChange, createUser, eraseUser, newMessages, toRestored, toTrash } from './harness/records.js';
import { expectAnswer, killAt, openPair, pauseAt, type Step, untilSent } from './harness/victim.js';

/**
 * A process is killed or paused before or after every step of every change of a list, while others go on: nothing is lost, listed
 * twice, or missing for good.
 */
describeWithRedis('a change of a list', () => {
  const own = useOwnRedis();

  async function begin(change: ListChange, resources: Resources) {
    const pair = await openPair(own.server.url, own.client, resources);
    const scene = await change.prepare(pair.other);
    pair.proxy.reset();
    const make = () => change.make(pair.victim, scene);
    return { ...pair, scene, make };
  }

  for (const change of listChanges) {
    const steps: readonly Step[] = [{ script: change.first }, { script: 'placeSession' }, { script: 'settleSession' }];
    const fates = steps.flatMap((step) => [
      { step, fate: 'cut-before' as const },
      { step, fate: 'cut-after' as const },
    ]);
    describe(change.name, () => {
      test('is finished by others when its process is killed before or after a step', async () => {
        const resources = useResources();
        const runs = fates.map(async ({ step, fate }) => {
          const { proxy, other, scene, inOrder, make } = await begin(change, resources);
          proxy.on(killAt(step, fate));
          const answer = await make().catch((error: StoreError) => error.code);
          await inOrder();
          const mayBeUndone = step.script === change.first && fate === 'cut-before';
          await expectDone(other, change, scene, answer, mayBeUndone);
        });
        await Promise.all(runs);
      });

      test('leaves nothing under a user that is erased when its process is killed', async () => {
        const resources = useResources();
        const runs = fates.map(async ({ step, fate }) => {
          const { proxy, other, scene, inOrder, make } = await begin(change, resources);
          proxy.on(killAt(step, fate));
          const made = make().catch((error: StoreError) => error.code);
          await untilSent(proxy, step);
          await eraseUser(other, scene.user);
          await made;
          await inOrder();
          await expectErased(other, change, scene);
        });
        await Promise.all(runs);
      });

      test('is harmless when its process is paused and everything is repaired meanwhile', async ({
        onTestFinished,
      }) => {
        const resources = useResources(onTestFinished);
        for (const step of steps) {
          const { proxy, victim, other, scene, inOrder, alreadyInOrder, make } = await begin(change, resources);
          const { goOn } = await pauseAt(proxy, step, make);
          await inOrder();
          const answer = await goOn();
          await victim.close();
          await alreadyInOrder(answer);
          expectAnswer(answer, change.name === 'purge' ? 'purged' : 'committed');
          await expectDone(other, change, scene, answer, false);
        }
      });

      test('leaves nothing under a user that is erased when its process is paused', async () => {
        const resources = useResources();
        for (const step of steps) {
          const { proxy, victim, other, scene, inOrder, alreadyInOrder, make } = await begin(change, resources);
          const { goOn } = await pauseAt(proxy, step, make);
          await eraseUser(other, scene.user);
          await inOrder();
          const answer = await goOn();
          await victim.close();
          await alreadyInOrder(answer);
          await expectErased(other, change, scene);
          const isRefused = change.name.endsWith('a user') && step.script !== 'settleSession';
          if (isRefused) expectAnswer(answer, 'user_gone');
        }
      });

      test('comes late and undoes nothing when others go on while its process is paused', async ({
        onTestFinished,
      }) => {
        const resources = useResources(onTestFinished);
        for (const step of steps) {
          const { proxy, victim, other, scene, inOrder, alreadyInOrder, make } = await begin(change, resources);
          const { goOn } = await pauseAt(proxy, step, make);
          const last = await toggle(other, scene.id);
          await inOrder();
          const answer = await goOn();
          await victim.close();
          await alreadyInOrder(answer);
          const stored = await other.sessions.find(scene.id);
          if (step.script !== change.first || answer === 'conflict') expect(stored).toEqual(last);
        }
      });
    });
  }
});

/** Somebody else puts the session into the other list, and back, and away again. Returns what is stored then. */
async function toggle(store: Store, id: string) {
  for (let turn = 0; turn < 3; turn += 1) {
    const record = await store.sessions.find(id);
    if (record === undefined) return undefined;
    const changes = record.state === 'live' ? toTrash(record) : toRestored(record);
    const result = await commitChange(store, record, changes, newMessages(turn % 2, record.lastSeq));
    if (result.status !== 'committed') throw new Error(result.status);
  }
  return await store.sessions.find(id);
}

/** The session is what the change makes it; when the process said nothing of it, it may also be what it was. */
async function expectDone(
  store: Store,
  change: ListChange,
  scene: Scene,
  answer: string | undefined,
  mayBeUndone: boolean,
) {
  const stored = await store.sessions.find(scene.id);
  const isUndone = scene.record === undefined ? stored === undefined : stored?.version === scene.record.version;
  if (isUndone) {
    expect(mayBeUndone).toBe(true);
    expect(['store_outcome_unknown', 'store_unavailable']).toContain(answer);
    expect(stored).toEqual(scene.record);
    return;
  }
  if (change.name === 'purge') {
    expect(stored).toBeUndefined();
    return;
  }
  expect(stored?.version).toBe((scene.record?.version ?? 0) + 1);
  if (change.name === 'delete') expect(stored?.state).toBe('deleted');
  else expect(stored?.state).toBe('live');
  if (change.name.includes('user')) expect(stored?.user?.uuid).toBe(scene.user.uuid);
}

async function expectErased(store: Store, change: ListChange, { id, user, record }: Scene) {
  expect(await store.users.find(user.id)).toBeUndefined();
  const stored = await store.sessions.find(id);
  if (change.name === 'create') expect(stored?.user ?? null).toBeNull();
  else if (change.name === 'give a user' && stored !== undefined) {
    expect({ ...stored, version: 0 }).toEqual({ ...record, version: 0 });
  } else expect(stored).toBeUndefined();
  const again = await createUser(store, { id: user.id });
  for (const { uuid } of [user, again]) {
    for (const state of ['live', 'deleted'] as const) {
      expect(await store.sessions.list({ state, userUuid: uuid, limit: 9, order: 'asc' })).toEqual([]);
      expect(await store.sessions.count({ state, userUuid: uuid })).toBe(0);
    }
  }
}
