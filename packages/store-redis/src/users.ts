import {
  StoreOutcomeUnknownError,
  type UserCommit,
  type UserCommitResult,
  type UserQuery,
  type UserRecord,
  type UserStore,
} from '@scrollback/store';
import type { Call } from './call.js';
import type { Context } from './context.js';
import type { Perform } from './perform.js';
import { toStamp } from './stamp.js';
import { coversVersion } from './tokens.js';
import { decodeUser, encodeUser } from './user-codec.js';

/** Longer than anything can be on its way. */
const traceMs = 3_600_000;

/** Users live in the slot of the lists, records and places together: every method is one command, and needs no repair. */
export function createUsers(context: Context, perform: Perform): UserStore {
  const { connection, keys, tokens, positions } = context;

  async function find(call: Call, id: string): Promise<UserRecord | undefined> {
    const key = keys.user(id);
    const [stamp, position, record] = await connection.ask(call, (client) =>
      client.hmget(key, 'stamp', 'position', 'record'),
    );
    return stamp == null || position == null || record == null ? undefined : decodeUser(id, stamp, position, record);
  }

  async function list(call: Call, { state, after, limit, order }: UserQuery): Promise<UserRecord[]> {
    const values = await connection.run(call, 'listUsers', [
      keys.userList(state),
      after ?? '',
      limit,
      order,
      keys.userPrefix,
    ]);
    const users: UserRecord[] = [];
    for (let index = 0; index < values.length; index += 4) {
      const [id, stamp, position, record] = values.slice(index, index + 4) as string[] & { length: 4 };
      users.push(decodeUser(id as string, stamp as string, position as string, record as string));
    }
    return users;
  }

  async function commit(call: Call, { previous, next }: UserCommit): Promise<UserCommitResult> {
    const { id, state } = next;
    const reply = await connection.run(
      call,
      'commitUser',
      [
        ...[keys.user(id), keys.userList('live'), keys.userList('erasing'), keys.userPosition, keys.history],
        ...[toStamp(previous), toStamp(next), state, encodeUser(next), tokens.next(next.version), id],
        connection.mayFailOver ? 1 : 0,
      ],
      true,
    );
    if (reply[0] === 1) {
      const position = Number(reply[1]);
      return { status: 'committed', record: position === next.position ? next : { ...next, position } };
    }
    if (reply[0] === 2) {
      await positions.begin(call);
      return await commit(call, { previous, next });
    }
    const [, stamp, position, record, writes] = reply;
    if (call.isUncertain && !(await wasNeverDone(call, { previous, next }, stamp, writes))) {
      throw new StoreOutcomeUnknownError('others have written so much since that the outcome cannot be told', call);
    }
    if (stamp === null || position === null || record === null) return { status: 'conflict', current: undefined };
    return { status: 'conflict', current: decodeUser(id, stamp, position, record) };
  }

  async function purge(call: Call, { id, uuid }: { readonly id: string; readonly uuid: string }): Promise<boolean> {
    const values = [
      ...[keys.user(id), keys.userList('erasing'), keys.sessionList('live', uuid), keys.sessionList('deleted', uuid)],
      ...[uuid, id, tokens.next(0), traceMs],
    ];
    return (await connection.run(call, 'purgeUser', values, true)) === 1;
  }

  /** A commit was sent more than once, and the last one found another record: was certainly none of them carried out? */
  async function wasNeverDone(call: Call, { previous, next }: UserCommit, stamp: string | null, writes: string) {
    const storedUuid = stamp?.slice(0, 36);
    if (previous !== undefined) return storedUuid === previous.uuid && coversVersion(writes, previous.version);
    // A user that was made and purged leaves a trace.
    const trace = await connection.ask(call, (client) => client.hget(keys.user(next.id), 'purged'));
    return trace?.startsWith(next.uuid) !== true && storedUuid !== next.uuid;
  }

  return {
    find: (id) => perform('users.find', id, (call) => find(call, id)),
    list: (query) => perform('users.list', undefined, (call) => list(call, query)),
    count: ({ state }) =>
      perform('users.count', undefined, (call) => connection.ask(call, (client) => client.zcard(keys.userList(state)))),
    commit: (change) => perform('users.commit', change.next.id, (call) => commit(call, change)),
    purge: (target) => perform('users.purge', target.id, (call) => purge(call, target)),
  };
}
