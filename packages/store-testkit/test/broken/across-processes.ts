import type { SessionCommit, SessionRecord, SessionStore, Store, UserStore } from '@scrollback/store';
import { openServedStore } from '../stores/served-store.js';

interface BrokenAcrossProcesses {
  readonly open: (path: string) => Promise<Store>;
  readonly caughtBy: readonly string[];
}

/** Stores that are right as long as one process uses them. */
export const brokenAcrossProcesses: Readonly<Record<string, BrokenAcrossProcesses>> = {
  'locks inside the process': {
    caughtBy: [
      'races of two processes › keeps all of 200 keys of metadata that two callers merge at once',
      'races of two processes › lets one of two callers commit on a record',
    ],
    open: async (path) => {
      const store = await openServedStore(path);
      return {
        ...store,
        sessions: withCommit(store.sessions, (commit) =>
          locked(async () => {
            const current = await store.sessions.find(commit.next.id);
            if (!isSame(current, commit.previous)) return { status: 'conflict', current };
            for (;;) {
              const previous = await store.sessions.find(commit.next.id);
              const result = await store.sessions.commit({ ...commit, previous });
              if (result.status !== 'conflict') return result;
            }
          }),
        ),
      };
    },
  },

  'answers before it has written': {
    caughtBy: ['crash › of a writer loses nothing that was acknowledged and leaves nothing half done'],
    open: async (path) => {
      const store = await openServedStore(path);
      const flush = () =>
        locked(async () => {
          for (const commit of pending.splice(0)) await store.sessions.commit(commit);
        });
      return {
        ...store,
        users: before(store.users, flush),
        sessions: withCommit(before(store.sessions, flush), async (commit) => {
          if (commit.previous === undefined) return store.sessions.commit(commit);
          if (pending.length >= 8) await flush();
          const { id } = commit.next;
          const current = latestOf(id) ?? (await store.sessions.find(id));
          if (!isSame(current, commit.previous)) return { status: 'conflict', current };
          pending.push(structuredClone(commit));
          return { status: 'committed', record: structuredClone(commit.next) };
        }),
        close: async () => {
          await flush();
          await store.close();
        },
      };
    },
  },
};

const pending: SessionCommit[] = [];
let queue: Promise<unknown> = Promise.resolve();

/** One after the other in this process, whatever the handle. */
function locked<T>(task: () => Promise<T>): Promise<T> {
  const running = queue.then(task);
  queue = running.catch(() => undefined);
  return running;
}

function latestOf(id: string): SessionRecord | undefined {
  return pending.findLast(({ next }) => next.id === id)?.next;
}

function isSame(current: SessionRecord | undefined, previous: SessionRecord | undefined): boolean {
  return current?.uuid === previous?.uuid && current?.version === previous?.version;
}

function withCommit(sessions: SessionStore, commit: SessionStore['commit']): SessionStore {
  return new Proxy(sessions, { get: (target, method) => (method === 'commit' ? commit : Reflect.get(target, method)) });
}

function before<T extends SessionStore | UserStore>(methods: T, task: () => Promise<void>): T {
  return new Proxy<object>(methods, {
    get:
      (target, method) =>
      async (...parameters: unknown[]) => {
        await task();
        return Reflect.apply(Reflect.get(target, method), target, parameters);
      },
  }) as T;
}
