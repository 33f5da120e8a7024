export { limits } from './limits.js';
export { nativeContract } from './native/contract.js';
export type { Health } from './native/health.js';
export { idFault } from './native/ids.js';
export type { Message, MessagePage, NewMessage, SessionMessages } from './native/messages.js';
export type { JsonObject, JsonValue } from './native/metadata.js';
export {
  type Problem,
  type ProblemCode,
  type ProblemDefinition,
  type ProblemResponse,
  type ProblemResponses,
  problem,
  problemCodes,
  problemContentType,
  problems,
} from './native/problem.js';
export type { RouteFacts } from './native/route.js';
export type { Session, SessionPage } from './native/sessions.js';
export type { ErasedUser, User, UserFields, UserPage } from './native/users.js';
export { isWellFormed } from './well-formed.js';
export { zepContract, zepPath } from './zep/contract.js';
export { canonicalUuid, withoutNul } from './zep/fields.js';
export type { ZepMemory } from './zep/memory.js';
export type { ZepMessage, ZepMessagePage, ZepNewMessage } from './zep/messages.js';
export type { ZepSearchResult } from './zep/search.js';
export type { ZepSession } from './zep/sessions.js';
export type { ZepUser } from './zep/users.js';
