import type { JsonObject, MessageDocument } from '@scrollback/core';
import { excerpt, searchFault } from './search-fault.js';
import { createStepBudget } from './step-budget.js';
import { parseTimeBound } from './time-bound.js';
import { meets, parseWhere } from './where.js';

/** The body of a search, without the fields that are null. */
export interface SearchInput {
  readonly text?: string | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly search_scope?: string | undefined;
  /** Every type is a search by words: see decision record 0010. */
  readonly search_type?: string | undefined;
  readonly mmr_lambda?: number | undefined;
}

export interface SearchQuery {
  /** There are no summaries, so a search of them finds nothing. */
  readonly scope: 'messages' | 'summary';
  /** What to rank by; `undefined` when the newest come first. */
  readonly text: string | undefined;
  /**
   * Whether a message passes the filters of `metadata`. Throws a `RequestFault` when the messages asked so far have cost too much:
   * a query is for one search.
   */
  matches(message: MessageDocument): boolean;
}

/**
 * Throws a `RequestFault` for a query that asks for nothing (no text that is more than blanks, and no key in `metadata`), another
 * scope, and a `where`, JSONPath or date that cannot be read. Other keys of `metadata` filter nothing, but are a query, as in Zep.
 */
export function parseSearch({ text = '', metadata = {}, search_scope = '' }: SearchInput): SearchQuery {
  const isBlank = text.trim() === '';
  if (isBlank && Object.keys(metadata).length === 0) throw searchFault('empty query');
  return { scope: parseScope(search_scope), text: isBlank ? undefined : text, matches: parseFilters(metadata) };
}

function parseScope(scope: string): SearchQuery['scope'] {
  if (scope === '' || scope === 'messages') return 'messages';
  if (scope === 'summary') return 'summary';
  throw searchFault(`invalid search scope ${excerpt(scope)}: it is messages or summary`);
}

function parseFilters({ where = null, start_date = null, end_date = null }: JsonObject): SearchQuery['matches'] {
  const condition = where === null ? undefined : parseWhere(where);
  const start = start_date === null ? Number.NEGATIVE_INFINITY : parseTimeBound('start_date', start_date);
  const end = end_date === null ? Number.POSITIVE_INFINITY : parseTimeBound('end_date', end_date);
  const budget = createStepBudget();

  return ({ created_at, metadata }) => {
    const createdAt = Date.parse(created_at);
    if (createdAt < start || createdAt > end) return false;
    budget.beginMessage();
    return condition === undefined || meets(condition, metadata, budget);
  };
}
