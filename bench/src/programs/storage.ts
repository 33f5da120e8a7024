/** A session as every plain program hands it to what presents it. */
export interface StoredSession {
  readonly id: string;
  readonly uuid: string;
  /** Its place in the lists. */
  readonly position: number;
  readonly version: number;
  readonly userId: string | null;
  /** JSON text. */
  readonly metadata: string | null;
  readonly lastSeq: number;
  readonly hiddenThrough: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface StoredUser {
  readonly id: string;
  readonly uuid: string;
  readonly createdAt: number;
}

export interface SentMessage {
  readonly uuid: string;
  readonly role: string;
  readonly content: string;
}

interface SentSession {
  readonly id: string;
  readonly userId: string | null;
  readonly metadata: Record<string, unknown> | undefined;
}

interface Page {
  readonly after?: number;
  readonly limit: number;
}

interface Newest {
  readonly last: number;
  readonly maxBytes: number;
}

/**
 * The storage work that is measured, and what sets it up: each plain program is one of these.
 *
 * By callbacks, so that one that keeps everything in memory pays for no promise. Whatever fails ends the process, and the run
 * with it.
 */
export interface Storage {
  createUser(id: string, done: (user: StoredUser) => void): void;
  createSession(session: SentSession, done: (session: StoredSession) => void): void;
  findSession(id: string, done: (session: StoredSession) => void): void;
  patchSession(id: string, patch: Record<string, unknown>, done: (session: StoredSession) => void): void;
  /** By position. `after`: the position to go on behind, 0 for what is before the first; `undefined`: the caller did not say. */
  listSessions(page: Page, done: (sessions: readonly StoredSession[]) => void): void;
  /** Creates the session if there is none. `texts`: the documents of the messages, with commas between them. */
  appendMessages(
    id: string,
    messages: readonly SentMessage[],
    done: (session: StoredSession, texts: string) => void,
  ): void;
  readNewest(id: string, newest: Newest, done: (session: SessionState, texts: string) => void): void;
}

/** What is known of a session whose messages were read. */
export type SessionState = Pick<StoredSession, 'uuid' | 'version' | 'lastSeq' | 'hiddenThrough'>;
