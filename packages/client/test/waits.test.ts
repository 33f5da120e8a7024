import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConnectionError, RateLimitError, Scrollback, ServiceUnavailableError } from '../src/index.js';
import { waitBeforeRetry } from '../src/retry.js';
import { sessionDocument } from './support/documents.js';
import { problem, startScriptedServer } from './support/scripted-server.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function withRandom(value: number): void {
  vi.spyOn(Math, 'random').mockReturnValue(value);
}

function unavailable(headers: Record<string, string>): ServiceUnavailableError {
  return new ServiceUnavailableError('503', { status: 503, headers: new Headers(headers) });
}

describe('the wait before a retry', () => {
  const connectionError = new ConnectionError('no answer');

  it('is a random part of a time that doubles up to 8 s', () => {
    withRandom(1);
    expect([0, 1, 2, 3, 4, 5, 50].map((retry) => waitBeforeRetry(connectionError, retry))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
    ]);
    withRandom(0.25);
    expect(waitBeforeRetry(connectionError, 1)).toBe(250);
    withRandom(0);
    expect(waitBeforeRetry(connectionError, 9)).toBe(0);
  });

  it('is what Retry-After asks for in seconds, and the random part on top', () => {
    withRandom(0.5);
    expect(waitBeforeRetry(unavailable({ 'retry-after': '3' }), 0)).toBe(3_250);
    expect(waitBeforeRetry(unavailable({ 'retry-after': ' 0 ' }), 0)).toBe(250);
  });

  it("reaches to the date in Retry-After, by the server's own clock", () => {
    withRandom(0);
    const headers = { date: 'Sat, 21 Nov 2020 10:00:00 GMT', 'retry-after': 'Sat, 21 Nov 2020 10:00:07 GMT' };
    expect(waitBeforeRetry(unavailable(headers), 0)).toBe(7_000);
  });

  it('reaches to the date in Retry-After, by our clock when the server tells none', () => {
    withRandom(0);
    vi.useFakeTimers({ now: Date.parse('2026-11-21T10:00:00Z') });
    expect(waitBeforeRetry(unavailable({ 'retry-after': 'Sat, 21 Nov 2026 10:00:04 GMT' }), 0)).toBe(4_000);
    expect(waitBeforeRetry(unavailable({ 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }), 0)).toBe(0);
  });

  it.each(['soon', '-1', '1.5', '', '1e2'])('ignores the Retry-After %j', (value) => {
    withRandom(0);
    expect(waitBeforeRetry(unavailable({ 'retry-after': value }), 0)).toBe(0);
  });

  it('is not made when the server asks for more than 30 s', () => {
    expect(waitBeforeRetry(unavailable({ 'retry-after': '31' }), 0)).toBeUndefined();
    withRandom(0);
    expect(waitBeforeRetry(unavailable({ 'retry-after': '30' }), 0)).toBe(30_000);
  });
});

const session = { body: sessionDocument('chat') };

describe('Retry-After', () => {
  it('is waited for', async () => {
    withRandom(0.5);
    const server = await startScriptedServer(problem(503, 'store_unavailable', { 'retry-after': '0' }), session);
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await new Scrollback({ baseUrl: server.url, timeoutMs: 12_345 }).sessions.get('chat');
    const waits = timers.mock.calls.map(([, ms]) => ms).filter((ms) => ms === 12_345 || ms === 250);
    expect(waits).toEqual([12_345, 250, 12_345]);
  });

  it('that is too long makes the call reject at once, and tells for how long', async () => {
    const server = await startScriptedServer({ status: 429, headers: { 'retry-after': '3600' } });
    const error = await new Scrollback({ baseUrl: server.url }).sessions.get('chat').catch((reason) => reason);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error.headers.get('retry-after')).toBe('3600');
    expect(server.requests).toHaveLength(1);
  });
});
