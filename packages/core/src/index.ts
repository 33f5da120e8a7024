export type { Precondition } from './decisions/precondition.js';
export { type MessageDocument, numberMessage, parseMessage } from './documents/messages.js';
export { messageCount, sessionDocument, zepSessionDocument } from './documents/sessions.js';
export { userDocument, zepUserDocument } from './documents/users.js';
export { type RefusalCode, RefusalError } from './errors.js';
export {
  escapePointer,
  findJsonFault,
  type JsonFault,
  type JsonObject,
  type JsonRules,
  type JsonValue,
} from './json.js';
export { defaultLimits, type Limits } from './limits.js';
export { type MergeMode, type MetadataLimits, type MetadataPatch, mergeMetadata } from './metadata.js';
export { createScrollback, type Scrollback, type ScrollbackOptions } from './scrollback.js';
export type { Erased } from './services/erasure.js';
export type * from './services/message-walk.js';
export type * from './services/messages.js';
export type * from './services/purge.js';
export type * from './services/sessions.js';
export type * from './services/users.js';
export type { Batches, WalkInput } from './services/walk.js';
