/**
 * What both versions of zep-js have, as far as the suites use it. Each version hands in its own module, and the compiler
 * checks that it fits; nothing stands between the tests and the module itself.
 */
export interface ZepJs {
  readonly ZepClient: { init(baseUrl: string, apiKey?: string): Promise<ZepClient> };
  readonly Session: new (data: SessionData) => Session;
  readonly Memory: new (data: { messages?: MessageData[]; metadata?: Metadata }) => Memory;
  readonly Message: new (data: MessageData) => Message;
  readonly MemorySearchPayload: new (data: SearchData) => SearchPayload;
  readonly MemorySearchResult: new (data?: never) => SearchResult;
  readonly DocumentCollection: new (client: ZepClient, data: { name: string }) => DocumentCollection;
  readonly APIError: ErrorClass;
  readonly NotFoundError: ErrorClass;
  readonly AuthenticationError: ErrorClass;
}

type Metadata = Record<string, unknown>;
type ErrorClass = new (message: string, code?: number, responseData?: unknown) => Error;

export interface ZepClient {
  baseURL: string;
  // biome-ignore lint/suspicious/noExplicitAny: its declared type
  headers: any;
  readonly memory: MemoryManager;
  /** Not in 0.9.0. */
  readonly message?: MessageManager;
  readonly user: UserManager;
  readonly document: DocumentManager;
  getFullUrl(endpoint: string): string;
  getSession(sessionId: string): Promise<Session>;
  addSession(session: Session): Promise<Session>;
  getMemory(sessionId: string, lastn?: number): Promise<Memory | null>;
  addMemory(sessionId: string, memory: Memory): Promise<string>;
  deleteMemory(sessionId: string): Promise<string>;
  searchMemory(sessionId: string, payload: SearchPayload, limit?: number): Promise<SearchResult[]>;
}

export interface MemoryManager {
  getSession(sessionId: string): Promise<Session>;
  addSession(session: Session): Promise<Session>;
  updateSession(session: Session): Promise<Session>;
  listSessions(limit?: number, cursor?: number): Promise<Session[]>;
  listSessionsChunked(chunkSize?: number): AsyncGenerator<Session[], void, unknown>;
  getMemory(sessionId: string, lastn?: number): Promise<Memory | null>;
  addMemory(sessionId: string, memory: Memory): Promise<string>;
  deleteMemory(sessionId: string): Promise<string>;
  searchMemory(sessionId: string, payload: SearchPayload, limit?: number): Promise<SearchResult[]>;
}

export interface MessageManager {
  getSessionMessages(sessionId: string, limit?: number, cursor?: number): Promise<Message[]>;
  getSessionMessage(sessionId: string, messageId: string): Promise<Message>;
  updateSessionMessageMetadata(sessionId: string, messageId: string, metadata: Metadata): Promise<Message>;
}

export interface UserManager {
  add(user: UserData): Promise<User>;
  get(userId: string): Promise<User>;
  update(user: UserData): Promise<User>;
  delete(userId: string): Promise<string>;
  list(limit?: number, cursor?: number): Promise<User[]>;
  listChunked(chunkSize?: number): AsyncGenerator<User[], void, unknown>;
  getSessions(userId: string): Promise<Session[]>;
}

export interface DocumentManager {
  addCollection(collection: { name: string; embeddingDimensions: number }): Promise<unknown>;
  getCollection(name: string): Promise<unknown>;
  updateCollection(collection: { name: string; description?: string }): Promise<unknown>;
  listCollections(): Promise<unknown[]>;
  deleteCollection(name: string): Promise<void>;
}

export interface DocumentCollection {
  readonly status: string;
  addDocuments(documents: { content: string }[]): Promise<string[]>;
  updateDocument(document: { uuid: string; documentId: string }): Promise<void>;
  deleteDocument(uuid: string): Promise<void>;
  getDocument(uuid: string): Promise<unknown>;
  getDocuments(uuids: string[]): Promise<unknown[]>;
  searchReturnQueryVector(query: { text: string }, limit?: number): Promise<unknown>;
  search(query: { text: string }, limit?: number): Promise<unknown[]>;
  createIndex(force?: boolean): Promise<void>;
}

/** `metadata` is required, and never null, by their types only. */
export interface SessionData {
  uuid?: string;
  created_at?: string;
  updated_at?: string;
  deleted_at?: string;
  session_id: string;
  metadata: Metadata;
  user_id?: string;
}

export interface Session extends SessionData {
  toDict(): SessionData;
}

export interface MessageData {
  uuid?: string;
  created_at?: string;
  role: string;
  content: string;
  token_count?: number;
  metadata?: Metadata;
}

export interface Message extends MessageData {
  toDict(): MessageData;
}

export interface Memory {
  messages: Message[];
  metadata: Metadata;
  summary?: Summary;
  toDict(): object;
}

interface Summary {
  uuid: string;
  created_at: string;
  content: string;
  recent_message_uuid: string;
  token_count: number;
}

export interface SearchData {
  text?: string;
  metadata?: Metadata;
  search_scope?: 'messages' | 'summary';
  search_type?: 'similarity' | 'mmr';
  mmr_lambda?: number;
}

type SearchPayload = SearchData;

export interface SearchResult {
  message?: Message;
  summary?: Summary;
  metadata: Metadata;
  dist?: number;
}

interface UserData {
  uuid?: string;
  user_id: string;
  email?: string;
  first_name?: string;
  last_name?: string;
  metadata?: Metadata;
}

/** Times are text on the wire; the client hands them on as they came, whatever its types say. */
interface User extends UserData {
  id?: number;
}
