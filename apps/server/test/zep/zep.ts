import { randomUUID } from 'node:crypto';
import { createScrollback } from '@scrollback/core';
import type { Store } from '@scrollback/store';
import { createMemoryStore } from '@scrollback/store-memory';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Config } from '../../src/index.js';
import { onEachStore } from '../harness/on-each-store.js';
import type { Answer, Call } from '../harness/send.js';
import { startTestServer, type TestServer } from '../harness/test-server.js';

/** Calls of the Zep surface. Paths are written as the document writes them, below `/api/v1`, and sent as they are. */
export interface Zep {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** Any call, with its whole path. */
  send(call: Call): Promise<Answer>;
  url(): string;
  /** A new session with an id that nobody else uses; its id. */
  createSession(body?: object): Promise<string>;
  createUser(body?: object): Promise<string>;
  /** Adds messages of the role `user`; their uuids. */
  addMessages(sessionId: string, ...contents: string[]): Promise<string[]>;
  /** A purge run of another server on the same store. */
  purge(): Promise<void>;
}

type ZepSuite = (zep: Zep) => void;

/** The suite against a server on a memory store: for what no store can change. */
export function describeZep(name: string, suite: ZepSuite, config: Partial<Config> = {}): void {
  describe(name, () => suite(serve(createMemoryStore, config)));
}

/** The suite against a server on each store. */
export function describeZepOnEachStore(name: string, suite: ZepSuite, config: Partial<Config> = {}): void {
  onEachStore(name, (openStore) => suite(serve(openStore, config)));
}

export function newId(prefix = 'id'): string {
  return `${prefix}-${randomUUID()}`;
}

/** The contents of a memory or of a page of messages. */
export function contents(answer: Answer): string[] {
  return answer.json.messages.map(({ content }: { content: string }) => content);
}

/** An error as Zep's clients know it: plain text, one line, nothing of the inside. */
export function expectError(answer: Answer, status: number, text: string | RegExp = /^[^\n]+\n$/): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'x-zep-version': expect.stringMatching(/^0\.27\.2-/),
  });
  if (typeof text === 'string') expect(answer.text).toBe(`${text}\n`);
  else expect(answer.text).toMatch(text);
  expect(answer.text).not.toMatch(/\bat \S+:\d+|SQLSTATE|node_modules/);
}

/** The two bytes that the clients hand to their callers. */
export function expectOk(answer: Answer): void {
  expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([
    200,
    'OK',
    'text/plain; charset=utf-8',
  ]);
}

function serve(openStore: () => Store, config: Partial<Config>): Zep {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ store: openStore(), config, logLevel: 'error' });
  });
  afterAll(() => server.stop());

  const call = (method: string) => (path: string, body?: unknown) =>
    server.send({ method, path: `/api/v1${path}`, body });
  const post = call('POST');
  return {
    get: call('GET'),
    post,
    patch: call('PATCH'),
    delete: call('DELETE'),
    send: (whole) => server.send(whole),
    url: () => server.url,
    async createSession(body = {}) {
      const answer = await post('/sessions', { session_id: newId('session'), ...body });
      expect(answer.status, answer.text).toBe(201);
      return answer.json.session_id;
    },
    async createUser(body = {}) {
      const answer = await post('/user', { user_id: newId('user'), ...body });
      expect(answer.status, answer.text).toBe(201);
      return answer.json.user_id;
    },
    async addMessages(sessionId, ...texts) {
      const messages = texts.map((content) => ({ uuid: randomUUID(), role: 'user', content }));
      expectOk(await post(`/sessions/${sessionId}/memory`, { messages }));
      return messages.map(({ uuid }) => uuid);
    },
    async purge() {
      const { failures } = await createScrollback({ store: server.store }).purge.run({ minAgeMs: 0 });
      expect(failures).toEqual([]);
    },
  };
}
