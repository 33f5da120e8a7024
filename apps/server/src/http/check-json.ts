import { isWellFormed } from '@scrollback/contract';
import { escapePointer } from '@scrollback/core';
import { RequestFault } from './request-fault.js';

/** The body itself, the list of messages and the message are around a message's metadata. */
const levelsAroundMetadata = 3;
const metadataPointer = /^(?:\/messages\/\d+)?\/metadata\//;
/** Only an escape can bring half a surrogate pair into text that was UTF-8. */
const surrogateEscape = /\\u[dD][89a-fA-F]/;

/** Parses a body and refuses what nobody behind it should have to bear: hostile nesting, and strings that are not Unicode. */
export function parseJson(text: string, maxMetadataDepth: number): unknown {
  const value = parse(text);
  const tooDeep = findTooDeep(value, maxMetadataDepth + levelsAroundMetadata);
  if (tooDeep !== undefined) throw depthFault(tooDeep, maxMetadataDepth);
  if (text.includes('\\u') && surrogateEscape.test(text)) {
    const pointer = findIllFormed(value);
    if (pointer !== undefined) {
      throw new RequestFault('invalid_request', 'a string of the body is not well-formed Unicode', {
        places: [{ in: 'body', pointer, detail: 'half of a surrogate pair stands alone here' }],
      });
    }
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RequestFault('invalid_json', `the request body is not JSON: ${(error as Error).message}`);
  }
}

/** Pointer of the first value below `maxDepth` levels of objects and arrays. Never goes deeper than that itself. */
function findTooDeep(value: unknown, maxDepth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (maxDepth === 0) return '';
  for (const key in value) {
    const child = (value as Record<string, unknown>)[key];
    if (typeof child !== 'object' || child === null) continue;
    const found = findTooDeep(child, maxDepth - 1);
    if (found !== undefined) return `/${escapePointer(key)}${found}`;
  }
  return undefined;
}

/** Pointer of the first string, or of the object with the first key, that is not well-formed. The depth is known to be bounded. */
function findIllFormed(value: unknown): string | undefined {
  if (typeof value === 'string') return isWellFormed(value) ? undefined : '';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key in value) {
    if (!isWellFormed(key)) return '';
    const found = findIllFormed((value as Record<string, unknown>)[key]);
    if (found !== undefined) return `/${escapePointer(key)}${found}`;
  }
  return undefined;
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
