/** The classes of one version of LangChain.js, made with the options that the suites need and not otherwise touched. */
export interface LangChain<Memory extends ZepMemory = ZepMemory> {
  createMemory(options: ZepMemoryOptions): Memory;
  createRetriever(options: ZepRetrieverOptions): ZepRetriever;
  /** A chain with the memory and a chat model that gives these answers, one a turn; `onPrompt` gets what the model was sent. */
  createConversation(memory: Memory, answers: string[], onPrompt: (prompt: string) => void): Conversation;
}

export interface ZepMemoryOptions {
  baseURL: string;
  sessionId: string;
  apiKey?: string;
  humanPrefix?: string;
  aiPrefix?: string;
  memoryKey?: string;
  inputKey?: string;
  outputKey?: string;
  returnMessages?: boolean;
  separateMessages?: boolean;
}

export interface ZepMemory {
  sessionId: string;
  loadMemoryVariables(values: { lastN?: number }): Promise<Record<string, unknown>>;
  saveContext(input: Record<string, string>, output: Record<string, string>): Promise<void>;
  clear(): Promise<void>;
}

export interface ZepRetrieverOptions {
  url: string;
  sessionId: string;
  topK?: number;
  apiKey?: string;
  searchScope?: 'messages' | 'summary';
  searchType?: 'similarity' | 'mmr';
  filter?: Record<string, unknown>;
}

export interface ZepRetriever {
  invoke(query: string): Promise<{ pageContent: string; metadata: Record<string, unknown> }[]>;
}

export interface Conversation {
  say(text: string): Promise<string>;
}

/** A message as LangChain holds it, reduced to what the tests compare: `human`, `ai`, `system` or `generic`. */
export function toPlainMessage(message: unknown): { type: string; role?: string; content: unknown } {
  const { content, role, getType } = message as { content: unknown; role?: string; getType(): string };
  return { type: getType.call(message), content, ...(role === undefined ? {} : { role }) };
}
