import type { components, operations } from './generated/api.js';

type Schemas = components['schemas'];
type QueryOf<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;

/** A conversation. Times are ISO 8601 text. */
export type Session = Schemas['Session'];
export type CreateSession = Schemas['CreateSession'];
export type UpdateSession = Schemas['UpdateSession'];
export type ListSessions = QueryOf<'sessions.list'>;
export type ReadWindow = QueryOf<'sessions.window'>;

/** One entry of a session. Times are ISO 8601 text. */
export type Message = Schemas['Message'];
export type NewMessage = Schemas['NewMessage'];
export type AddMessages = Schemas['AddMessages'];
export type UpdateMessage = Schemas['UpdateMessage'];
export type ListMessages = QueryOf<'messages.list'>;
/** Messages with what they tell about their session. */
export type SessionMessages = Schemas['SessionMessages'];

/** The owner of sessions. Times are ISO 8601 text. */
export type User = Schemas['User'];
export type CreateUser = Schemas['CreateUser'];
export type UpdateUser = Schemas['UpdateUser'];
export type ListUsers = QueryOf<'users.list'>;
export type ListUserSessions = QueryOf<'users.sessions'>;
/** What the removal of a user removed. */
export type ErasedUser = Schemas['ErasedUser'];

/** Any JSON object. */
export type Metadata = Schemas['Metadata'];

/** The body of an error answer (RFC 9457). */
export type Problem = Schemas['Problem'];
/** One place in the request that is to blame. */
export type ProblemItem = NonNullable<Problem['errors']>[number];
/** Stable names of errors. A newer server may send others. */
export type ErrorCode = Problem['code'];
