import type { SessionRecord, Store, UserRecord } from '@scrollback/store';
import type { ScriptName } from '../../src/scripts.js';
import { change, commitChange, commitNew, create, createUser, newMessages, toRestored, toTrash } from './records.js';

/** What a change of a list is made on. */
export interface Scene {
  readonly id: string;
  /** What is stored before; `undefined`: nothing. */
  readonly record: SessionRecord | undefined;
  /** The owner, before or through the change. */
  readonly user: UserRecord;
}

export interface ListChange {
  readonly name: string;
  /** The script that makes it happen; it is followed by `placeSession` and `settleSession`. */
  readonly first: ScriptName;
  prepare(store: Store): Promise<Scene>;
  /** Resolves with what the port answers: the status of a commit, or `purged`. */
  make(store: Store, scene: Scene): Promise<string>;
}

const referenceTo = ({ id, uuid }: UserRecord) => ({ id, uuid });

async function prepareExisting(store: Store, hasUser: boolean): Promise<Scene & { readonly record: SessionRecord }> {
  const user = await createUser(store);
  const record = await create(store, { user: hasUser ? referenceTo(user) : null, metadata: '{"n":1}' }, newMessages(3));
  return { id: record.id, record, user };
}

async function commit(store: Store, { record }: Scene, changes: (record: SessionRecord) => Partial<SessionRecord>) {
  if (record === undefined) throw new Error('there is no session to change');
  return (await commitChange(store, record, changes(record))).status;
}

async function prepareTrashed(store: Store): Promise<Scene> {
  const { record, ...scene } = await prepareExisting(store, true);
  return { ...scene, record: await change(store, record, toTrash(record)) };
}

async function prepareNothing(store: Store): Promise<Scene> {
  return { id: `new-${crypto.randomUUID()}`, record: undefined, user: await createUser(store) };
}

export const listChanges: readonly ListChange[] = [
  {
    name: 'create',
    first: 'commitSession',
    prepare: prepareNothing,
    make: async (store, { id }) => (await commitNew(store, { id }, newMessages(2))).status,
  },
  {
    name: 'create with a user',
    first: 'commitSession',
    prepare: prepareNothing,
    make: async (store, { id, user }) =>
      (await commitNew(store, { id, user: referenceTo(user) }, newMessages(2))).status,
  },
  {
    name: 'delete',
    first: 'commitSession',
    prepare: (store) => prepareExisting(store, true),
    make: (store, scene) => commit(store, scene, toTrash),
  },
  {
    name: 'undelete by writing',
    first: 'commitSession',
    prepare: prepareTrashed,
    make: async (store, { record }) => {
      const back = { state: 'live', deletedAt: null, restoreHiddenThrough: null } as const;
      return (await commitChange(store, record as SessionRecord, back, newMessages(1, 3))).status;
    },
  },
  {
    name: 'restore',
    first: 'commitSession',
    prepare: prepareTrashed,
    make: (store, scene) => commit(store, scene, toRestored),
  },
  {
    name: 'give a user',
    first: 'commitSession',
    prepare: (store) => prepareExisting(store, false),
    make: (store, scene) => commit(store, scene, () => ({ user: referenceTo(scene.user), metadata: '{"n":2}' })),
  },
  {
    name: 'purge',
    first: 'purgeSession',
    prepare: prepareTrashed,
    make: async (store, { record }) => {
      const { id, uuid, version } = record as SessionRecord;
      return (await store.sessions.purge({ id, uuid, version })) ? 'purged' : 'not purged';
    },
  },
];
