import type { IncomingMessage } from 'node:http';
import type { Precondition } from '@scrollback/core';
import { RequestFault } from './request-fault.js';

export interface Versioned {
  readonly uuid: string;
  readonly version: number;
}

interface EntityTag {
  readonly isWeak: boolean;
  /** Without quotes. */
  readonly tag: string;
}

/** The `ETag` of a session or user. It names one version of one life, so it is strong. */
export function etagOf({ uuid, version }: Versioned): string {
  return `"${uuid}.${version}"`;
}

/** What `If-Match` asks for. Weak tags, and tags that are not ours, match nothing (RFC 9110, section 13.1.1). */
export function preconditionOf({ headers }: IncomingMessage): Precondition | undefined {
  const header = headers['if-match'];
  if (header === undefined) return undefined;
  const tags = parseEntityTags('if-match', header);
  if (tags === '*') return '*';
  return tags.filter(({ isWeak }) => !isWeak).flatMap(({ tag }) => toVersion(tag));
}

/** Whether `If-None-Match` names `etag`, so that the caller has this version already (RFC 9110, section 13.1.2). */
export function isKnownToCaller(header: string, etag: string): boolean {
  const tags = parseEntityTags('if-none-match', header);
  return tags === '*' || tags.some(({ tag }) => etag === `"${tag}"`);
}

function toVersion(tag: string): Versioned[] {
  const match = /^([0-9a-f-]{36})\.([1-9][0-9]{0,15})$/.exec(tag);
  return match === null ? [] : [{ uuid: match[1] as string, version: Number(match[2]) }];
}

const element = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)")?[ \t]*(,|$)/y;

/** A list of entity tags, or `*`. Empty elements are allowed, an empty list is not. */
function parseEntityTags(name: string, header: string): '*' | readonly EntityTag[] {
  if (header.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  element.lastIndex = 0;
  for (;;) {
    const match = element.exec(header);
    if (match === null) throw malformed(name);
    if (match[2] !== undefined) tags.push({ isWeak: match[1] !== undefined, tag: match[2] });
    if (match[3] === '') break;
  }
  if (tags.length === 0) throw malformed(name);
  return tags;
}

function malformed(name: string): RequestFault {
  return new RequestFault('invalid_request', `the header ${name} is not a list of entity tags`, {
    places: [{ in: 'header', pointer: `/${name}`, detail: 'must be "*" or entity tags in double quotes' }],
  });
}
