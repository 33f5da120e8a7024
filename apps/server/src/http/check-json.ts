import { limits } from '@scrollback/contract';
import { findJsonFault, type JsonFault } from '@scrollback/core';
import { RequestFault } from './request-fault.js';

/** The body itself, the list of messages and the message are around a message's metadata. */
export const levelsAroundMetadata = 3;
const metadataPointer = /^(?:\/messages\/\d+)?\/metadata\//;
/** Only an escape can bring half a surrogate pair into text that was UTF-8. */
const surrogateEscape = /\\u[dD][89a-fA-F]/;

/**
 * Parses a body and refuses what nobody behind it should have to bear: hostile nesting, strings that are not Unicode, numbers
 * that no double holds, and so many messages that the schema would be busy for seconds only to say what is wrong with each.
 */
export function parseJson(text: string, maxMetadataDepth: number): unknown {
  const value = parse(text);
  const fault = findJsonFault(value, {
    maxDepth: maxMetadataDepth + levelsAroundMetadata,
    wellFormed: text.includes('\\u') && surrogateEscape.test(text),
    finite: true,
  });
  if (fault !== undefined) throw toRequestFault(fault, maxMetadataDepth);
  requireFewMessages(value);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RequestFault('invalid_json', `the request body is not JSON: ${(error as Error).message}`);
  }
}

function requireFewMessages(body: unknown): void {
  const messages = (body as { readonly messages?: unknown } | null)?.messages;
  if (!Array.isArray(messages) || messages.length <= limits.messagesPerCall) return;
  const detail = `must have at most ${limits.messagesPerCall} elements`;
  throw new RequestFault('invalid_request', `body /messages: ${detail}`, {
    places: [{ in: 'body', pointer: '/messages', detail }],
  });
}

function toRequestFault({ kind, pointer }: JsonFault, maxMetadataDepth: number): RequestFault {
  switch (kind) {
    case 'too_deep':
      return depthFault(pointer, maxMetadataDepth);
    case 'not_well_formed':
      return new RequestFault('invalid_request', 'a string of the body is not well-formed Unicode', {
        places: [{ in: 'body', pointer, detail: 'half of a surrogate pair stands alone here' }],
      });
    case 'not_finite':
      return new RequestFault('invalid_request', 'a number of the body is too large', {
        places: [{ in: 'body', pointer, detail: 'is beyond the range of an IEEE 754 double' }],
      });
  }
}

function depthFault(pointer: string, maxMetadataDepth: number): RequestFault {
  const isMetadata = metadataPointer.test(pointer);
  const detail = `nested deeper than ${maxMetadataDepth} levels`;
  return new RequestFault(
    isMetadata ? 'metadata_too_deep' : 'invalid_request',
    `the ${isMetadata ? 'metadata' : 'body'} is ${detail}`,
    { places: [{ in: 'body', pointer, detail }] },
  );
}
