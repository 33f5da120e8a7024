import { beforeAll } from 'vitest';
import type { Server } from '../harness/server.js';
import type {
  DocumentCollection,
  DocumentManager,
  Memory,
  MemoryManager,
  Message,
  MessageData,
  MessageManager,
  Session,
  SessionData,
  UserManager,
  ZepClient,
  ZepJs,
} from '../zep-js.js';
import { ownersOf, publicMethods } from './public-methods.js';
import { watchCalls } from './watch-calls.js';

/** A client of the server under test, made by `init`, and a note of every method that was called on it. */
export interface Zep {
  readonly js: ZepJs;
  readonly url: string;
  readonly client: ZepClient;
  readonly memory: MemoryManager;
  readonly user: UserManager;
  readonly document: DocumentManager;
  /** What `document.getCollection` would hand out if there were collections. */
  readonly collection: DocumentCollection;
  readonly hasMessages: boolean;
  /** Throws for 0.9.0, which has none. */
  readonly message: MessageManager;
  readonly methods: readonly string[];
  readonly called: ReadonlySet<string>;
  session(data: Partial<SessionData> & { session_id: string }): Session;
  messages(...messages: MessageData[]): Memory;
  /** The messages of the session, oldest first. */
  stored(sessionId: string, lastn?: number): Promise<Message[]>;
}

/** Connects before the tests of the suite. `hasMessages` says whether this version has a message manager. */
export function useZep(js: ZepJs, server: Server, hasMessages: boolean): Zep {
  const called = new Set<string>();
  let connected: ReturnType<typeof watchAll> | undefined;
  beforeAll(async () => {
    const client = await js.ZepClient.init(server.url);
    called.add('client.init');
    connected = watchAll(js, client, called);
  });
  const watched = () => {
    if (!connected) throw new Error('the client has not been connected');
    return connected;
  };

  return {
    js,
    hasMessages,
    called,
    get url() {
      return server.url;
    },
    get client() {
      return watched().client;
    },
    get memory() {
      return watched().memory;
    },
    get user() {
      return watched().user;
    },
    get document() {
      return watched().document;
    },
    get collection() {
      return watched().collection;
    },
    get message() {
      const { message } = watched();
      if (!message) throw new Error('this version has no message manager');
      return message;
    },
    get methods() {
      return watched().methods;
    },
    // Their types want metadata; a caller in JavaScript need not give any.
    session: (data) => new js.Session(data as SessionData),
    messages: (...messages) => new js.Memory({ messages }),
    async stored(sessionId, lastn) {
      const memory = await watched().memory.getMemory(sessionId, lastn);
      if (!memory) throw new Error(`the memory of ${sessionId} came without messages`);
      return memory.messages;
    },
  };
}

function watchAll(js: ZepJs, client: ZepClient, called: Set<string>) {
  const collection = new js.DocumentCollection(client, { name: 'papers' });
  return {
    methods: publicMethods(ownersOf(client, collection)),
    client: watchCalls('client', client, called),
    memory: watchCalls('memory', client.memory, called),
    message: client.message && watchCalls('message', client.message, called),
    user: watchCalls('user', client.user, called),
    document: watchCalls('document', client.document, called),
    collection: watchCalls('collection', collection, called),
  };
}
