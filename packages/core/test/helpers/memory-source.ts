import type { MessageRecord, SessionRecord } from '@scrollback/store';
import type { CommitResult, RecordCommit, RecordSource } from '../../src/writing/record-source.js';

export interface MemorySource extends RecordSource<SessionRecord> {
  readonly records: Map<string, SessionRecord>;
  readonly messages: Map<string, MessageRecord>;
  /** Calls in the order in which they began. */
  readonly calls: string[];
  /** Runs before a commit looks at what is stored. */
  beforeCommit: (commit: RecordCommit<SessionRecord>, attempt: number) => Promise<void> | void;
  /** Replaces the result of a commit when it returns one; the commit is not done then. */
  interceptCommit: (commit: RecordCommit<SessionRecord>, attempt: number) => CommitResult<SessionRecord> | undefined;
}

/** Keeps sessions in a map with an asynchronous compare-and-set, as a store does; messages of one session only. */
export function createMemorySource(): MemorySource {
  let attempt = 0;
  const source: MemorySource = {
    records: new Map(),
    messages: new Map(),
    calls: [],
    beforeCommit: () => {},
    interceptCommit: () => undefined,
    async load(id, uuids) {
      source.calls.push('load');
      await tick();
      const found = uuids.flatMap((uuid) => source.messages.get(uuid) ?? []);
      return { record: source.records.get(id), messages: new Map(found.map((message) => [message.uuid, message])) };
    },
    async commit(commit) {
      source.calls.push('commit');
      attempt += 1;
      await tick();
      await source.beforeCommit(commit, attempt);
      const intercepted = source.interceptCommit(commit, attempt);
      if (intercepted !== undefined) return intercepted;
      return compareAndSet(source, commit);
    },
  };
  return source;
}

function compareAndSet(
  source: MemorySource,
  { previous, next, append, replace }: RecordCommit<SessionRecord>,
): CommitResult<SessionRecord> {
  const current = source.records.get(next.id);
  if (current?.uuid !== previous?.uuid || current?.version !== previous?.version)
    return { status: 'conflict', current };
  const known = append.flatMap(({ uuid }) => source.messages.get(uuid) ?? []);
  if (known.length > 0) return { status: 'duplicate', messages: known };
  const record = { ...next, position: current?.position ?? source.records.size + 1 };
  source.records.set(next.id, record);
  for (const message of [...append, ...replace]) source.messages.set(message.uuid, message);
  return { status: 'committed', record };
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
