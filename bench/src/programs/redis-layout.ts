import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

// The layout of `packages/store-redis`, written a second time on purpose: the baseline shares its scripts and its bytes, not its
// code. When the two drift apart, the comparison before each measurement says so.

const prefix = 'scrollback';
const lists = `${prefix}:{lists}:`;
const bucketCount = 1_024;

const keyCounts = {
  commitSession: 5,
  readSession: 2,
  placeSession: 12,
  settleSession: 3,
  listSessions: 1,
  commitUser: 5,
} as const;

type ScriptName = keyof typeof keyCounts;
export type Values = (string | number)[];
export type ScriptedRedis = Redis & { readonly [Name in ScriptName]: (values: Values) => Promise<(string | null)[]> };

/** The store's own scripts, as methods. */
export function withScripts(redis: Redis): ScriptedRedis {
  for (const [name, numberOfKeys] of Object.entries(keyCounts)) {
    const file = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const lua = readFileSync(new URL(`../../../packages/store-redis/lua/${file}.lua`, import.meta.url), 'utf8');
    redis.defineCommand(name, { numberOfKeys, lua });
  }
  return redis as ScriptedRedis;
}

export const keysOfLists = {
  prefix: `${prefix}:`,
  placed: `${lists}placed`,
  position: `${lists}position`,
  live: `${lists}live`,
  deleted: `${lists}deleted`,
  gone: `${lists}gone`,
  liveUsers: `${lists}users:live`,
  erasingUsers: `${lists}users:erasing`,
  userPosition: `${lists}user-position`,
  history: `${lists}history`,
};

interface Bucket {
  readonly tag: string;
  readonly session: string;
  readonly messages: string;
  readonly ids: string;
  readonly moves: string;
  readonly due: string;
}

const buckets = Array.from({ length: bucketCount }, (_, number): Bucket => {
  const base = `${prefix}:{b${number}}:`;
  return {
    tag: `b${number}`,
    session: `${base}session:`,
    messages: `${base}messages:`,
    ids: `${base}ids:`,
    moves: `${base}moves`,
    due: `${base}due`,
  };
});

export function bucketOf(id: string): Bucket {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  return buckets[(hash ^ (hash >>> 10)) & (bucketCount - 1)] as Bucket;
}

export interface User {
  readonly id: string;
  readonly uuid: string;
}

export interface Session {
  readonly id: string;
  readonly uuid: string;
  readonly user: User | undefined;
  readonly createdAt: number;
  readonly version: number;
  readonly updatedAt: number;
  /** JSON text. */
  readonly metadata: string | undefined;
  readonly lastSeq: number;
}

export interface NewMessage {
  readonly uuid: string;
  readonly seq: number;
  readonly json: string;
}

export interface CommitOptions {
  readonly previousVersion: number;
  readonly token: string;
  /** '' when the session stays in its lists. */
  readonly note: string;
  readonly messages: readonly NewMessage[];
  /** Written into the record; '' leaves that to be settled. */
  readonly position?: number | '';
}

/** What `commit-session.lua` takes. */
export function commitValues(session: Session, options: CommitOptions): Values {
  const { id, uuid } = session;
  const { previousVersion, token, note, messages, position = '' } = options;
  const bucket = bucketOf(id);
  const expected = previousVersion === 0 ? '' : `${uuid}:${previousVersion}`;
  const values: Values = [bucket.session + id, bucket.messages + id, bucket.ids + id, bucket.moves, bucket.due];
  values.push(expected, `${uuid}:${session.version}`, recordText(session), token, id, '', note, position);
  values.push(messages.length, 0);
  for (const message of messages) values.push(message.uuid);
  for (const message of messages) values.push(message.seq, message.uuid + message.json);
  return values;
}

/** What `place-session.lua` takes for a session that is new. */
export function placeValues(session: Session, token: string, { position = 0, isNoted = false } = {}): Values {
  const { id, uuid, user } = session;
  const { placed, live, deleted, gone } = keysOfLists;
  const values: Values = [placed, keysOfLists.position, live, deleted, gone];
  if (user === undefined) {
    values.push(placed, placed, placed, placed, placed);
  } else {
    const userLive = `${lists}user:${user.uuid}:live`;
    const userDeleted = `${lists}user:${user.uuid}:deleted`;
    values.push(userKey(user.id), userLive, userDeleted, userLive, userDeleted);
  }
  const userUuid = user?.uuid ?? '-';
  values.push(keysOfLists.history, bucketOf(id).moves);
  values.push(uuid, session.version, 'live', userUuid, userUuid, `${uuid}${bucketOf(id).tag}:${id}`);
  values.push(position, token, Date.now(), 0, isNoted ? 1 : 0);
  return values;
}

/** The note that asks for a place in the lists. */
export function noteText({ id, version, user }: Session, token: string): string {
  return `${version} live ${ownerText(user)} 0 ${Date.now()} ${token} ${encodeURIComponent(id)}`;
}

export function userKey(id: string): string {
  return `${lists}user-record:${id}`;
}

function recordText({ lastSeq, createdAt, updatedAt, user, metadata }: Session): string {
  const scalars = `${lastSeq} 0 live ${createdAt} ${updatedAt} - - 0 - ${ownerText(user)}`;
  return metadata === undefined ? scalars : `${scalars}\n${metadata}`;
}

function ownerText(user: User | undefined): string {
  return user === undefined ? '- -' : `${user.uuid} ${encodeURIComponent(user.id)}`;
}
