import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ConnectionError, Scrollback, ScrollbackError } from '../src/index.js';
import { sessionDocument } from './support/documents.js';
import { hang, problem, startScriptedServer } from './support/scripted-server.js';

const reason = new Error('the user went away');

describe('a signal', () => {
  it('ends a request that is under way with its own reason, and no attempt follows', async () => {
    const controller = new AbortController();
    const server = await startScriptedServer(() => {
      controller.abort(reason);
      return undefined;
    });
    const call = new Scrollback({ baseUrl: server.url }).sessions.get('chat', { signal: controller.signal });
    expect(await call.catch((error) => error)).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('is not taken for a failure when its reason looks like one', async () => {
    const controller = new AbortController();
    const looksRepeatable = new ConnectionError('somebody else lost it');
    const server = await startScriptedServer(() => {
      controller.abort(looksRepeatable);
      return undefined;
    });
    const call = new Scrollback({ baseUrl: server.url }).sessions.get('chat', { signal: controller.signal });
    expect(await call.catch((error) => error)).toBe(looksRepeatable);
    expect(server.requests).toHaveLength(1);
  });

  it('without a reason ends a call with the AbortError of the platform', async () => {
    const server = await startScriptedServer(hang);
    const controller = new AbortController();
    const call = new Scrollback({ baseUrl: server.url }).sessions.get('chat', { signal: controller.signal });
    controller.abort();
    const error = await call.catch((failure) => failure);
    expect(error.name).toBe('AbortError');
    expect(ScrollbackError.isInstance(error)).toBe(false);
  });

  it('that is aborted already lets nothing be sent', async () => {
    const server = await startScriptedServer(hang);
    const call = new Scrollback({ baseUrl: server.url }).sessions.get('chat', { signal: AbortSignal.abort(reason) });
    expect(await call.catch((error) => error)).toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it('ends the wait between two attempts', async () => {
    const controller = new AbortController();
    const server = await startScriptedServer((_request, response) => {
      response.on('finish', () => setTimeout(() => controller.abort(reason), 200));
      return problem(503, 'store_unavailable', { 'retry-after': '20' });
    });
    const call = new Scrollback({ baseUrl: server.url }).sessions.get('chat', { signal: controller.signal });
    expect(await call.catch((error) => error)).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('ends a walk between two pages', async () => {
    const controller = new AbortController();
    const page = { body: { data: [sessionDocument('a')], next_cursor: 'next' } };
    const server = await startScriptedServer(page);
    const walk = async () => {
      for await (const _ of new Scrollback({ baseUrl: server.url }).sessions.list({}, { signal: controller.signal })) {
        controller.abort(reason);
      }
    };
    expect(await walk().catch((error) => error)).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('ends a call whose fetch pays no heed to it', async () => {
    const controller = new AbortController();
    const client = new Scrollback({ fetch: () => new Promise(() => {}) });
    const call = client.sessions.get('chat', { signal: controller.signal });
    controller.abort(reason);
    expect(await call.catch((error) => error)).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('that lives long keeps no listeners of calls that are over', async () => {
    const { signal } = new AbortController();
    const server = await startScriptedServer(problem(503, 'store_unavailable'), { body: sessionDocument('chat') });
    await new Scrollback({ baseUrl: server.url }).sessions.get('chat', { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
