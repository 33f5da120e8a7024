import { noQuery } from '../http/query-string.js';

/**
 * The query of a target as Zep read it: the first of repeated parameters counts, and one whose percent-encoding is broken is not
 * there.
 */
export function parseZepQuery(url: string): Readonly<Record<string, string>> {
  const mark = url.indexOf('?');
  if (mark === -1) return noQuery;
  const query: Record<string, string> = Object.create(null);
  for (const part of url.slice(mark + 1).split('&')) {
    const separator = part.indexOf('=');
    const name = decode(separator === -1 ? part : part.slice(0, separator));
    const value = decode(separator === -1 ? '' : part.slice(separator + 1));
    if (name !== undefined && value !== undefined) query[name] ??= value;
  }
  return query;
}

function decode(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
