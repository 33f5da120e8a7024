// What a program of a stranger does with the packed client. The test of releases compiles it in a new project and runs it
// against a server; `test/declarations.test.ts` compiles it against each set of types that a runtime brings.
import {
  type AddMessages,
  type Answer,
  type ClientOptions,
  ConflictError,
  type Message,
  type Metadata,
  NotFoundError,
  type Page,
  Scrollback,
  ScrollbackError,
  type Session,
  type User,
} from '@scrollback/client';

// Standing in for the types of the runtime, so that the program needs none of them.
declare const process: { readonly env: Record<string, string | undefined> };
declare const console: { log(text: string): void };

const options: ClientOptions = { timeoutMs: 10_000, maxRetries: 1, headers: { 'x-request-id': 'consumer' } };
const client = new Scrollback({ ...options, baseUrl: process.env.SCROLLBACK_URL });
const prefix = `consumer/${Date.now()}`;

const user: User = await client.users.create({ user_id: prefix, email: null, metadata: { plan: { name: 'pro' } } });
const body: AddMessages = { messages: [{ role: 'user', content: 'hello' }], user_id: user.user_id, expected_seq: 0 };
const { messages, last_seq } = await client.messages.add(`${prefix}/1`, body);
const first: Message | undefined = messages[0];

const { data, etag }: Answer<Session> = await client.sessions.get(`${prefix}/1`).withResponse();
const metadata: Metadata = { topic: 'greetings' };
const updated = await client.sessions.update(data.session_id, { metadata }, { ifMatch: etag });
const conflict: unknown = await client.sessions
  .create({ session_id: data.session_id })
  .catch((error: unknown) => error);
const missing: unknown = await client.messages
  .get(data.session_id, crypto.randomUUID())
  .catch((error: unknown) => error);

const ids: string[] = [];
for await (const session of client.users.sessions(user.user_id)) ids.push(session.session_id);
const page: Page<Session> = await client.sessions.list({ user_id: user.user_id, state: 'live', limit: 1 });
for await (const chunk of client.messages.list(data.session_id, { order: 'desc' }).pages())
  ids.push(...chunk.data.map(({ uuid }) => uuid));
const erased = await client.users.delete(user.user_id);

const facts: Record<string, boolean> = {
  'the message came back': first?.content === 'hello' && last_seq === 1,
  'metadata was merged': updated.metadata.topic === 'greetings',
  'a conflict was told': ConflictError.isInstance(conflict) && conflict.code === 'session_exists',
  'an absence was told': missing instanceof NotFoundError && ScrollbackError.isInstance(missing),
  'lists were walked': ids.length === 2 && page.data.length === 1 && !page.hasNextPage(),
  'the user was erased': erased.session_count === 1,
};
const untrue = Object.keys(facts).filter((fact) => !facts[fact]);
if (untrue.length > 0) throw new Error(`not so: ${untrue.join(', ')}`);
console.log(`the client works: ${Object.keys(facts).join(', ')}`);
