import type { SessionRecord, Store, UserRecord } from '@scrollback/store';
import type { Context } from './context.js';
import { defaultLimits, type Limits } from './limits.js';
import { createMessageService, type MessageService } from './services/messages.js';
import { createPurgeService, type PurgeService } from './services/purge.js';
import { createSessionService, type SessionService } from './services/sessions.js';
import { sessionSource, userSource } from './services/sources.js';
import { createUserService, type UserService } from './services/users.js';
import { newUuid as newUuidV7 } from './uuids.js';
import { createRecordWriter } from './writing/record-writer.js';

export interface ScrollbackOptions {
  /** Stays the caller's: close it after the last call has ended. */
  readonly store: Store;
  readonly limits?: Limits;
  /** Memory for records that are remembered between writes, per kind of record. Default 32 MiB. */
  readonly rememberedBytes?: number;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** Default: UUID v7 (RFC 9562). */
  readonly newUuid?: () => string;
}

/** The services, over one store. Any number of these may work on the same data, in any number of processes. */
export interface Scrollback {
  readonly sessions: SessionService;
  readonly messages: MessageService;
  readonly users: UserService;
  readonly purge: PurgeService;
}

export function createScrollback({
  store,
  limits = defaultLimits,
  rememberedBytes = 32 * 1024 * 1024,
  now = Date.now,
  newUuid = newUuidV7,
}: ScrollbackOptions): Scrollback {
  const context: Context = {
    store,
    limits,
    sessionWriter: createRecordWriter<SessionRecord>(sessionSource(store), { rememberedBytes }),
    userWriter: createRecordWriter<UserRecord>(userSource(store), { rememberedBytes }),
    now,
    newUuid,
  };
  return {
    sessions: createSessionService(context),
    messages: createMessageService(context),
    users: createUserService(context),
    purge: createPurgeService(context),
  };
}
