import { type MessageDocument, parseMessage } from '@scrollback/core';
import { describe, expect, it } from 'vitest';
import { parseSearch, type SearchInput } from '../../../src/zep/search/parse-search.js';
import { messagesOf } from './messages.js';

function refusal(input: SearchInput): unknown {
  try {
    return parseSearch(input);
  } catch (error) {
    return error;
  }
}

describe('parseSearch', () => {
  it.for([
    {},
    { text: '' },
    { text: ' \n' },
    { metadata: {} },
    { text: '', metadata: {} },
    { search_scope: 'summary' },
  ])('%j › is an empty query and refused', (input) => {
    expect(refusal(input)).toMatchObject({ name: 'RequestFault', code: 'invalid_request', message: 'empty query' });
  });

  it('takes any key of metadata for a query', () => {
    const query = parseSearch({ text: ' ', metadata: { anything: null } });
    expect(query.text).toBeUndefined();
    expect(query.matches(document())).toBe(true);
  });

  it('knows the scopes messages and summary', () => {
    expect(parseSearch({ text: 'x' }).scope).toBe('messages');
    expect(parseSearch({ text: 'x', search_scope: '' }).scope).toBe('messages');
    expect(parseSearch({ text: 'x', search_scope: 'messages' }).scope).toBe('messages');
    expect(parseSearch({ text: 'x', search_scope: 'summary' }).scope).toBe('summary');
    expect(refusal({ text: 'x', search_scope: 'Messages' })).toMatchObject({ code: 'invalid_request' });
    expect(refusal({ text: 'x', search_scope: 'everything' })).toMatchObject({
      message: 'invalid search scope "everything": it is messages or summary',
    });
  });

  it('takes every search type and lambda', () => {
    expect(parseSearch({ text: 'x', search_type: 'mmr', mmr_lambda: 0.3 }).text).toBe('x');
    expect(parseSearch({ text: 'x', search_type: 'nonsense', mmr_lambda: -1 }).text).toBe('x');
  });

  it('refuses a bad where, JSONPath and date, also when nothing would be searched', () => {
    for (const metadata of [{ where: 'x' }, { where: { jsonpath: '$.' } }, { start_date: 'x' }, { end_date: 1 }]) {
      expect(refusal({ metadata, search_scope: 'summary' })).toMatchObject({ code: 'invalid_request' });
    }
  });

  it('lets the bounds in, and takes null for no bound', () => {
    const bound = '2024-01-01 00:01:00';
    const matches = (metadata: NonNullable<SearchInput['metadata']>) => parseSearch({ metadata }).matches(document());
    expect(matches({ start_date: bound, end_date: bound })).toBe(true);
    expect(matches({ start_date: '2024-01-01T00:01:00.001Z' })).toBe(false);
    expect(matches({ end_date: '2024-01-01T00:00:59.999999Z' })).toBe(false);
    expect(matches({ end_date: '2024-01-01' })).toBe(false);
    expect(matches({ start_date: '2024-01-01', end_date: null, where: null })).toBe(true);
  });

  it('combines where and the dates', () => {
    const where = { jsonpath: '$ ? (@.foo == "bar")' };
    const query = parseSearch({ metadata: { where, start_date: '2024-01-01T00:01:00Z' } });
    expect(query.matches(document({ foo: 'bar' }))).toBe(true);
    expect(query.matches(document({ foo: 'baz' }))).toBe(false);
    expect(query.matches(document())).toBe(false);
    expect(query.matches({ ...document({ foo: 'bar' }), created_at: '2024-01-01T00:00:00.000Z' })).toBe(false);
  });
});

function document(metadata?: MessageDocument['metadata']): MessageDocument {
  const [message] = messagesOf([{ content: 'x', ...(metadata && { metadata }) }]);
  if (message === undefined) throw new Error('no message');
  return parseMessage(message);
}
