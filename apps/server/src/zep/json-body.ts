import type { IncomingMessage } from 'node:http';
import { findJsonFault, type JsonFault } from '@scrollback/core';
import { levelsAroundMetadata } from '../http/check-json.js';
import { shortenPointer } from '../http/problems.js';
import { hasBody, isGzip, readBody } from '../http/read-body.js';
import { RequestFault } from '../http/request-fault.js';
import { firstJsonValue } from './first-json-value.js';

export interface ZepBodyOptions {
  readonly maxBytes: number;
  readonly maxMetadataDepth: number;
}

/** Only an escape can bring half a surrogate pair into text that was UTF-8. */
const surrogateEscape = /\\u[dD][89a-fA-F]/;

/** Reads the bodies of a route as Zep did: whatever their type says, and only the first JSON value. */
export function zepBody(options: ZepBodyOptions) {
  return () =>
    async (request: IncomingMessage): Promise<unknown> => {
      if (!hasBody(request)) throw new RequestFault('invalid_json', 'EOF');
      const isCompressed = isGzip(request.headers['content-encoding']);
      const body = await readBody(request, { maxBytes: options.maxBytes, isCompressed });
      // Bytes that are not UTF-8 become U+FFFD, as with Zep.
      return parseBody(body.toString('utf8'), options);
    };
}

function parseBody(received: string, { maxMetadataDepth }: ZepBodyOptions): unknown {
  const text = withoutLoneSurrogates(received);
  const value = parseFirst(text);
  const maxDepth = maxMetadataDepth + levelsAroundMetadata;
  const fault = findJsonFault(value, { maxDepth, finite: true });
  if (fault?.kind === 'too_deep') {
    throw new RequestFault(
      'metadata_too_deep',
      `the body is nested deeper than ${maxDepth} levels at ${placeOf(fault)}`,
    );
  }
  if (fault !== undefined) {
    throw new RequestFault('invalid_request', `the number at ${placeOf(fault)} is beyond the range of a double`);
  }
  return value;
}

function parseFirst(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It may be that only what follows the first value is no JSON.
    return parse(firstJsonValue(text));
  }
}

function parse(text: string): unknown {
  if (text === '') throw new RequestFault('invalid_json', 'EOF');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RequestFault('invalid_json', (error as Error).message);
  }
}

const anyEscape = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/gs;

/** With U+FFFD, as Go's decoder had it, for every escape that is half of a surrogate pair. */
function withoutLoneSurrogates(text: string): string {
  if (!text.includes('\\u') || !surrogateEscape.test(text)) return text;
  return text.replace(anyEscape, (match) => (match.length === 6 ? '\\ufffd' : match));
}

function placeOf({ pointer }: JsonFault): string {
  return shortenPointer(pointer) || 'the top of the body';
}
