import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import { contents, newId, turns } from '../harness/samples.js';
import type { Server } from '../harness/server.js';
import type { LangChain } from '../lang-chain.js';
import type { ZepClient, ZepJs } from '../zep-js.js';

export const SECRET = 'the secret of the compatibility tests, long enough for HS256';

const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

/** Against a server that requires tokens signed with `SECRET`. */
export function testAuthentication(zepJs: ZepJs, langChain: LangChain, server: Server): void {
  describe('a token without claims, as Zep makes them', () => {
    let token: string;
    let client: ZepClient;
    beforeAll(async () => {
      token = await sign(SECRET);
      client = await zepJs.ZepClient.init(server.url, token);
    });

    it('lets zep-js do everything', async () => {
      const id = newId();
      expect(await client.memory.addMemory(id, new zepJs.Memory({ messages: turns(2) }))).toBe('OK');
      expect(contents((await client.memory.getMemory(id))?.messages ?? [])).toEqual(['m0', 'm1']);
      expect((await client.memory.listSessions()).map(({ session_id }) => session_id)).toContain(id);
      expect(await client.memory.deleteMemory(id)).toBe('OK');
      expect((await client.user.add({ user_id: id })).user_id).toBe(id);
    });

    it('lets ZepMemory remember', async () => {
      const memory = langChain.createMemory({ baseURL: server.url, sessionId: newId(), apiKey: token });
      await memory.saveContext({ input: 'hi' }, { output: 'hello' });
      expect(await memory.loadMemoryVariables({})).toEqual({ history: 'Human: hi\nAI: hello' });
    });

    it('passes the credential test of n8n', async () => {
      const call = (authorization: string) =>
        fetch(`${server.url}/api/v1/collection`, { headers: { authorization } }).then(({ status }) => status);
      expect(await call(`Bearer ${token}`)).toBe(200);
      expect(await call('Api-Key ')).toBe(401);
    });
  });

  describe('without a valid token', () => {
    const tokens: Readonly<Record<string, () => Promise<string | undefined>>> = {
      'no token': async () => undefined,
      'a token of another secret': () => sign(`${SECRET} not`),
      'a token of another algorithm': () => sign(SECRET, {}, 'HS512'),
      'an expired token': () => sign(SECRET, { exp: secondsFromNow(-60) }),
      'a token for later': () => sign(SECRET, { nbf: secondsFromNow(600) }),
      'something that is no token': async () => 'change-me',
    };

    it.each(Object.entries(tokens))(
      '%s: init succeeds, every call rejects with AuthenticationError',
      async (_, make) => {
        const client = await zepJs.ZepClient.init(server.url, await make());
        const refused = { message: 'Authentication failed.' };
        const id = newId();
        await expectError(client.memory.getMemory(id), zepJs.AuthenticationError, refused);
        const memory = new zepJs.Memory({ messages: turns(1) });
        await expectError(client.memory.addMemory(id, memory), zepJs.AuthenticationError, refused);
        await expectError(client.user.list(), zepJs.AuthenticationError, refused);
        await expectError(client.document.listCollections(), zepJs.AuthenticationError, refused);
      },
    );
  });
}

function sign(secret: string, claims: Record<string, number> = {}, alg = 'HS256'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(new TextEncoder().encode(secret));
}
