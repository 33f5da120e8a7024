import type { SessionState, UserState } from '@scrollback/store';

/** Fixed for ever: it is part of the layout. */
export const bucketCount = 1_024;

export interface Bucket {
  /** `b17`: the hash tag of the bucket, without braces. */
  readonly tag: string;
  /** What the keys of its sessions begin with, up to the id. */
  readonly session: string;
  readonly messages: string;
  readonly ids: string;
  readonly moves: string;
  readonly due: string;
  /** The highest position that a session of it was ever given, where the lists may be on another node. */
  readonly highest: string;
}

/** Every key of the layout. The hash tag comes before the id, so that no id, however hostile, leaves its slot. */
export interface Keys {
  readonly buckets: readonly Bucket[];
  bucketOf(id: string): Bucket;
  /** What a session is in the lists: enough to find its record. */
  member(uuid: string, id: string): string;
  sessionList(state: SessionState, userUuid?: string | undefined): string;
  userList(state: UserState): string;
  user(id: string): string;
  /** What the keys of users begin with, up to the id. */
  readonly userPrefix: string;
  readonly schema: string;
  readonly placed: string;
  readonly gone: string;
  readonly position: string;
  readonly userPosition: string;
  /** The replication history that positions are given in. */
  readonly history: string;
  readonly epoch: string;
}

export function createKeys(prefix: string): Keys {
  const buckets = Array.from({ length: bucketCount }, (_, number): Bucket => {
    const tag = `b${number}`;
    const base = `${prefix}:{${tag}}:`;
    return {
      tag,
      session: `${base}session:`,
      messages: `${base}messages:`,
      ids: `${base}ids:`,
      moves: `${base}moves`,
      due: `${base}due`,
      highest: `${base}highest`,
    };
  });
  const lists = `${prefix}:{lists}:`;
  const bucketOf = (id: string) => buckets[bucketNumber(id)] as Bucket;
  return {
    buckets,
    bucketOf,
    member: (uuid, id) => `${uuid}${bucketOf(id).tag}:${id}`,
    sessionList: (state, userUuid) => (userUuid === undefined ? lists + state : `${lists}user:${userUuid}:${state}`),
    userList: (state) => `${lists}users:${state}`,
    // Not `user:<id>`: the id `<uuid>:live` would be the key of a list.
    user: (id) => `${lists}user-record:${id}`,
    userPrefix: `${lists}user-record:`,
    schema: `${lists}schema`,
    placed: `${lists}placed`,
    gone: `${lists}gone`,
    position: `${lists}position`,
    userPosition: `${lists}user-position`,
    history: `${lists}history`,
    epoch: `${lists}epoch`,
  };
}

/** The id in a list's member, which begins with the uuid. */
export function idOf(member: string): string {
  return member.slice(member.indexOf(':', 36) + 1);
}

/** FNV-1a over the UTF-16 code units, folded: cheap, and part of the layout. */
function bucketNumber(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash ^= hash >>> 16;
  return (hash ^ (hash >>> 10)) & (bucketCount - 1);
}
