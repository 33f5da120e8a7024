import { describeWithRedis } from '@scrollback/services/vitest';
import type { SessionRecord, StoreError } from '@scrollback/store';
import { describe, expect, test } from 'vitest';
import { type Resources, useResources } from './harness/open.js';
import { useOwnRedis } from './harness/own-redis.js';
import {
  change,
  changeUser,
  commitChange,
  commitNew,
  create,
  createUser,
  eraseUser,
  newMessages,
  newSession,
} from './harness/records.js';
import { expectAnswer, killAt, openPair, pauseAt, type Step, untilSent } from './harness/victim.js';

const first: Step = { script: 'placeSession', turn: 1 };
const second: Step = { script: 'placeSession', turn: 2 };

/** A commit names a user that is being erased: what it did has to be taken back, whoever dies or sleeps on the way. */
describeWithRedis('a commit for a user that is gone', () => {
  const own = useOwnRedis();

  async function begin(resources: Resources) {
    const pair = await openPair(own.server.url, own.client, resources);
    const user = await createUser(pair.other);
    const erasing = await changeUser(pair.other, user, { state: 'erasing' });
    return { ...pair, user: erasing, reference: { id: user.id, uuid: user.uuid } };
  }

  describe('a new session', () => {
    const steps: readonly Step[] = [
      { script: 'commitSession' },
      first,
      { script: 'purgeSession' },
      second,
      { script: 'settleSession' },
    ];

    test('is gone when its process is killed before or after a step', async () => {
      const resources = useResources();
      const fates = steps.flatMap((step) => (['cut-before', 'cut-after'] as const).map((fate) => ({ step, fate })));
      const runs = fates.map(async ({ step, fate }) => {
        const { proxy, victim, other, user, reference, inOrder } = await begin(resources);
        const { id } = newSession();
        proxy.on(killAt(step, fate));
        const made = commitNew(victim, { id, user: reference }, newMessages(2)).catch(
          (error: StoreError) => error.code,
        );
        await untilSent(proxy, step);
        await eraseUser(other, user);
        const answer = await made;
        await inOrder();
        expect(await other.sessions.find(id)).toBeUndefined();
        if (typeof answer !== 'string') expect(answer.status).toBe('user_gone');
        const again = await create(other, { id });
        expect(await other.sessions.find(id)).toEqual(again);
      });
      await Promise.all(runs);
    });

    test('is gone when its process is paused before a step, and its successor stays', async () => {
      const resources = useResources();
      for (const step of steps) {
        const { proxy, victim, other, user, reference, inOrder, alreadyInOrder } = await begin(resources);
        const { id } = newSession();
        const make = () => commitNew(victim, { id, user: reference }, newMessages(2));
        const { goOn } = await pauseAt(proxy, step, make);
        await eraseUser(other, user);
        expect(await other.sessions.find(id)).toBeUndefined();
        await inOrder();
        const messages = newMessages(3);
        const successor = await create(other, { id }, messages);
        const answer = await goOn();
        await victim.close();
        await alreadyInOrder(answer);
        const isTooLate = step.script === 'commitSession';
        expectAnswer(answer, isTooLate ? { status: 'conflict', current: successor } : { status: 'user_gone' });
        const snapshot = await other.sessions.read(id, { last: 9, maxBytes: 1e6 });
        expect(snapshot).toEqual({ record: successor, messages });
      }
    });

    test('is seen by nobody', async () => {
      const resources = useResources();
      const { proxy, victim, other, reference, inOrder } = await begin(resources);
      const { id } = newSession();
      const { goOn } = await pauseAt(proxy, first, () => commitNew(victim, { id, user: reference }));
      const results = await Promise.all([
        other.sessions.find(id),
        other.sessions.read(id, { last: 1, maxBytes: 1e6 }),
        other.sessions.messagesById(id, []),
        other.sessions.list({ state: 'live', limit: 9, order: 'asc' }),
        other.sessions.list({ state: 'live', userUuid: reference.uuid, limit: 9, order: 'asc' }),
      ]);
      expect(results).toEqual([undefined, undefined, undefined, [], []]);
      expectAnswer(await goOn(), { status: 'user_gone' });
      await inOrder();
    });
  });

  describe('a session that was there before', () => {
    const steps: readonly Step[] = [
      { script: 'commitSession' },
      first,
      { script: 'takeUserBack' },
      second,
      { script: 'settleSession' },
    ];
    const giving = { metadata: '{"n":2}', purgeableSince: 5 };

    async function beginWithSession(resources: Resources) {
      const scene = await begin(resources);
      const messages = newMessages(3);
      const record = await create(scene.other, { metadata: '{"n":1}' }, messages);
      const give = () =>
        commitChange(scene.victim, record, { ...giving, user: scene.reference }, newMessages(1, record.lastSeq));
      const expectAsBefore = async (previous: SessionRecord = record) => {
        const snapshot = await scene.other.sessions.read(record.id, { last: 99, maxBytes: 1e6 });
        expect({ ...snapshot?.record, version: 0 }).toEqual({ ...previous, version: 0 });
        expect(snapshot?.messages).toEqual(messages);
        expect(await scene.other.sessions.due({ before: 99, limit: 9 })).toEqual([]);
      };
      return { ...scene, record, give, expectAsBefore };
    }

    test('is as before when its process is killed before or after a step', async () => {
      const resources = useResources();
      const fates = steps.flatMap((step) => (['cut-before', 'cut-after'] as const).map((fate) => ({ step, fate })));
      const runs = fates.map(async ({ step, fate }) => {
        const { proxy, other, user, give, inOrder, expectAsBefore } = await beginWithSession(resources);
        proxy.on(killAt(step, fate));
        const made = give().catch((error: StoreError) => error.code);
        await untilSent(proxy, step);
        await eraseUser(other, user);
        await made;
        await inOrder();
        await expectAsBefore();
      });
      await Promise.all(runs);
    });

    test('is as before when its process is paused before a step', async () => {
      const resources = useResources();
      for (const step of steps) {
        const { proxy, victim, other, user, give, inOrder, alreadyInOrder, expectAsBefore } =
          await beginWithSession(resources);
        const { goOn } = await pauseAt(proxy, step, give);
        await expectAsBefore();
        await eraseUser(other, user);
        await inOrder();
        const answer = await goOn();
        expectAnswer(answer, { status: 'user_gone' });
        await victim.close();
        await alreadyInOrder(answer);
        await expectAsBefore();
      }
    });

    test('keeps what others wrote to it while its process was paused', async () => {
      const resources = useResources();
      for (const step of steps) {
        const { proxy, victim, other, record, give, alreadyInOrder, expectAsBefore } =
          await beginWithSession(resources);
        const { goOn } = await pauseAt(proxy, step, give);
        const found = (await other.sessions.find(record.id)) as SessionRecord;
        expect(found.user).toBeNull();
        const changed = await change(other, found, { metadata: '{"n":3}' });
        const answer = await goOn();
        await victim.close();
        await alreadyInOrder(answer);
        const isTooLate = step.script === 'commitSession';
        expectAnswer(answer, isTooLate ? { status: 'conflict', current: changed } : { status: 'user_gone' });
        expect(await other.sessions.find(record.id)).toEqual(changed);
        await expectAsBefore(changed);
      }
    });

    test('is never seen with the user, nor reported to those who race', async () => {
      const resources = useResources();
      const { proxy, other, record, reference, give, inOrder, expectAsBefore } = await beginWithSession(resources);
      const { goOn } = await pauseAt(proxy, first, give);
      const [racing, listed, ofUser] = await Promise.all([
        commitChange(other, record, { metadata: '{}' }),
        other.sessions.list({ state: 'live', limit: 9, order: 'asc' }),
        other.sessions.list({ state: 'live', userUuid: reference.uuid, limit: 9, order: 'asc' }),
      ]);
      if (racing.status !== 'conflict') expect.fail(racing.status);
      expect({ ...racing.current, version: 0 }).toEqual({ ...record, version: 0 });
      expect(listed).toEqual([racing.current]);
      expect(ofUser).toEqual([]);
      expectAnswer(await goOn(), { status: 'user_gone' });
      await inOrder();
      await expectAsBefore();
    });
  });
});
