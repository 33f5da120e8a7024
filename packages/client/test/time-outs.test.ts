import { describe, expect, it } from 'vitest';
import { ConnectionError, Scrollback, TimeoutError } from '../src/index.js';
import { added, hello, sessionDocument } from './support/documents.js';
import { withoutWaiting } from './support/no-waiting.js';
import { hang, type Step, startScriptedServer } from './support/scripted-server.js';

withoutWaiting();

const stall: Step = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"session_id":');
  return undefined;
};

describe('timeoutMs', () => {
  it.each([
    ['no answer comes', hang],
    ['the answer stops half-way', stall],
  ])('ends an attempt when %s', async (_, step) => {
    const server = await startScriptedServer(step);
    const client = new Scrollback({ baseUrl: server.url, timeoutMs: 60, maxRetries: 0 });
    const error = await client.sessions.get('chat').catch((reason) => reason);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe(`no answer from ${server.url} within 60 ms`);
  });

  it('is for each attempt', async () => {
    const server = await startScriptedServer(hang, hang, { body: sessionDocument('chat') });
    await new Scrollback({ baseUrl: server.url, timeoutMs: 500 }).sessions.get('chat');
    expect(server.requests).toHaveLength(3);
  });

  it('of a call wins over that of the client', async () => {
    const server = await startScriptedServer(hang);
    const call = new Scrollback({ baseUrl: server.url }).sessions.get('chat', { timeoutMs: 30, maxRetries: 0 });
    await expect(call).rejects.toThrow(TimeoutError);
  });

  it('repeats an append under the same uuids', async () => {
    const server = await startScriptedServer(hang, added);
    await new Scrollback({ baseUrl: server.url, timeoutMs: 500 }).messages.add('chat', hello);
    expect(server.requests[1]?.body).toBe(server.requests[0]?.body);
    expect(JSON.parse(server.requests[0]?.body ?? '').messages[0].uuid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is kept when fetch pays no heed to its signal', async () => {
    const client = new Scrollback({ fetch: () => new Promise(() => {}), timeoutMs: 20, maxRetries: 0 });
    await expect(client.sessions.get('chat')).rejects.toThrow(TimeoutError);
  });

  it.each([Number.POSITIVE_INFINITY, 3_000_000_000])('may be %d', async (timeoutMs) => {
    const server = await startScriptedServer({ body: sessionDocument('chat') });
    await expect(new Scrollback({ baseUrl: server.url, timeoutMs }).sessions.get('chat')).resolves.toBeDefined();
  });

  it.each([0, -1, Number.NaN])('cannot be %d', async (timeoutMs) => {
    expect(() => new Scrollback({ timeoutMs })).toThrow(TypeError);
    await expect(new Scrollback().sessions.get('chat', { timeoutMs })).rejects.toThrow(TypeError);
  });

  it.each([-1, Number.NaN])('and maxRetries cannot be %d', async (maxRetries) => {
    expect(() => new Scrollback({ maxRetries })).toThrow(TypeError);
    await expect(new Scrollback().sessions.get('chat', { maxRetries })).rejects.toThrow(TypeError);
  });
});
